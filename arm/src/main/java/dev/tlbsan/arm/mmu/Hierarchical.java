package dev.tlbsan.arm.mmu;

/** The restrictions that stage 1 table descriptors put on everything below them, as a set of bits. */
final class Hierarchical {
    /** APTable bit 1. */
    static final int READ_ONLY = 1;
    /** APTable bit 0. */
    static final int NO_USER = 1 << 1;
    /** UXNTable, or XNTable in EL2. */
    static final int EXECUTE_NEVER = 1 << 2;
    /** PXNTable. */
    static final int PRIVILEGED_EXECUTE_NEVER = 1 << 3;

    private Hierarchical() {}

    /** The restrictions of a stage 1 table descriptor alone. */
    static int of(long descriptor) {
        return ((descriptor >>> 62 & 1) != 0 ? READ_ONLY : 0)
                | ((descriptor >>> 61 & 1) != 0 ? NO_USER : 0)
                | ((descriptor >>> 60 & 1) != 0 ? EXECUTE_NEVER : 0)
                | ((descriptor >>> 59 & 1) != 0 ? PRIVILEGED_EXECUTE_NEVER : 0);
    }
}
