package dev.tlbsan.difftest;

/**
 * The levels of a translation table walk.
 *
 * @param granuleBits 12, 14 or 16
 * @param inputBits how many bits of the address are translated
 * @param startLevel the level of the first table
 */
record WalkShape(int granuleBits, int inputBits, int startLevel) {
    static final int LAST_LEVEL = 3;

    /** The walk of stage 1, whose start level follows from the size of the input. */
    static WalkShape stage1(int granuleBits, int inputBits) {
        int stride = granuleBits - 3;
        int levels = (inputBits - granuleBits + stride - 1) / stride;
        return new WalkShape(granuleBits, inputBits, LAST_LEVEL + 1 - levels);
    }

    int stride() {
        return granuleBits - 3;
    }

    /** The bits of an address below those that a level resolves. */
    int shift(int level) {
        return granuleBits + (LAST_LEVEL - level) * stride();
    }

    /** How many bits the first table resolves; more than the stride where stage 2 tables are concatenated. */
    int startBits() {
        return inputBits - shift(startLevel);
    }

    /** The size of the first table in bytes. */
    int rootSize() {
        return 8 << Math.max(startBits(), 1);
    }

    /** The size of the other tables in bytes. */
    int tableSize() {
        return 1 << granuleBits;
    }

    /** Where in a table of a level the descriptor for an address is, in bytes. */
    long offset(int level, long address) {
        int bits = level == startLevel ? startBits() : stride();
        return (address >>> shift(level) & (1L << bits) - 1) * 8;
    }

    /** Whether a level may have blocks. */
    boolean mayBeBlock(int level) {
        return level == 2 || (level == 1 && granuleBits == 12);
    }
}
