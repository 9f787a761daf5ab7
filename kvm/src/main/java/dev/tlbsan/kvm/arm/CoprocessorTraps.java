package dev.tlbsan.kvm.arm;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.pe.Aarch32Register;

/**
 * Accesses to coprocessors 14 and 15 that trap to the hypervisor (arch/arm/kvm/coproc.c). Each method says whether it has
 * served the access; what is not served does not exist for the guest.
 */
final class CoprocessorTraps {
    private static final int READ = 1;
    private static final int CACHE_MAINTENANCE_CRN = 7;
    private static final int SET_WAY_OPC2 = 2;

    private CoprocessorTraps() {}

    /** MCR or MRC. Cache maintenance by set and way needs nothing on a coherent machine; ACTLR is zero. */
    static boolean handleCp15(VcpuContext context, long hsr) {
        boolean setWay = field(hsr, 10, 4) == CACHE_MAINTENANCE_CRN && field(hsr, 17, 3) == SET_WAY_OPC2;
        boolean read = (hsr & READ) != 0;
        if (setWay) {
            return !read;
        }
        Aarch32Register register = Aarch32Register.of(Aarch32Operation.register(
                15, field(hsr, 14, 3), field(hsr, 10, 4), field(hsr, 1, 4), field(hsr, 17, 3)));
        if (register != Aarch32Register.ACTLR) {
            return false;
        }
        if (read) {
            context.register(transferRegister(hsr), 0);
        }
        return true;
    }

    /** MCR or MRC of a debug register: guests have none; they read as zero and ignore writes. */
    static boolean handleCp14(VcpuContext context, long hsr) {
        if ((hsr & READ) != 0) {
            context.register(transferRegister(hsr), 0);
        }
        return true;
    }

    /** MCRR or MRRC of a debug register. */
    static boolean handleCp14Pair(VcpuContext context, long hsr) {
        if ((hsr & READ) != 0) {
            context.register(field(hsr, 10, 4), 0);
        }
        return handleCp14(context, hsr);
    }

    private static int transferRegister(long hsr) {
        return field(hsr, 5, 4);
    }

    private static int field(long hsr, int shift, int bits) {
        return (int) (hsr >>> shift) & (1 << bits) - 1;
    }
}
