package dev.tlbsan.arm.mmu;

/**
 * The values of all system registers that translation depends on.
 *
 * @param el1 stage 1 of the EL1&0 regime
 * @param el2 the EL2 regime
 * @param stage2 stage 2 of the EL1&0 regime
 */
public record TranslationRegisters(Stage1Registers el1, Stage1Registers el2, Stage2Registers stage2) {
    /** All zero: no translation anywhere. */
    public static final TranslationRegisters OFF =
            new TranslationRegisters(Stage1Registers.OFF, Stage1Registers.OFF, Stage2Registers.OFF);

    public TranslationRegisters withEl1(Stage1Registers value) {
        return new TranslationRegisters(value, el2, stage2);
    }

    public TranslationRegisters withEl2(Stage1Registers value) {
        return new TranslationRegisters(el1, value, stage2);
    }

    public TranslationRegisters withStage2(Stage2Registers value) {
        return new TranslationRegisters(el1, el2, value);
    }

    /** The stage 1 registers of a regime. */
    public Stage1Registers stage1(Regime regime) {
        return regime == Regime.EL2 ? el2 : el1;
    }
}
