package dev.tlbsan.arm.mmu;

/**
 * The combination of the memory types of both stages (DDI 0487, D8.6). The cacheability controls SCTLR_ELx.{C,I} are not
 * applied: without caches nothing depends on them, and PAR_EL1 may report either.
 */
final class MemoryTypes {
    private static final int NON_CACHEABLE = 0x44;
    private static final int WRITE_BACK = 0xff;
    private static final int WRITE_THROUGH_NO_WRITE_ALLOCATE = 0xaa;
    private static final int NON_SHAREABLE = 0;
    private static final int OUTER_SHAREABLE = 2;
    private static final int INNER_SHAREABLE = 3;

    private MemoryTypes() {}

    /** Memory that stage 1 describes by a MAIR byte and a descriptor's SH. */
    static MemoryAttributes stage1(int attr, int shareability) {
        boolean device = isDevice(attr);
        boolean outer = device || attr == NON_CACHEABLE;
        return new MemoryAttributes(device, attr, outer ? OUTER_SHAREABLE : shareability, false);
    }

    /** Memory with stage 1 off. */
    static MemoryAttributes stage1Off(WalkContext context, Access.Kind kind) {
        boolean el10 = context.regime() == Regime.EL10;
        if (el10 && context.registers().stage2().defaultCacheable()) {
            return stage1(WRITE_BACK, NON_SHAREABLE);
        }
        if (kind != Access.Kind.FETCH) {
            return stage1(0, OUTER_SHAREABLE);
        }
        boolean cached = context.stage1Registers().instructionCache();
        return stage1(cached ? WRITE_THROUGH_NO_WRITE_ALLOCATE : NON_CACHEABLE, OUTER_SHAREABLE);
    }

    /** Memory of both stages, the stage 2 entry's MemAttr and SH being given. */
    static MemoryAttributes combine(MemoryAttributes stage1, int memAttr, int shareability, boolean forceNonCacheable) {
        int stage2 = stage2Attr(memAttr, forceNonCacheable);
        boolean outer = stage1.shareability() == OUTER_SHAREABLE || shareability == OUTER_SHAREABLE;
        boolean inner = stage1.shareability() == INNER_SHAREABLE || shareability == INNER_SHAREABLE;
        int inNormal = inner ? INNER_SHAREABLE : NON_SHAREABLE;
        MemoryAttributes both = stage1(combineAttr(stage1.attr(), stage2), outer ? OUTER_SHAREABLE : inNormal);
        return new MemoryAttributes(both.device(), both.attr(), both.shareability(), both.device() && !stage1.device());
    }

    /** Whether stage 2's MemAttr makes memory Device. */
    static boolean isStage2Device(int memAttr) {
        return memAttr >>> 2 == 0;
    }

    /** MemAttr as a byte of MAIR_ELx. */
    private static int stage2Attr(int memAttr, boolean forceNonCacheable) {
        if (isStage2Device(memAttr)) {
            return memAttr << 2;
        }
        return forceNonCacheable ? NON_CACHEABLE : stage2Nibble(memAttr >>> 2) << 4 | stage2Nibble(memAttr & 3);
    }

    /** Non-cacheable, Write-Through, else Write-Back, which stands for the reserved value too. */
    private static int stage2Nibble(int cacheability) {
        return switch (cacheability) {
            case 1 -> 4;
            case 2 -> 0xb;
            default -> 0xf;
        };
    }

    private static int combineAttr(int a, int b) {
        if (isDevice(a) || isDevice(b)) {
            int typeA = isDevice(a) ? a & 0xc : 0xc;
            int typeB = isDevice(b) ? b & 0xc : 0xc;
            return Math.min(typeA, typeB);
        }
        return combineNibble(a >>> 4, b >>> 4) << 4 | combineNibble(a & 0xf, b & 0xf);
    }

    /** The weaker cacheability, with the allocation hints of stage 1. */
    private static int combineNibble(int stage1, int stage2) {
        if (stage1 == 4 || stage2 == 4) {
            return 4;
        }
        boolean stage1WriteThrough = (stage1 & 4) == 0;
        boolean stage2WriteThrough = (stage2 & 4) == 0;
        return !stage1WriteThrough && stage2WriteThrough ? 8 | (stage1 & 3) : stage1;
    }

    private static boolean isDevice(int attr) {
        return attr >>> 4 == 0;
    }
}
