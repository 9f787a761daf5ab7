package dev.tlbsan.kvm.arm;

import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.arm.pe.BankedRegister;
import dev.tlbsan.kvm.Vcpu;
import java.util.Optional;

/** See {@link Arm#vectorLoop}. Each kind of exception has a vector of its own, a link register and an SPSR. */
final class VectorLoop {
    private VectorLoop() {}

    static Optional<String> find(Vcpu vcpu) {
        VcpuContext context = VcpuContext.of(vcpu);
        long offset = context.pc() - Injection.vectorBase(context);
        String what = "";
        if (offset == Injection.UNDEFINED_VECTOR
                && isAgain(context, BankedRegister.LR_und, Injection.undefinedReturn(context.pstate()))) {
            what = "is undefined";
        } else if (offset == Injection.PREFETCH_ABORT_VECTOR
                && isAgain(context, BankedRegister.LR_abt, Injection.PREFETCH_ABORT_RETURN)) {
            what = fault(context, "IFSR 0x%x, IFAR 0x%x", Aarch32Register.IFSR, Aarch32Register.IFAR);
        } else if (offset == Injection.DATA_ABORT_VECTOR
                && isAgain(context, BankedRegister.LR_abt, Injection.DATA_ABORT_RETURN)) {
            what = fault(context, "DFSR 0x%x, DFAR 0x%x", Aarch32Register.DFSR, Aarch32Register.DFAR);
        }
        return what.isEmpty()
                ? Optional.empty()
                : Optional.of(vcpu.label() + ": the instruction at its exception vector 0x"
                        + Long.toHexString(context.pc()) + " " + what + ", over and over");
    }

    /**
     * The exception that a guest has been taken to a vector for, in words, if it looks like one. The next one would
     * overwrite its link register.
     */
    static Optional<String> justTaken(VcpuContext context) {
        long offset = context.pc() - Injection.vectorBase(context);
        long mode = Psr.mode(context.pstate());
        if (mode == Psr.MODE_UND && offset == Injection.UNDEFINED_VECTOR) {
            long origin = context.get(BankedRegister.LR_und)
                    - Injection.undefinedReturn(context.get(BankedRegister.SPSR_und));
            return Optional.of("an undefined instruction at 0x" + Long.toHexString(origin));
        }
        if (mode == Psr.MODE_ABT && offset == Injection.PREFETCH_ABORT_VECTOR) {
            String what = fault(context, "IFSR 0x%x, IFAR 0x%x", Aarch32Register.IFSR, Aarch32Register.IFAR);
            return Optional.of(origin(context, Injection.PREFETCH_ABORT_RETURN) + " " + what);
        }
        if (mode == Psr.MODE_ABT && offset == Injection.DATA_ABORT_VECTOR) {
            String what = fault(context, "DFSR 0x%x, DFAR 0x%x", Aarch32Register.DFSR, Aarch32Register.DFAR);
            return Optional.of(origin(context, Injection.DATA_ABORT_RETURN) + " " + what);
        }
        return Optional.empty();
    }

    private static String origin(VcpuContext context, int returnOffset) {
        return "the instruction at 0x" + Long.toHexString(context.get(BankedRegister.LR_abt) - returnOffset);
    }

    private static String fault(VcpuContext context, String format, Aarch32Register status, Aarch32Register address) {
        return "aborts (" + String.format(format, context.get(status), context.get(address)) + ")";
    }

    /** Whether the guest is in the mode of the link register, and was when it was set, at the same instruction. */
    private static boolean isAgain(VcpuContext context, BankedRegister link, int returnOffset) {
        boolean undefined = link == BankedRegister.LR_und;
        long mode = undefined ? Psr.MODE_UND : Psr.MODE_ABT;
        long before = context.get(undefined ? BankedRegister.SPSR_und : BankedRegister.SPSR_abt);
        return Psr.mode(context.pstate()) == mode
                && Psr.mode(before) == mode
                && context.get(link) == context.pc() + returnOffset;
    }
}
