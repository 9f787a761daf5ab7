package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/** Where walks begin: the decoding of the TCRs and TTBRs (DDI 0487, D8.2). */
final class FirstTable {
    private static final int MIN_INPUT_BITS = 64 - 39;
    private static final int MAX_INPUT_BITS = 48;
    private static final long BASE_MASK = (1L << 48) - 1;

    private FirstTable() {}

    /**
     * The first table of a stage 1 walk for a canonical address; null for a level 0 Translation fault: the address is
     * out of range, walks are disabled, or TnSZ is.
     */
    static @Nullable Table stage1(WalkContext context, long va) {
        Stage1Registers registers = context.stage1Registers();
        long tcr = registers.tcr();
        boolean upper = context.upper(va);
        boolean el2 = context.regime() == Regime.EL2;
        int inputBits = 64 - (int) (upper ? tcr >>> 16 & 0x3f : tcr & 0x3f);
        if (inputBits < MIN_INPUT_BITS || inputBits > MAX_INPUT_BITS) {
            return null;
        }
        boolean walksDisabled = !el2 && (tcr >>> (upper ? 23 : 7) & 1) != 0;
        if (walksDisabled || va >> inputBits != (upper ? -1 : 0)) {
            return null;
        }
        Granule granule = upper ? Granule.ofTg1(tcr >>> 30) : Granule.ofTg0(tcr >>> 14);
        int level = granule.firstLevel(inputBits);
        return table(granule, level, inputBits, context.ttbr(va));
    }

    /**
     * The first table of a stage 2 walk; null for a level 0 Translation fault: the address is out of range, or T0SZ and
     * SL0 fit neither each other nor the implementation.
     */
    static @Nullable Table stage2(WalkContext context, long ipa) {
        Stage2Registers registers = context.registers().stage2();
        long vtcr = registers.vtcr();
        int inputBits = 64 - (int) (vtcr & 0x3f);
        Granule granule = Granule.ofTg0(vtcr >>> 14);
        int level = firstStage2Level(granule, (int) (vtcr >>> 6) & 3);
        boolean sizesFit = inputBits >= MIN_INPUT_BITS && inputBits <= context.paBits();
        if (!sizesFit || level < 0 || !implemented(granule, level, context.paBits())) {
            return null;
        }
        int indexBits = inputBits - granule.sizeBits(level);
        boolean concatenable = indexBits >= 1 && indexBits <= granule.stride() + 4;
        return concatenable && ipa >>> inputBits == 0 ? table(granule, level, inputBits, registers.vttbr()) : null;
    }

    private static Table table(Granule granule, int level, int inputBits, long ttbr) {
        int tableBits = inputBits - granule.sizeBits(level) + 3;
        return new Table(granule, level, inputBits, (ttbr & BASE_MASK) >>> tableBits << tableBits, null);
    }

    /** The level that VTCR_EL2.SL0 selects; -1 if it is reserved. */
    private static int firstStage2Level(Granule granule, int sl0) {
        if (sl0 == 3) {
            return -1;
        }
        return granule == Granule.KB4 ? 2 - sl0 : 3 - sl0;
    }

    /** Whether stage 2 walks may begin so early: only where physical addresses are large enough to need it. */
    private static boolean implemented(Granule granule, int level, int paBits) {
        return switch (granule) {
            case KB4 -> level > 0 || paBits > 42;
            case KB16 -> level > 1 || paBits > 40;
            case KB64 -> level > 1 || paBits > 42;
        };
    }
}
