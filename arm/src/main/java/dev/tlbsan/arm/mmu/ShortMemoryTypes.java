package dev.tlbsan.arm.mmu;

/** What TEX, C, B and S of the short descriptor format mean (DDI 0487, G5.7), said as in MAIR and the long format. */
final class ShortMemoryTypes {
    private static final int STRONGLY_ORDERED = 0x00;
    private static final int DEVICE = 0x04;
    private static final int NON_CACHEABLE = 0x4;
    private static final int WRITE_BACK_ALLOCATE = 0xf;
    private static final int WRITE_THROUGH = 0xa;
    private static final int WRITE_BACK = 0xe;
    private static final int OUTER_SHAREABLE = 2;
    private static final int INNER_SHAREABLE = 3;
    private static final int REMAPPED_DEVICE = 1;

    private ShortMemoryTypes() {}

    /** The memory type as a byte of MAIR; the type is TEX, C and B. */
    static int attribute(Stage1Registers registers, int type) {
        return registers.remapsTypes() ? remapped(registers.mair(), type & 7) : written(type);
    }

    /** SH for a descriptor with the given S bit; Device memory is Outer Shareable whatever this says. */
    static int shareability(Stage1Registers registers, int type, boolean shareable) {
        if (!registers.remapsTypes()) {
            return shareable ? OUTER_SHAREABLE : 0;
        }
        int prrr = (int) registers.mair();
        boolean mapped = (prrr >>> (shareable ? 19 : 18) & 1) != 0;
        boolean inner = (prrr >>> (24 + (type & 7)) & 1) != 0;
        int domain = inner ? INNER_SHAREABLE : OUTER_SHAREABLE;
        return mapped ? domain : 0;
    }

    /** With SCTLR.TRE: PRRR in the low half of MAIR gives the type, NMRR in the upper half the cacheability. */
    private static int remapped(long mair, int index) {
        int nmrr = (int) (mair >>> 32);
        int kind = (int) mair >>> (2 * index) & 3;
        if (kind < 2) {
            return kind == REMAPPED_DEVICE ? DEVICE : STRONGLY_ORDERED;
        }
        return cacheability(nmrr >>> (2 * index + 16)) << 4 | cacheability(nmrr >>> (2 * index));
    }

    private static int written(int type) {
        boolean cached = type >>> 4 != 0;
        if (cached) {
            return cacheability(type >>> 2) << 4 | cacheability(type);
        }
        return switch (type) {
            case 0b00000 -> STRONGLY_ORDERED;
            case 0b00010 -> both(WRITE_THROUGH);
            case 0b00011 -> both(WRITE_BACK);
            case 0b00100 -> both(NON_CACHEABLE);
            case 0b00111 -> both(WRITE_BACK_ALLOCATE);
            default -> DEVICE;
        };
    }

    private static int both(int cacheability) {
        return cacheability << 4 | cacheability;
    }

    private static int cacheability(int field) {
        return switch (field & 3) {
            case 0 -> NON_CACHEABLE;
            case 1 -> WRITE_BACK_ALLOCATE;
            case 2 -> WRITE_THROUGH;
            default -> WRITE_BACK;
        };
    }
}
