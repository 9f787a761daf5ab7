package dev.tlbsan.difftest;

/** What R0 to R14 of generated AArch32 cases are for, so that random instructions have good operands. */
final class Aarch32Pools {
    /** R4, R8 and SP point into windows that can be written and are aligned, R5 is not aligned. */
    static final int ALIGNED_BASE = 4;

    static final int UNALIGNED_BASE = 5;
    static final int HIGH_BASE = 8;
    static final int SP = 13;
    /** R6 and R9 are small numbers, that of R6 not negative. */
    static final int INDEX = 6;

    static final int HIGH_INDEX = 9;
    /** R7 is an address beyond the end of the sequence, with the instruction set in bit 0; it is never written. */
    static final int TARGET = 7;
    /** R10 points to memory that gives a fault, R11 to Device memory. */
    static final int FAULTING_BASE = 10;

    static final int DEVICE_BASE = 11;
    /** R12 is a program status to return to. */
    static final int VALUE = 12;

    static final int LR = 14;
    static final int PC = 15;
    /** Registers that no other instruction depends on: R0 to R3 and LR. */
    static final int SCRATCH = 0x400f;

    /** R4, R5, R8 and SP. */
    static final int WINDOW_BASES = 0x2130;

    /** Amount and type of the shift in an operand of A32 that names the index register in its lowest bits. */
    private static final int SHIFT = 0x7f0;

    private Aarch32Pools() {}

    /** Whether an operand is a small number, added or subtracted as it is. */
    static boolean isSmallIndex(int operand) {
        int register = operand & 15;
        return (operand & SHIFT) == 0 && (register == INDEX || register == HIGH_INDEX);
    }
}
