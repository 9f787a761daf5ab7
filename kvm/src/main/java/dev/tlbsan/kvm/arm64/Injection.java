package dev.tlbsan.kvm.arm64;

import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.Esr;
import dev.tlbsan.kvm.Hyp;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import java.util.Optional;

/** Exceptions that the hypervisor makes a guest take at EL1 (arch/arm64/kvm/inject_fault.c). */
final class Injection {
    private static final int CURRENT_EL_SP0 = 0x000;
    private static final int CURRENT_EL_SPX = 0x200;
    private static final int LOWER_EL_AARCH64 = 0x400;
    private static final long MODE = 0xf;
    private static final long MODE_AND_MASKS = 0x3cf;
    private static final long MODE_EL1T = 4;
    private static final long MODE_EL1H = 5;

    private Injection() {}

    /** The exception of an undefined instruction. */
    static void undefined(VcpuContext context) {
        context.set(SystemRegister.ESR_EL1, Esr.IL);
        takeToEl1(context);
    }

    /** See {@link Arm64#vectorLoop}. */
    static Optional<String> vectorLoop(Vcpu vcpu) {
        VcpuContext context = VcpuContext.of(vcpu);
        long vector = context.get(SystemRegister.VBAR_EL1) + CURRENT_EL_SPX;
        boolean again = context.pc() == vector
                && context.get(SystemRegister.ELR_EL1) == vector
                && (context.get(SystemRegister.SPSR_EL1) & MODE_AND_MASKS) == VcpuContext.PSTATE_RESET
                && (context.pstate() & MODE_AND_MASKS) == VcpuContext.PSTATE_RESET;
        return again
                ? Optional.of(vcpu.label() + ": the instruction at its exception vector 0x" + Long.toHexString(vector)
                        + " raises an exception, over and over (ESR_EL1 0x"
                        + Long.toHexString(context.get(SystemRegister.ESR_EL1)) + ", FAR_EL1 0x"
                        + Long.toHexString(context.get(SystemRegister.FAR_EL1)) + ")")
                : Optional.empty();
    }

    /** See {@link Arm64#injectAbort}. */
    static Optional<VcpuExit> abort(Vcpu vcpu, Hyp.GuestExit exit, boolean fetch) {
        VcpuContext context = VcpuContext.of(vcpu);
        long vector = context.get(SystemRegister.VBAR_EL1) + vectorOffset(context.pstate());
        if (fetch && context.pc() == vector && exit.far() == vector) {
            return Optional.of(new VcpuExit.HypervisorError(vcpu.label() + ": there is no memory at IPA 0x"
                    + Long.toHexString(exit.ipa()) + " to fetch its exception vector 0x" + Long.toHexString(vector)
                    + " with, after an exception at 0x"
                    + Long.toHexString(context.get(SystemRegister.ELR_EL1))));
        }
        boolean fromEl0 = (context.pstate() & MODE) == 0;
        int exceptionClass =
                fetch ? fromEl0 ? Esr.EC_IABT_LOWER : Esr.EC_IABT_SAME : fromEl0 ? Esr.EC_DABT_LOWER : Esr.EC_DABT_SAME;
        context.set(SystemRegister.ESR_EL1, (long) exceptionClass << 26 | Esr.IL | Esr.FSC_EXTERNAL_ABORT);
        context.set(SystemRegister.FAR_EL1, exit.far());
        takeToEl1(context);
        return Optional.empty();
    }

    private static void takeToEl1(VcpuContext context) {
        context.set(SystemRegister.ELR_EL1, context.pc());
        context.set(SystemRegister.SPSR_EL1, context.pstate());
        context.pc(context.get(SystemRegister.VBAR_EL1) + vectorOffset(context.pstate()));
        context.pstate(VcpuContext.PSTATE_RESET);
    }

    private static int vectorOffset(long pstate) {
        long mode = pstate & MODE;
        if (mode == MODE_EL1T) {
            return CURRENT_EL_SP0;
        }
        return mode == MODE_EL1H ? CURRENT_EL_SPX : LOWER_EL_AARCH64;
    }
}
