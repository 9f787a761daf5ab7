package dev.tlbsan.kvm.arm;

import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.arm.pe.BankedRegister;
import dev.tlbsan.kvm.Hyp;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import java.util.Optional;

/** Exceptions that the hypervisor makes a guest take at PL1 (arch/arm/kvm/emulate.c). */
final class Injection {
    static final int UNDEFINED_VECTOR = 0x04;
    static final int PREFETCH_ABORT_VECTOR = 0x0c;
    static final int DATA_ABORT_VECTOR = 0x10;
    /** From the faulting instruction to LR_abt. */
    static final int PREFETCH_ABORT_RETURN = 4;

    static final int DATA_ABORT_RETURN = 8;

    private static final long SCTLR_V = 1L << 13;
    private static final long SCTLR_EE = 1L << 25;
    private static final long SCTLR_TE = 1L << 30;
    private static final long HIGH_VECTORS = 0xffff_0000L;
    private static final long TTBCR_EAE = 1L << 31;
    /** DFSR and IFSR of a synchronous External abort in the format of short descriptors. */
    private static final long SHORT_EXTERNAL_ABORT = 0b01000;
    /** The same in the format of long descriptors, with the bit that says so. */
    private static final long LONG_EXTERNAL_ABORT = 1L << 9 | 0b010000;

    private Injection() {}

    /** From an undefined instruction to LR_und. */
    static int undefinedReturn(long psr) {
        return (psr & Psr.T) != 0 ? 2 : 4;
    }

    /** exc_vector_base. */
    static long vectorBase(VcpuContext context) {
        return (context.get(Aarch32Register.SCTLR) & SCTLR_V) != 0 ? HIGH_VECTORS : context.get(Aarch32Register.VBAR);
    }

    /** kvm_inject_undefined. */
    static void undefined(VcpuContext context) {
        long link = context.pc() + undefinedReturn(context.pstate());
        updatePsr(context, Psr.MODE_UND, BankedRegister.SPSR_und);
        context.set(BankedRegister.LR_und, link);
        context.pc(vectorBase(context) + UNDEFINED_VECTOR);
    }

    /** kvm_inject_pabt and kvm_inject_dabt. See {@link Arm#injectAbort}. */
    static Optional<VcpuExit> abort(Vcpu vcpu, Hyp.GuestExit exit, boolean fetch) {
        VcpuContext context = VcpuContext.of(vcpu);
        if (fetch && context.pc() == exit.far()) {
            Optional<String> exception = VectorLoop.justTaken(context);
            if (exception.isPresent()) {
                return Optional.of(new VcpuExit.HypervisorError(vcpu.label() + ": there is no memory at IPA 0x"
                        + Long.toHexString(exit.ipa()) + " to fetch its exception vector 0x"
                        + Long.toHexString(context.pc()) + " with, after " + exception.get()));
            }
        }
        boolean extended = (context.get(Aarch32Register.TTBCR) & TTBCR_EAE) != 0;
        context.set(
                fetch ? Aarch32Register.IFSR : Aarch32Register.DFSR,
                extended ? LONG_EXTERNAL_ABORT : SHORT_EXTERNAL_ABORT);
        context.set(fetch ? Aarch32Register.IFAR : Aarch32Register.DFAR, exit.far());
        long link = context.pc() + (fetch ? PREFETCH_ABORT_RETURN : DATA_ABORT_RETURN);
        updatePsr(context, Psr.MODE_ABT, BankedRegister.SPSR_abt);
        context.set(BankedRegister.LR_abt, link);
        context.pc(vectorBase(context) + (fetch ? PREFETCH_ABORT_VECTOR : DATA_ABORT_VECTOR));
        return Optional.empty();
    }

    /** kvm_update_psr. */
    private static void updatePsr(VcpuContext context, long mode, BankedRegister spsr) {
        long cpsr = context.pstate();
        long sctlr = context.get(Aarch32Register.SCTLR);
        long cleared = cpsr & ~(Psr.MODE | Psr.IT | Psr.E | Psr.T);
        context.set(spsr, cpsr);
        context.pstate(cleared
                | mode
                | Psr.I
                | (mode == Psr.MODE_ABT ? Psr.A : 0)
                | ((sctlr & SCTLR_TE) != 0 ? Psr.T : 0)
                | ((sctlr & SCTLR_EE) != 0 ? Psr.E : 0));
    }
}
