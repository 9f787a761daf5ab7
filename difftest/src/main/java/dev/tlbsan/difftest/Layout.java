package dev.tlbsan.difftest;

/** The physical addresses and sizes, in bytes, that the payload and its cases agree on; {@code payload/FORMAT.md}. */
final class Layout {
    /** The size of RAM. */
    static final long MEMORY = 256L << 20;
    /** Where a case's code may be placed. */
    static final long CODE = 0x4020_0000L;

    static final int CODE_SIZE = 0x1_0000;
    /** Window 0; the others follow. */
    static final long WINDOWS = 0x4030_0000L;

    static final int WINDOW_SIZE = 0x1000;
    static final int WINDOW_COUNT = 12;
    /** What EL1&0 adds to reach the same memory by TTBR1_EL1. */
    static final long UPPER_ALIAS = 0xffff_ff80_0000_0000L;

    /** The vectors of cases at EL2. */
    static final long EL2_VECTORS = 0x4022_5000L;

    static final long INPUT = 0x4400_0000L;
    static final long INPUT_SIZE = 0x0400_0000L;
    static final long OUTPUT = 0x4800_0000L;
    static final long OUTPUT_SIZE = 0x0600_0000L;
    /** The table area of translation cases. */
    static final long TABLES = 0x4e00_0000L;

    static final long TABLES_SIZE = 0x0200_0000L;

    private Layout() {}

    /** The address of a window. */
    static long window(int number) {
        return WINDOWS + (long) number * WINDOW_SIZE;
    }
}
