package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/** Where walks begin: the decoding of the TCRs and TTBRs (DDI 0487, D8.2). */
final class FirstTable {
    private static final int MIN_INPUT_BITS = 64 - 39;
    private static final int MAX_INPUT_BITS = 48;
    private static final long BASE_MASK = (1L << 48) - 1;
    private static final long AARCH32_BASE_MASK = (1L << 40) - 1;
    private static final long SHORT_BASE_MASK = 0xffff_ffffL;
    private static final int ADDRESS_BITS = 32;

    private FirstTable() {}

    /**
     * The first table of a stage 1 walk for a canonical address; null for a Translation fault before any lookup: the
     * address is out of range, walks are disabled, or TnSZ is.
     */
    static @Nullable Table stage1(WalkContext context, long va) {
        return switch (context.format()) {
            case AARCH64 -> aarch64(context, va);
            case LONG -> longFormat(context, va);
            case SHORT -> shortFormat(context, va);
        };
    }

    private static @Nullable Table aarch64(WalkContext context, long va) {
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

    /** Whether TTBR1 translates the address, by TTBCR with the long format (DDI 0487, G5.5.5). */
    static boolean isUpperLong(long ttbcr, long va) {
        int t0sz = (int) ttbcr & 7;
        int t1sz = (int) (ttbcr >>> 16) & 7;
        if (t1sz != 0) {
            return va >>> (ADDRESS_BITS - t1sz) == (1L << t1sz) - 1;
        }
        return t0sz != 0 && va >>> (ADDRESS_BITS - t0sz) != 0;
    }

    /** Whether TTBR1 translates the address, by TTBCR with the short format (DDI 0487, G5.4.4). */
    static boolean isUpperShort(long ttbcr, long va) {
        int n = (int) ttbcr & 7;
        return n != 0 && va >>> (ADDRESS_BITS - n) != 0;
    }

    private static @Nullable Table longFormat(WalkContext context, long va) {
        long tcr = context.stage1Registers().tcr();
        boolean upper = context.upper(va);
        boolean walksDisabled = context.regime() == Regime.EL10 && (tcr >>> (upper ? 23 : 7) & 1) != 0;
        int inputBits = ADDRESS_BITS - ((int) (tcr >>> (upper ? 16 : 0)) & 7);
        boolean inRange = upper || va >>> inputBits == 0;
        return walksDisabled || !inRange ? null : aarch32Table(inputBits, context.ttbr(va));
    }

    private static Table aarch32Table(int inputBits, long ttbr) {
        int level = inputBits > Granule.KB4.sizeBits(1) ? 1 : 2;
        return table(Granule.KB4, level, inputBits, ttbr & AARCH32_BASE_MASK);
    }

    private static @Nullable Table shortFormat(WalkContext context, long va) {
        long ttbcr = context.stage1Registers().tcr();
        boolean upper = context.upper(va);
        boolean walksDisabled = (ttbcr >>> (upper ? 5 : 4) & 1) != 0;
        int inputBits = upper ? ADDRESS_BITS : ADDRESS_BITS - ((int) ttbcr & 7);
        int tableBits = inputBits - Granule.SHORT.sizeBits(1) + 2;
        long address = (context.ttbr(va) & SHORT_BASE_MASK) >>> tableBits << tableBits;
        return walksDisabled ? null : new Table(Granule.SHORT, 1, inputBits, address, null);
    }

    /**
     * The first table of a stage 2 walk; null for a level 0 Translation fault: the address is out of range, or T0SZ and
     * SL0 fit neither each other nor the implementation.
     */
    static @Nullable Table stage2(WalkContext context, long ipa) {
        Stage2Registers registers = context.registers().stage2();
        long vtcr = registers.vtcr();
        if (context.aarch32()) {
            return aarch32Stage2(registers, ipa);
        }
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

    /** VTCR.T0SZ is signed, and its sign is there twice. */
    private static @Nullable Table aarch32Stage2(Stage2Registers registers, long ipa) {
        int vtcr = (int) registers.vtcr();
        int inputBits = ADDRESS_BITS - (vtcr << 28 >> 28);
        int level = 2 - (vtcr >>> 6 & 3);
        int indexBits = inputBits - Granule.KB4.sizeBits(level);
        boolean fits = level >= 1 && indexBits >= 1 && indexBits <= Granule.KB4.stride() + 4;
        return fits && ipa >>> inputBits == 0
                ? table(Granule.KB4, level, inputBits, registers.vttbr() & AARCH32_BASE_MASK)
                : null;
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
            case SHORT -> false;
        };
    }
}
