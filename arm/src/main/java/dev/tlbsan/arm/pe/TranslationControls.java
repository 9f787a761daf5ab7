package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.mmu.ShareabilityDomain;
import dev.tlbsan.arm.mmu.Stage1Registers;
import dev.tlbsan.arm.mmu.Stage2Registers;
import dev.tlbsan.arm.mmu.TranslationRegisters;

/** What the translation control registers, as software has programmed them, say about the current Exception level. */
final class TranslationControls {
    private static final long SCTLR_SA = 1L << 3;
    private static final long SCTLR_SA0 = 1L << 4;
    private static final long TCR_EL1_TBI0 = 1L << 37;
    private static final long TCR_EL1_TBI1 = 1L << 38;
    private static final long TCR_EL2_TBI = 1L << 20;
    private static final long TAG = 0xffL << 56;
    private static final long BIT_55 = 1L << 55;
    private static final long UPPER_HALF = 0xffff_ffffL << 32;
    private static final ShareabilityDomain[] DOMAINS = ShareabilityDomain.values();

    private final SystemRegisters registers;
    private final Pstate pstate;
    private final boolean aarch32;
    private boolean checksStackAlignment;
    private long upperRange;
    private long lowerTags;
    private long upperTags;

    TranslationControls(SystemRegisters registers, Pstate pstate, boolean aarch32) {
        this.registers = registers;
        this.pstate = pstate;
        this.aarch32 = aarch32;
    }

    /** Looks at the registers again; call it when they or the Exception level change. */
    void update() {
        if (aarch32) {
            lowerTags = UPPER_HALF;
            return;
        }
        boolean el2 = pstate.el() == 2;
        long sa = pstate.el() == 0 ? SCTLR_SA0 : SCTLR_SA;
        checksStackAlignment = registers.has(el2 ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1, sa);
        boolean lower = el2
                ? registers.has(SystemRegister.TCR_EL2, TCR_EL2_TBI)
                : registers.has(SystemRegister.TCR_EL1, TCR_EL1_TBI0);
        lowerTags = lower ? TAG : 0;
        upperRange = el2 ? 0 : BIT_55;
        upperTags = !el2 && registers.has(SystemRegister.TCR_EL1, TCR_EL1_TBI1) ? TAG : 0;
    }

    boolean checksStackAlignment() {
        return checksStackAlignment;
    }

    /**
     * The address without its tag, if the range that it is in ignores tags; at EL2 there is one range. In AArch32 it is
     * of 32 bits.
     */
    long branchTarget(long va) {
        return (va & upperRange) != 0 ? va | upperTags : va & ~lowerTags;
    }

    /** The domain of a DSB or DMB with the given CRm: HCR_EL2.BSU widens those of EL1 and EL0. */
    ShareabilityDomain barrierDomain(int crm) {
        ShareabilityDomain asked = ShareabilityDomain.ofBarrier(crm);
        if (pstate.el() == 2) {
            return asked;
        }
        int bsu = (int) (registers.get(SystemRegister.HCR_EL2) >>> HcrEl2.BSU_SHIFT) & 3;
        return DOMAINS[Math.max(asked.ordinal(), bsu)];
    }

    /** The programmed values of everything that translation depends on. */
    TranslationRegisters values() {
        var el1 = new Stage1Registers(
                registers.get(SystemRegister.SCTLR_EL1),
                registers.get(SystemRegister.TCR_EL1),
                registers.get(SystemRegister.TTBR0_EL1),
                registers.get(SystemRegister.TTBR1_EL1),
                registers.get(SystemRegister.MAIR_EL1),
                aarch32 ? registers.get(SystemRegister.DACR32_EL2) : 0,
                aarch32 ? registers.get(SystemRegister.CONTEXTIDR_EL1) : 0);
        var el2 = new Stage1Registers(
                registers.get(SystemRegister.SCTLR_EL2),
                registers.get(SystemRegister.TCR_EL2),
                registers.get(SystemRegister.TTBR0_EL2),
                0,
                registers.get(SystemRegister.MAIR_EL2));
        var stage2 = new Stage2Registers(
                registers.get(SystemRegister.HCR_EL2),
                registers.get(SystemRegister.VTCR_EL2),
                registers.get(SystemRegister.VTTBR_EL2));
        return new TranslationRegisters(el1, el2, stage2, aarch32);
    }
}
