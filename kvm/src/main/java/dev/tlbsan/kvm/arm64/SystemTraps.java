package dev.tlbsan.kvm.arm64;

import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.Vcpu;

/** System instructions that trap to the hypervisor (arch/arm64/kvm/sys_regs.c). */
final class SystemTraps {
    private static final int SYSTEM_INSTRUCTION = 1;
    private static final int CACHE_MAINTENANCE_CRN = 7;
    private static final int ZERO_REGISTER = 31;
    /** OSLSR_EL1.OSLM: the OS Lock is implemented, and it is not locked. */
    private static final long OS_LOCK_IMPLEMENTED = 1 << 3;
    /** DBGAUTHSTATUS_EL1: non-secure debug is implemented and enabled. */
    private static final long NON_SECURE_DEBUG = 0b1111;

    private SystemTraps() {}

    /**
     * Serves a trapped MSR, MRS or SYS. Cache maintenance by set and way needs nothing on a coherent machine; what is
     * not emulated does not exist for the guest.
     */
    static void handle(Vcpu vcpu, long esr) {
        VcpuContext context = VcpuContext.of(vcpu);
        int op0 = (int) (esr >>> 20) & 3;
        int crn = (int) (esr >>> 10) & 15;
        boolean served = op0 == SYSTEM_INSTRUCTION ? crn == CACHE_MAINTENANCE_CRN : access(context, esr);
        if (served) {
            context.skipInstruction(esr);
        } else {
            Injection.undefined(context);
        }
    }

    private static boolean access(VcpuContext context, long esr) {
        SystemRegister register = SystemRegister.of(SystemOperation.encode(
                (int) (esr >>> 20) & 3,
                (int) (esr >>> 14) & 7,
                (int) (esr >>> 10) & 15,
                (int) (esr >>> 1) & 15,
                (int) (esr >>> 17) & 7));
        if (register == null || !isEmulated(register)) {
            return false;
        }
        int rt = (int) (esr >>> 5) & 31;
        boolean read = (esr & 1) != 0;
        if (!read) {
            write(context, register, rt == ZERO_REGISTER ? 0 : context.register(rt));
        } else if (rt != ZERO_REGISTER) {
            context.register(rt, read(context, register));
        }
        return true;
    }

    private static boolean isEmulated(SystemRegister register) {
        return isBreakOrWatchpoint(register)
                || switch (register) {
                    case ACTLR_EL1, MDSCR_EL1, MDCCINT_EL1, MDRAR_EL1, OSLAR_EL1, OSLSR_EL1, OSDLR_EL1, DBGPRCR_EL1 ->
                        true;
                    case DBGCLAIMSET_EL1, DBGCLAIMCLR_EL1, DBGAUTHSTATUS_EL1, OSDTRRX_EL1, OSDTRTX_EL1, OSECCR_EL1 ->
                        true;
                    case MDCCSR_EL0, DBGDTR_EL0, DBGDTRRX_EL0 -> true;
                    default -> false;
                };
    }

    private static boolean isBreakOrWatchpoint(SystemRegister register) {
        String name = register.name();
        return name.startsWith("DBGB") || name.startsWith("DBGW");
    }

    private static long read(VcpuContext context, SystemRegister register) {
        return switch (register) {
            case MDSCR_EL1 -> context.get(register);
            case OSLSR_EL1 -> OS_LOCK_IMPLEMENTED;
            case DBGAUTHSTATUS_EL1 -> NON_SECURE_DEBUG;
            default -> context.debug(register);
        };
    }

    /** What is neither kept nor switched reads as zero and ignores writes. */
    private static void write(VcpuContext context, SystemRegister register, long value) {
        if (register == SystemRegister.MDSCR_EL1) {
            context.set(register, value);
        } else if (register == SystemRegister.MDCCINT_EL1 || isBreakOrWatchpoint(register)) {
            context.debug(register, value);
        }
    }
}
