package dev.tlbsan.arm.pe;

/** The asynchronous exceptions of a processing element, in the order of priority that this implementation chooses. */
public enum InterruptLine {
    FIQ(0x100, Pstate.F, HcrEl2.FMO, false),
    IRQ(0x080, Pstate.I, HcrEl2.IMO, false),
    /** Virtual IRQ, as a virtual interrupt controller asserts it; HCR_EL2.VI does the same. */
    VIRTUAL_IRQ(0x080, Pstate.I, HcrEl2.IMO, true),
    /** Virtual FIQ; HCR_EL2.VF does the same. */
    VIRTUAL_FIQ(0x100, Pstate.F, HcrEl2.FMO, true),
    /** System error: stays pending until it is taken. */
    SERROR(0x180, Pstate.A, HcrEl2.AMO, false),
    /** Virtual System error; HCR_EL2.VSE does the same. */
    VIRTUAL_SERROR(0x180, Pstate.A, HcrEl2.AMO, true);

    static final InterruptLine[] ALL = values();

    private final int vectorOffset;
    private final int mask;
    private final long route;
    private final boolean virtual;

    InterruptLine(int vectorOffset, int mask, long route, boolean virtual) {
        this.vectorOffset = vectorOffset;
        this.mask = mask;
        this.route = route;
        this.virtual = virtual;
    }

    /** Where its vector is among those of one origin. */
    int vectorOffset() {
        return vectorOffset;
    }

    /** The bit of PSTATE.DAIF that masks it. */
    int mask() {
        return mask;
    }

    /** The bit of HCR_EL2 that routes the physical exception to EL2 and enables the virtual one. */
    long route() {
        return route;
    }

    boolean isVirtual() {
        return virtual;
    }

    boolean isSystemError() {
        return mask == Pstate.A;
    }
}
