package dev.tlbsan.sanitizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TlbiOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rule stale-use where stage 2 is on: which stage is at fault, and when neither is. */
class StaleUseInStage2Test {
    private static final long VA = 0x40_0000;
    private static final long IPA = 0x8000_0000L;
    private static final long OTHER_IPA = 0x9000_0000L;
    private static final long PA = 0x5000_0000L;
    private static final long OTHER_PA = 0x6000_0000L;

    private final World world = new World();
    private final Tables tables = world.tables;
    private final TestPe pe = world.pe;
    private final long root = tables.page();
    private final long otherRoot = tables.page();
    private final long vm = tables.page();
    private final long otherVm = tables.page();

    @BeforeEach
    void mapGuests() {
        tables.mapRam(vm);
        tables.mapRam(otherVm);
        tables.map(root, VA, IPA | Tables.PAGE);
        tables.map(otherRoot, VA, OTHER_IPA | Tables.PAGE);
        tables.map(vm, IPA, PA | Tables.PAGE2);
        tables.map(vm, OTHER_IPA, OTHER_PA | Tables.PAGE2);
        tables.map(otherVm, IPA, OTHER_PA | Tables.PAGE2);
    }

    private void enter(int vmid, long table2, long table1) {
        pe.stage1(1, table1, 0).stage2(vmid, table2).isb();
    }

    private void assertStale(Class<? extends Cause> cause, int stage) {
        assertThat(world.sanitizer.staleUses()).isEqualTo(1);
        assertThat(world.finding().cause()).isInstanceOf(cause);
        assertThat(world.finding().cause().stage()).isEqualTo(stage);
    }

    private void assertClean() {
        assertThat(world.sanitizer.findings()).isEmpty();
    }

    @Test
    void aSiblingsCombinedEntryIsStale() {
        pe.as("vm0/vcpu0", 0x1000);
        enter(1, vm, root);
        assertThat(pe.load(VA)).isEqualTo(PA);
        pe.as("vm0/vcpu1", 0x2000);
        enter(1, vm, otherRoot);
        assertThat(pe.load(VA)).isEqualTo(PA);
        assertStale(Cause.OtherRoot.class, 1);
        Finding finding = world.finding();
        assertThat(finding.entry().kind()).isEqualTo(TlbEntry.Kind.COMBINED);
        assertThat(finding.entry().filled().provenance().owner()).isEqualTo("vm0/vcpu0");
        assertThat(finding.access().place().provenance().owner()).isEqualTo("vm0/vcpu1");
        assertThat(finding.now().pa()).isEqualTo(OTHER_PA);
    }

    @Test
    void aSiblingsEntryIsGoneAfterLocalInvalidation() {
        enter(1, vm, root);
        pe.load(VA);
        enter(1, vm, otherRoot);
        pe.invalidate(TlbiOperation.VMALLE1, 0);
        assertThat(pe.load(VA)).isEqualTo(OTHER_PA);
        assertClean();
    }

    @Test
    void anotherVmidMakesTheOtherVmGood() {
        enter(1, vm, root);
        pe.load(VA);
        enter(2, otherVm, root);
        assertThat(pe.load(VA)).isEqualTo(OTHER_PA);
        enter(1, vm, root);
        assertThat(pe.load(VA)).isEqualTo(PA);
        assertClean();
    }

    @Test
    void aReusedVmidIsStale() {
        enter(1, vm, root);
        pe.load(VA);
        enter(1, otherVm, root);
        pe.load(VA);
        assertStale(Cause.OtherRoot.class, 2);
        assertThat(world.finding().cause()).isEqualTo(new Cause.OtherRoot(2, 1L << 48 | vm, 1L << 48 | otherVm));
    }

    @Test
    void anEntryOfADeadVmIsStaleWhereTheNewOneHasNothing() {
        enter(1, vm, otherRoot);
        pe.load(VA);
        enter(1, otherVm, otherRoot);
        assertThat(pe.load(VA)).isEqualTo(OTHER_PA);
        assertStale(Cause.OtherRoot.class, 2);
        assertThat(world.finding().now().fault()).startsWith("translation fault, stage 2, level ");
    }

    @Test
    void aReplacedStage2PageIsStale() {
        enter(1, vm, root);
        pe.load(VA);
        tables.map(vm, IPA, OTHER_PA | Tables.PAGE2);
        pe.load(VA);
        assertStale(Cause.Replaced.class, 2);
    }

    @Test
    void anInvalidatedStage2PageIsOwed() {
        enter(1, vm, root);
        pe.load(VA);
        tables.map(vm, IPA, 0);
        assertThat(pe.load(VA)).isEqualTo(PA);
        assertClean();
    }

    @Test
    void aStage2PageThatWasAgedOrProtectedIsOwed() {
        enter(1, vm, root);
        pe.access(Access.Kind.WRITE, VA);
        tables.map(vm, IPA, PA | (Tables.PAGE2 & ~Tables.ACCESSED));
        pe.access(Access.Kind.WRITE, VA);
        tables.map(vm, IPA, PA | (Tables.PAGE2 & ~Tables.STAGE2_WRITE));
        pe.access(Access.Kind.WRITE, VA);
        assertClean();
    }

