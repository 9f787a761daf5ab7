package dev.tlbsan.arm.pe;

/** The exceptions of AArch32 by their place in the vector tables, and how PL1 takes them (DDI 0487, G1.12). */
enum Aarch32Vector {
    UNDEFINED(0x04, Aarch32Mode.UNDEFINED, 4, 2, Pstate.I),
    /** SVC, and in the table of Hyp mode its own HVC. */
    SUPERVISOR_CALL(0x08, Aarch32Mode.SUPERVISOR, 0, 0, Pstate.I),
    PREFETCH_ABORT(0x0c, Aarch32Mode.ABORT, 4, 4, Pstate.A | Pstate.I),
    DATA_ABORT(0x10, Aarch32Mode.ABORT, 8, 8, Pstate.A | Pstate.I),
    IRQ(0x18, Aarch32Mode.IRQ, 4, 4, Pstate.A | Pstate.I),
    FIQ(0x1c, Aarch32Mode.FIQ, 4, 4, Pstate.A | Pstate.I | Pstate.F);

    /** Where the table of Hyp mode has what comes from PL1 and PL0, interrupts apart. */
    static final int HYP_TRAP = 0x14;

    private final int offset;
    private final Aarch32Mode mode;
    private final int linkInA32;
    private final int linkInT32;
    private final int masks;

    Aarch32Vector(int offset, Aarch32Mode mode, int linkInA32, int linkInT32, int masks) {
        this.offset = offset;
        this.mode = mode;
        this.linkInA32 = linkInA32;
        this.linkInT32 = linkInT32;
        this.masks = masks;
    }

    /** The vector of a synchronous exception by its {@link ExceptionClass}. */
    static Aarch32Vector of(int exceptionClass) {
        return switch (exceptionClass) {
            case ExceptionClass.SVC_AARCH32, ExceptionClass.HVC_AARCH32 -> SUPERVISOR_CALL;
            case ExceptionClass.INSTRUCTION_ABORT -> PREFETCH_ABORT;
            case ExceptionClass.DATA_ABORT -> DATA_ABORT;
            default -> UNDEFINED;
        };
    }

    /** The vector of an asynchronous exception, physical or virtual. */
    static Aarch32Vector of(InterruptLine line) {
        return switch (line) {
            case IRQ, VIRTUAL_IRQ -> IRQ;
            case FIQ, VIRTUAL_FIQ -> FIQ;
            case SERROR, VIRTUAL_SERROR -> DATA_ABORT;
        };
    }

    /** Bytes from the start of a vector table. */
    int offset() {
        return offset;
    }

    /** The mode of PL1 that takes it. */
    Aarch32Mode mode() {
        return mode;
    }

    /** What is added to the preferred return address for the LR of a mode of PL1. */
    int link(boolean t32) {
        return t32 ? linkInT32 : linkInA32;
    }

    /** The bits A, I and F of the CPSR that PL1 sets. */
    int masks() {
        return masks;
    }

    boolean isInterrupt() {
        return this == IRQ || this == FIQ;
    }
}
