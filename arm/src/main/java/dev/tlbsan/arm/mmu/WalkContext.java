package dev.tlbsan.arm.mmu;

/** The registers that one translation regime works with, and what follows from them. */
final class WalkContext {
    private static final int AARCH32_PA_BITS = 40;
    private static final long ADDRESS = 0xffff_ffffL;

    private final TranslationRegisters registers;
    private final MmuConfiguration configuration;
    private final Regime regime;
    private final Tags tags;
    private final TableFormat format;
    private final boolean stage1;
    private final boolean stage2;

    WalkContext(TranslationRegisters registers, MmuConfiguration configuration, Regime regime) {
        this.registers = registers;
        this.configuration = configuration;
        this.regime = regime;
        this.format = registers.format(regime);
        if (regime == Regime.EL2) {
            tags = new Tags(regime, 0, 0);
            stage1 = registers.el2().enabled();
            stage2 = false;
        } else {
            int vmid = registers.stage2().vmid(configuration.vmidBits());
            tags = new Tags(regime, vmid, registers.asid());
            stage1 = registers.el1().enabled() && !registers.stage2().forcesStage1Off();
            stage2 = registers.stage2().enabled();
        }
    }

    TranslationRegisters registers() {
        return registers;
    }

    Regime regime() {
        return regime;
    }

    Tags tags() {
        return tags;
    }

    /** The stage 1 registers of this regime. */
    Stage1Registers stage1Registers() {
        return registers.stage1(regime);
    }

    boolean stage1On() {
        return stage1;
    }

    boolean stage2On() {
        return stage2;
    }

    int paBits() {
        return configuration.paBits();
    }

    /** The format of the stage 1 tables. */
    TableFormat format() {
        return format;
    }

    /** The level of a fault that comes before any lookup. */
    int faultLevel() {
        return aarch32() ? 1 : 0;
    }

    /** Whether the registers are those of AArch32. */
    boolean aarch32() {
        return registers.aarch32();
    }

    /** Whether the address is translated by TTBR1_EL1. */
    boolean upper(long va) {
        if (regime != Regime.EL10) {
            return false;
        }
        return switch (format) {
            case AARCH64 -> (va >>> 55 & 1) != 0;
            case LONG -> FirstTable.isUpperLong(stage1Registers().tcr(), va);
            case SHORT -> FirstTable.isUpperShort(stage1Registers().tcr(), va);
        };
    }

    /**
     * Whether an entry of stage 1, or what a combined one is a splinter of, reaches addresses that the other TTBR
     * translates. It is not remembered, and so nothing is that a TLBI would find by it: only the first level of the long
     * format of AArch32 has descriptors that large.
     */
    boolean exceedsHalf(TlbEntry entry) {
        boolean byHalves = format == TableFormat.LONG
                && regime == Regime.EL10
                && stage1
                && !entry.kind().stage2Only();
        TlbEntry extent = entry.extent();
        long last = extent.input() + (1L << extent.sizeBits()) - 1;
        return byHalves && upper(extent.input()) != upper(last);
    }

    /** The value of the TTBR that translates the address. */
    long ttbr(long va) {
        return upper(va) ? stage1Registers().ttbr1() : stage1Registers().ttbr0();
    }

    private boolean topByteIgnored(long va) {
        int bit = regime == Regime.EL2 ? 20 : upper(va) ? 38 : 37;
        return (stage1Registers().tcr() >>> bit & 1) != 0;
    }

    /** The address with an ignored top byte replaced, so that addresses that mean the same are the same. */
    long canonical(long va) {
        if (aarch32()) {
            return va & ADDRESS;
        }
        if (!topByteIgnored(va)) {
            return va;
        }
        return upper(va) && stage1 ? va << 8 >> 8 : va << 8 >>> 8;
    }

    /** The size in bits of the addresses that stage 1 may give. */
    int stage1OutputBits() {
        if (aarch32()) {
            return AARCH32_PA_BITS;
        }
        long tcr = stage1Registers().tcr();
        return AddressSize.effective(regime == Regime.EL2 ? tcr >>> 16 : tcr >>> 32, paBits());
    }

    /** The size in bits of the addresses that stage 2 may give. */
    int stage2OutputBits() {
        return aarch32()
                ? AARCH32_PA_BITS
                : AddressSize.effective(registers.stage2().vtcr() >>> 16, paBits());
    }
}