    @Test
    void theStage2PageOfAnotherIntermediateAddressDoesNotExcuseTheRoot() {
        tables.map(vm, OTHER_IPA, 0);
        enter(1, vm, root);
        pe.load(VA);
        enter(1, vm, otherRoot);
        assertThat(pe.load(VA)).isEqualTo(PA);
        assertStale(Cause.OtherRoot.class, 1);
    }

    @Test
    void twoStagesThatMakeUpForEachOtherAreGood() {
        tables.map(vm, OTHER_IPA, PA | Tables.PAGE2);
        enter(1, vm, root);
        pe.load(VA);
        enter(1, vm, otherRoot);
        assertThat(pe.load(VA)).isEqualTo(PA);
        assertClean();
    }

    @Test
    void onlyStage2IsAtFaultWhereBothRootsGiveTheSameIntermediateAddress() {
        tables.map(otherRoot, VA, IPA | Tables.PAGE);
        enter(1, vm, root);
        pe.load(VA);
        enter(1, vm, otherRoot);
        pe.load(VA);
        assertClean();
        tables.map(vm, IPA, 0);
        pe.load(VA);
        assertClean();
        tables.map(vm, IPA, OTHER_PA | Tables.PAGE2);
        pe.load(VA);
        assertStale(Cause.Replaced.class, 2);
    }

    @Test
    void invalidationOfStage2AloneLeavesTheCombinedEntry() {
        enter(1, vm, root);
        pe.load(VA);
        tables.map(vm, IPA, 0);
        pe.invalidate(TlbiOperation.IPAS2E1IS, IPA >>> 12);
        tables.map(vm, IPA, OTHER_PA | Tables.PAGE2);
        assertThat(pe.load(VA)).isEqualTo(PA);
        assertStale(Cause.Replaced.class, 2);
        pe.invalidate(TlbiOperation.VMALLE1IS, 0);
        assertThat(pe.load(VA)).isEqualTo(OTHER_PA);
        assertThat(world.sanitizer.staleUses()).isEqualTo(1);
    }

    @Test
    void withStage1OffTheEntryIsJudgedByStage2() {
        pe.stage1Off().stage2(1, vm).isb();
        assertThat(pe.load(IPA)).isEqualTo(PA);
        pe.stage2(1, otherVm).isb();
        assertThat(pe.load(IPA)).isEqualTo(PA);
        assertStale(Cause.OtherRoot.class, 2);
        assertThat(world.finding().entry().kind()).isEqualTo(TlbEntry.Kind.FLAT);
    }

    @Test
    void anEntryMadeWithoutStage2IsStaleWithIt() {
        long identity = tables.page();
        tables.mapRam(identity);
        pe.stage1(1, root, 0).stage2Off(1).isb();
        assertThat(pe.load(VA)).isEqualTo(IPA);
        enter(1, vm, root);
        assertThat(pe.load(VA)).as("the remembered stage 1 is right").isEqualTo(PA);
        assertClean();
        pe.stage2Off(1).isb();
        assertThat(pe.load(VA)).as("the combined entry is not").isEqualTo(PA);
        assertStale(Cause.OtherRoot.class, 2);
        assertThat(world.finding().cause()).isEqualTo(new Cause.OtherRoot(2, 1L << 48 | vm, null));
    }

    @Test
    void aStage1TableThatStage2HasMovedIsStale() {
        long table = tables.read(tables.place(root, VA, 2)) & Tables.ADDRESS;
        long copy = tables.page();
        tables.write(copy + (tables.place(root, VA, 3) & 0xfff), OTHER_IPA | Tables.PAGE);
        splitRam(vm);
        enter(1, vm, root);
        pe.load(VA);
        tables.map(vm, table, copy | Tables.PAGE2);
        pe.load(VA);
        assertStale(Cause.Replaced.class, 2);
        assertThat(world.finding().walk()).anyMatch(line -> line.stage() == 2 && line.table() == 3);
    }

    @Test
    void aStage1TableThatStage2NoLongerMapsIsOwed() {
        long table = tables.read(tables.place(root, VA, 2)) & Tables.ADDRESS;
        splitRam(vm);
        enter(1, vm, root);
        pe.load(VA);
        tables.map(vm, table, 0);
        pe.load(VA);
        assertClean();
    }

    @Test
    void aStage1TableThatAnotherVmLacksIsStale() {
        long table = tables.read(tables.place(root, VA, 2)) & Tables.ADDRESS;
        splitRam(otherVm);
        tables.map(otherVm, table, 0);
        enter(1, vm, root);
        pe.load(VA);
        enter(1, otherVm, root);
        pe.load(VA);
        assertStale(Cause.OtherRoot.class, 2);
        assertThat(world.finding().now().fault()).startsWith("translation fault, stage 2 on a stage 1 walk");
    }

    /** Maps RAM by pages instead of one block. */
    private void splitRam(long root2) {
        tables.map(root2, TestMemory.BASE, 1, 0);
        for (long pa = TestMemory.BASE; pa < TestMemory.BASE + TestMemory.BYTES; pa += 0x1000) {
            tables.map(root2, pa, pa | Tables.PAGE2);
        }
    }
}
