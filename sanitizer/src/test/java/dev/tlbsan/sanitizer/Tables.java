package dev.tlbsan.sanitizer;

/** Translation tables in a {@link TestMemory}: 4 KiB granule, 48-bit addresses in both stages, so four levels. */
final class Tables {
    static final long VALID = 1;
    /** Set in table and page descriptors, clear in blocks. */
    static final long NOT_BLOCK = 2;

    static final long ACCESSED = 1 << 10;
    static final long NON_GLOBAL = 1 << 11;
    static final long READ_ONLY = 1 << 7;
    static final long TABLE = VALID | NOT_BLOCK;
    static final long PAGE = ACCESSED | NON_GLOBAL | TABLE;
    static final long BLOCK = PAGE & ~NOT_BLOCK;
    static final long STAGE2_READ = 1 << 6;
    static final long STAGE2_WRITE = 1 << 7;
    static final long PAGE2 = ACCESSED | STAGE2_READ | STAGE2_WRITE | 0xf << 2 | TABLE;
    static final long BLOCK2 = PAGE2 & ~NOT_BLOCK;
    static final long ADDRESS = 0x0000_ffff_ffff_f000L;

    /** T0SZ and T1SZ 16, TG1 4 KiB, 48-bit outputs, 16-bit ASIDs. */
    static final long TCR = 16 | 16 << 16 | 2L << 30 | 5L << 32 | 1L << 36;

    /** T0SZ 16, 48-bit outputs. */
    static final long TCR_EL2 = 16 | 5 << 16;

    /** T0SZ 16, SL0 for level 0, 48-bit outputs, 16-bit VMIDs. */
    static final long VTCR = 16 | 2 << 6 | 5 << 16 | 1 << 19;

    private final TestMemory memory;
    private long next = TestMemory.BASE;

    Tables(TestMemory memory) {
        this.memory = memory;
    }

    /** The physical address of a page of RAM, zero so far. */
    long page() {
        next += 4096;
        return next - 4096;
    }

    /** Maps a page; gives the address of its descriptor. */
    long map(long root, long input, long descriptor) {
        return map(root, input, 3, descriptor);
    }

    /** Writes a descriptor at a level, making the tables above it; gives its address. */
    long map(long root, long input, int level, long descriptor) {
        for (int above = 0; above < level; above++) {
            long at = place(root, input, above);
            if (at != 0 && memory.read(at, 8) == 0) {
                memory.write(at, 8, page() | TABLE);
            }
        }
        long at = place(root, input, level);
        memory.write(at, 8, descriptor);
        return at;
    }

    /** The address of the descriptor of an input address at a level, all tables above it being there. */
    long place(long root, long input, int level) {
        long table = root;
        for (int above = 0; above < level; above++) {
            table = memory.read(table + index(input, above), 8) & ADDRESS;
        }
        return table + index(input, level);
    }

    private static long index(long input, int level) {
        return (input >>> (39 - 9 * level) & 0x1ff) * 8;
    }

    /** Maps the gigabyte with RAM to itself. */
    void mapRam(long root2) {
        map(root2, TestMemory.BASE, 1, TestMemory.BASE | BLOCK2);
    }

    void write(long at, long descriptor) {
        memory.write(at, 8, descriptor);
    }

    long read(long at) {
        return memory.read(at, 8);
    }
}
