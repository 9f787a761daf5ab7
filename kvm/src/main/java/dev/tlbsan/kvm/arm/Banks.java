package dev.tlbsan.kvm.arm;

import dev.tlbsan.arm.pe.BankedRegister;
import dev.tlbsan.machine.HypMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registers that modes have of their own (arch/arm/kvm/hyp/banked-sr.c). */
final class Banks {
    private static final int FIRST_OF_FIQ = 8;
    private static final int SP = 13;
    private static final int LR = 14;

    private static final List<BankedRegister> SWITCHED = List.of(
            BankedRegister.SP_svc,
            BankedRegister.LR_svc,
            BankedRegister.SPSR_svc,
            BankedRegister.SP_abt,
            BankedRegister.LR_abt,
            BankedRegister.SPSR_abt,
            BankedRegister.SP_und,
            BankedRegister.LR_und,
            BankedRegister.SPSR_und,
            BankedRegister.SP_irq,
            BankedRegister.LR_irq,
            BankedRegister.SPSR_irq,
            BankedRegister.R8_fiq,
            BankedRegister.R9_fiq,
            BankedRegister.R10_fiq,
            BankedRegister.R11_fiq,
            BankedRegister.R12_fiq,
            BankedRegister.SP_fiq,
            BankedRegister.LR_fiq,
            BankedRegister.SPSR_fiq);

    private static final BankedRegister[] OF_FIQ = {
        BankedRegister.R8_fiq,
        BankedRegister.R9_fiq,
        BankedRegister.R10_fiq,
        BankedRegister.R11_fiq,
        BankedRegister.R12_fiq,
        BankedRegister.SP_fiq,
        BankedRegister.LR_fiq
    };

    private final long[] values = new long[BankedRegister.values().length];

    long get(BankedRegister register) {
        return values[register.ordinal()];
    }

    void set(BankedRegister register, long value) {
        values[register.ordinal()] = value;
    }

    void save(HypMode hyp) {
        for (int i = 0; i < SWITCHED.size(); i++) {
            set(SWITCHED.get(i), hyp.mrs(SWITCHED.get(i)));
        }
    }

    void restore(HypMode hyp) {
        for (int i = 0; i < SWITCHED.size(); i++) {
            hyp.msr(SWITCHED.get(i), get(SWITCHED.get(i)));
        }
    }

    /** The register that R[n] is in the mode of a program status register; null if it is that of User mode. */
    static @Nullable BankedRegister of(long psr, int n) {
        long mode = Psr.mode(psr);
        if (mode == Psr.MODE_FIQ) {
            return n >= FIRST_OF_FIQ ? OF_FIQ[n - FIRST_OF_FIQ] : null;
        }
        return switch (n) {
            case SP -> stackPointer(mode);
            case LR -> link(mode);
            default -> null;
        };
    }

    private static @Nullable BankedRegister stackPointer(long mode) {
        return switch ((int) mode) {
            case (int) Psr.MODE_SVC -> BankedRegister.SP_svc;
            case (int) Psr.MODE_ABT -> BankedRegister.SP_abt;
            case (int) Psr.MODE_UND -> BankedRegister.SP_und;
            case (int) Psr.MODE_IRQ -> BankedRegister.SP_irq;
            default -> null;
        };
    }

    private static @Nullable BankedRegister link(long mode) {
        return switch ((int) mode) {
            case (int) Psr.MODE_SVC -> BankedRegister.LR_svc;
            case (int) Psr.MODE_ABT -> BankedRegister.LR_abt;
            case (int) Psr.MODE_UND -> BankedRegister.LR_und;
            case (int) Psr.MODE_IRQ -> BankedRegister.LR_irq;
            default -> null;
        };
    }
}
