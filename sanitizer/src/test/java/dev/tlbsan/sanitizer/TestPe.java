package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.Initiator;
import dev.tlbsan.arm.mmu.InnerShareableDomain;
import dev.tlbsan.arm.mmu.Mmu;
import dev.tlbsan.arm.mmu.MmuConfiguration;
import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.ShareabilityDomain;
import dev.tlbsan.arm.mmu.Stage1Registers;
import dev.tlbsan.arm.mmu.Stage2Registers;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.mmu.Translation;
import dev.tlbsan.arm.mmu.TranslationRegisters;

/** A processing element that a test steps by hand; each of its instructions counts. */
final class TestPe implements Initiator {
    private static final long MAIR = 0xff;

    private final int index;
    private final Mmu mmu;
    private String owner = "vm0/vcpu0";
    private Regime regime = Regime.EL10;
    private long pc = 0x8000;
    private long instructions;
    private TranslationRegisters programmed = TranslationRegisters.OFF;

    TestPe(int index, InnerShareableDomain domain) {
        this.index = index;
        this.mmu = new Mmu(MmuConfiguration.DEFAULT, this, domain, this::programmed);
    }

    /** Says whose code runs from now on, and where. */
    TestPe as(String name, long address) {
        owner = name;
        pc = address;
        return this;
    }

    void regime(Regime value) {
        regime = value;
    }

    /** Programs stage 1 of EL1&0: both TTBRs, the ASID in the first. */
    TestPe stage1(int asid, long root0, long root1) {
        long ttbr0 = (long) asid << 48 | root0;
        return program(programmed.withEl1(new Stage1Registers(1, Tables.TCR, ttbr0, root1, MAIR)));
    }

    TestPe stage1Off() {
        return program(programmed.withEl1(Stage1Registers.OFF));
    }

    TestPe stage2(int vmid, long root) {
        long vttbr = (long) vmid << 48 | root;
        return program(programmed.withStage2(new Stage2Registers(1, Tables.VTCR, vttbr)));
    }

    /** Turns stage 2 off; the VMID stays a tag. */
    TestPe stage2Off(int vmid) {
        return program(programmed.withStage2(new Stage2Registers(0, Tables.VTCR, (long) vmid << 48)));
    }

    TestPe el2(long root) {
        return program(programmed.withEl2(new Stage1Registers(1, Tables.TCR_EL2, root, 0, MAIR)));
    }

    TestPe program(TranslationRegisters registers) {
        step();
        programmed = registers;
        mmu.registersChanged();
        return this;
    }

    TranslationRegisters programmed() {
        return programmed;
    }

    TestPe isb() {
        step();
        mmu.contextSynchronization();
        return this;
    }

    TestPe dsb(ShareabilityDomain scope) {
        step();
        mmu.dsb(scope, true);
        return this;
    }

    TestPe tlbi(TlbiOperation operation, long operand) {
        step();
        mmu.tlbi(operation, operand);
        return this;
    }

    /** TLBI, DSB, ISB. */
    TestPe invalidate(TlbiOperation operation, long operand) {
        return tlbi(operation, operand).dsb(ShareabilityDomain.FULL_SYSTEM).isb();
    }

    Translation access(Access.Kind kind, long va) {
        step();
        return mmu.translate(va, new Access(kind, true));
    }

    /** Where a load goes; -1 if it faults. */
    long load(long va) {
        return access(Access.Kind.READ, va) instanceof Translation.Mapped mapped ? mapped.pa() : -1;
    }

    private void step() {
        instructions++;
        pc += 4;
    }

    Mmu mmu() {
        return mmu;
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
        return pc;
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
