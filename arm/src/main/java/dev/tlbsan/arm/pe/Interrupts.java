package dev.tlbsan.arm.pe;

import org.jspecify.annotations.Nullable;

/**
 * The asynchronous exceptions of one processing element: what is pending, what is masked, who takes it (DDI 0487,
 * D1.3.6).
 */
final class Interrupts {
    private static final int ISR_F = 1 << 6;
    private static final int ISR_I = 1 << 7;
    private static final int ISR_A = 1 << 8;

    private final SystemRegisters registers;
    private final Pstate pstate;
    private final boolean el2;
    private final boolean aarch32;
    private final boolean[] lines = new boolean[InterruptLine.ALL.length];
    private @Nullable InterruptLine next;

    Interrupts(SystemRegisters registers, Pstate pstate, PeConfiguration configuration) {
        this.registers = registers;
        this.pstate = pstate;
        this.el2 = configuration.el2();
        this.aarch32 = configuration.aarch32();
    }

    /** Sets the state of an input. */
    void set(InterruptLine line, boolean asserted) {
        lines[line.ordinal()] = asserted;
        update();
    }

    /** Works out again what would be taken now; call it whenever masks, routes or the Exception level change. */
    void update() {
        next = null;
        for (InterruptLine line : InterruptLine.ALL) {
            if (isPending(line) && isTakable(line)) {
                next = line;
                return;
            }
        }
    }

    /** The interrupt to take before the next instruction, if there is one. */
    @Nullable
    InterruptLine next() {
        return next;
    }

    /** The Exception level that takes the interrupt. */
    int targetEl(InterruptLine line) {
        return pstate.el() == 2 || (!line.isVirtual() && routedToEl2(line)) ? 2 : 1;
    }

    /** Forgets a System error that is being taken. */
    void acknowledge(InterruptLine line) {
        if (line == InterruptLine.VIRTUAL_SERROR) {
            registers.set(SystemRegister.HCR_EL2, registers.get(SystemRegister.HCR_EL2) & ~HcrEl2.VSE);
        }
        if (line.isSystemError()) {
            set(line, false);
        }
    }

    /** Whether something ends a WFI: pending, masked by PSTATE or not. */
    boolean wakesUp() {
        for (InterruptLine line : InterruptLine.ALL) {
            if (isPending(line) && (!line.isVirtual() || pstate.el() < 2)) {
                return true;
            }
        }
        return false;
    }

    /** ISR_EL1: what is pending, the virtual interrupt instead of the physical one where EL1 sees those. */
    long status() {
        return status(InterruptLine.FIQ, InterruptLine.VIRTUAL_FIQ, ISR_F)
                | status(InterruptLine.IRQ, InterruptLine.VIRTUAL_IRQ, ISR_I)
                | status(InterruptLine.SERROR, InterruptLine.VIRTUAL_SERROR, ISR_A);
    }

    private int status(InterruptLine physical, InterruptLine virtual, int bit) {
        boolean seesVirtual = pstate.el() < 2 && el2 && hcr(physical.route());
        return isPending(seesVirtual ? virtual : physical) ? bit : 0;
    }

    private boolean isPending(InterruptLine line) {
        if (!line.isVirtual()) {
            return lines[line.ordinal()];
        }
        if (!el2 || !hcr(line.route()) || hcr(HcrEl2.TGE)) {
            return false;
        }
        return lines[line.ordinal()]
                || switch (line) {
                    case VIRTUAL_IRQ -> hcr(HcrEl2.VI);
                    case VIRTUAL_FIQ -> hcr(HcrEl2.VF);
                    default -> hcr(HcrEl2.VSE);
                };
    }

    /** Hyp mode of AArch32 takes what is routed to EL1 itself; EL2 of AArch64 leaves it pending. */
    private boolean isTakable(InterruptLine line) {
        boolean masked = (pstate.daif() & line.mask()) != 0;
        if (pstate.el() == 2) {
            return !line.isVirtual() && (routedToEl2(line) || aarch32) && !masked;
        }
        return (!line.isVirtual() && routedToEl2(line)) || !masked;
    }

    private boolean routedToEl2(InterruptLine line) {
        return el2 && (hcr(line.route()) || hcr(HcrEl2.TGE));
    }

    private boolean hcr(long mask) {
        return registers.has(SystemRegister.HCR_EL2, mask);
    }
}
