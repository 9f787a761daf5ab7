package dev.tlbsan.arm.mmu;

/** A translation granule: the size of a page and of a table (DDI 0487, D8.2.1). */
enum Granule {
    KB4(12),
    KB16(14),
    KB64(16),
    /** Pages of 4 KiB below sections of 1 MiB: the short format of AArch32. */
    SHORT(12);

    private static final int SECTION_BITS = 20;

    private final int pageBits;

    Granule(int pageBits) {
        this.pageBits = pageBits;
    }

    /** log2 of the size in bytes of a page, and of a table other than a shortened or concatenated first one. */
    int pageBits() {
        return pageBits;
    }

    /** The number of input address bits that one level resolves. */
    int stride() {
        return pageBits - 3;
    }

    /** log2 of the range in bytes that one descriptor at the level describes. */
    int sizeBits(int level) {
        if (this == SHORT) {
            return level == 1 ? SECTION_BITS : pageBits;
        }
        return pageBits + (3 - level) * stride();
    }

    /** Whether a descriptor at the level may be a block; without the large address extensions. */
    boolean blockAllowed(int level) {
        return level == 2 || (level == 1 && this == KB4);
    }

    /** The first level of a stage 1 lookup that resolves an input address of so many bits. */
    int firstLevel(int inputBits) {
        int resolved = inputBits - pageBits;
        return 4 - (resolved + stride() - 1) / stride();
    }

    /** The granule that TCR_ELx.TG0 or VTCR_EL2.TG0 selects; the reserved value selects 4 KiB. */
    static Granule ofTg0(long tg0) {
        return switch ((int) tg0 & 3) {
            case 1 -> KB64;
            case 2 -> KB16;
            default -> KB4;
        };
    }

    /** The granule that TCR_EL1.TG1 selects; the reserved value selects 4 KiB. */
    static Granule ofTg1(long tg1) {
        return switch ((int) tg1 & 3) {
            case 1 -> KB16;
            case 3 -> KB64;
            default -> KB4;
        };
    }
}
