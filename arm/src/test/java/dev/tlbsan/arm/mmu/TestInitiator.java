package dev.tlbsan.arm.mmu;

/** A processing element that is nothing but an index, a regime, registers and a count. */
final class TestInitiator implements Initiator {
    private final int index;
    private Regime regime = Regime.EL10;
    private TranslationRegisters programmed = TranslationRegisters.OFF;
    private String owner = "test";
    private long instructions;

    TestInitiator() {
        this(0);
    }

    TestInitiator(int index) {
        this.index = index;
    }

    void regime(Regime value) {
        regime = value;
    }

    TranslationRegisters programmed() {
        return programmed;
    }

    void program(TranslationRegisters values) {
        programmed = values;
    }

    void owner(String value) {
        owner = value;
    }

    void step() {
        instructions++;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public Regime regime() {
        return regime;
    }

    @Override
    public long pc() {
        return 0x1000 + 4 * instructions;
    }

    @Override
    public long instructions() {
        return instructions;
    }

    @Override
    public String owner() {
        return owner;
    }
}
