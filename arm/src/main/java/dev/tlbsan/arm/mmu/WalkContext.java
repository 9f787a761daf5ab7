package dev.tlbsan.arm.mmu;

/** The registers that one translation regime works with, and what follows from them. */
final class WalkContext {
    private final TranslationRegisters registers;
    private final MmuConfiguration configuration;
    private final Regime regime;
    private final Tags tags;
    private final boolean stage1;
    private final boolean stage2;

    WalkContext(TranslationRegisters registers, MmuConfiguration configuration, Regime regime) {
        this.registers = registers;
        this.configuration = configuration;
        this.regime = regime;
        if (regime == Regime.EL2) {
            tags = new Tags(regime, 0, 0);
            stage1 = registers.el2().enabled();
            stage2 = false;
        } else {
            int vmid = registers.stage2().vmid(configuration.vmidBits());
            tags = new Tags(regime, vmid, registers.el1().asid());
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

    /** Whether the address is translated by TTBR1_EL1. */
    boolean upper(long va) {
        return regime == Regime.EL10 && (va >>> 55 & 1) != 0;
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
        if (!topByteIgnored(va)) {
            return va;
        }
        return upper(va) && stage1 ? va << 8 >> 8 : va << 8 >>> 8;
    }

    /** The size in bits of the addresses that stage 1 may give. */
    int stage1OutputBits() {
        long tcr = stage1Registers().tcr();
        return AddressSize.effective(regime == Regime.EL2 ? tcr >>> 16 : tcr >>> 32, paBits());
    }

    /** The size in bits of the addresses that stage 2 may give. */
    int stage2OutputBits() {
        return AddressSize.effective(registers.stage2().vtcr() >>> 16, paBits());
    }
}
