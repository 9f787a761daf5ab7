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
