package dev.tlbsan.arm.pe;

/**
 * Process state but for the condition flags, which live in the register file (DDI 0487, D1.4). Changes of EL or SP must go
 * through {@link ProcessingElement}, which banks the stack pointers.
 */
final class Pstate {
    static final int D = 1 << 9;
    static final int A = 1 << 8;
    static final int I = 1 << 7;
    static final int F = 1 << 6;
    static final int DAIF = D | A | I | F;
    static final long IL = 1L << 20;
    static final long NZCV = 0xf000_0000L;

    private int el;
    private boolean spSel;
    private int daif;
    private boolean illegal;

    int el() {
        return el;
    }

    /** PSTATE.SP: whether the stack pointer is that of the Exception level, not SP_EL0. */
    boolean spSel() {
        return spSel;
    }

    void mode(int newEl, boolean newSpSel) {
        el = newEl;
        spSel = newSpSel;
    }

    /** The interrupt masks, in bits 9:6 as in SPSR_ELx. */
    int daif() {
        return daif;
    }

    void daif(long bits) {
        daif = (int) bits & DAIF;
    }

    /** PSTATE.IL: every instruction raises an Illegal Execution state exception. */
    boolean illegal() {
        return illegal;
    }

    void illegal(boolean value) {
        illegal = value;
    }

    /** The number of the stack pointer in use: SP_EL0, SP_EL1 or SP_EL2. */
    int stackPointer() {
        return spSel ? el : 0;
    }

    /** SPSR_ELx of an exception taken now, the condition flags being given in their places. */
    long spsr(long nzcv) {
        return nzcv | (illegal ? IL : 0) | daif | el << 2 | (spSel ? 1 : 0);
    }
}
