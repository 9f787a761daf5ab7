package dev.tlbsan.difftest;

/** What the general-purpose registers of generated cases are for, so that random instructions have good operands. */
final class Pools {
    /** X8 to X12 point into windows that can be read and written, X8 and X9 aligned; X13 into one that can be read. */
    static final int FIRST_BASE = 8;

    static final int FIRST_UNALIGNED_BASE = 10;

    static final int READABLE_BASE = 13;
    /** X14 points to Device memory. */
    static final int DEVICE_BASE = 14;
    /** X15 points to memory that gives a fault. */
    static final int FAULTING_BASE = 15;
    /** X16 to X19 are small numbers. */
    static final int FIRST_INDEX = 16;
    /** X20 and X21 are addresses beyond the end of the sequence, X22 is misaligned, X23 not executable. */
    static final int FIRST_TARGET = 20;

    static final int MISALIGNED_TARGET = 22;
    static final int FORBIDDEN_TARGET = 23;
    /** X24 to X27 are values for system registers. */
    static final int FIRST_VALUE = 24;

    static final int LAST_VALUE = 27;
    private static final int BASES = bits(FIRST_BASE, FIRST_INDEX);
    private static final int INDICES = bits(FIRST_INDEX, FIRST_TARGET);
    private static final int TARGETS_AND_VALUES = bits(FIRST_TARGET, LAST_VALUE + 1);
    private static final int SP = 1 << 31;

    private Pools() {}

    private static int bits(int from, int to) {
        return (1 << to) - (1 << from);
    }

    /** Whether an instruction that writes these registers (a set of bits, SP the highest) spoils what must never be. */
    static boolean spoilsTargets(int written) {
        return (written & TARGETS_AND_VALUES) != 0;
    }

    /** Whether it spoils an address or an index for the instructions that follow. */
    static boolean spoilsAddresses(int written) {
        return (written & (BASES | INDICES | SP)) != 0;
    }
}
