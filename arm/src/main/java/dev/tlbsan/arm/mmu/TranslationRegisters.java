package dev.tlbsan.arm.mmu;

/**
 * The values of all system registers that translation depends on.
 *
 * @param el1 stage 1 of the EL1&0 regime
 * @param el2 the EL2 regime
 * @param stage2 stage 2 of the EL1&0 regime
 * @param aarch32 whether all of them are those of AArch32, which reads the same registers differently
 */
public record TranslationRegisters(Stage1Registers el1, Stage1Registers el2, Stage2Registers stage2, boolean aarch32) {
    /** All zero: no translation anywhere. */
    public static final TranslationRegisters OFF =
            new TranslationRegisters(Stage1Registers.OFF, Stage1Registers.OFF, Stage2Registers.OFF);

    /** The registers of AArch64. */
    public TranslationRegisters(Stage1Registers el1, Stage1Registers el2, Stage2Registers stage2) {
        this(el1, el2, stage2, false);
    }

    public TranslationRegisters withEl1(Stage1Registers value) {
        return new TranslationRegisters(value, el2, stage2, aarch32);
    }

    public TranslationRegisters withEl2(Stage1Registers value) {
        return new TranslationRegisters(el1, value, stage2, aarch32);
    }

    public TranslationRegisters withStage2(Stage2Registers value) {
        return new TranslationRegisters(el1, el2, value, aarch32);
    }

    /** The ASID of the EL1&0 regime. */
    int asid() {
        return aarch32 ? el1.asidOfAarch32() : el1.asid();
    }

    /** The format of the stage 1 tables of a regime. */
    TableFormat format(Regime regime) {
        if (!aarch32) {
            return TableFormat.AARCH64;
        }
        return regime == Regime.EL2 || el1.extendedAddresses() ? TableFormat.LONG : TableFormat.SHORT;
    }

    /** Whether the stage 1 tables of a regime have the short-descriptor format of AArch32. */
    public boolean shortDescriptors(Regime regime) {
        return format(regime) == TableFormat.SHORT;
    }

    /** The stage 1 registers of a regime. */
    public Stage1Registers stage1(Regime regime) {
        return regime == Regime.EL2 ? el2 : el1;
    }
}
