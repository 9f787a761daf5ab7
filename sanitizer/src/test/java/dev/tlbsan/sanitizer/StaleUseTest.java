package dev.tlbsan.sanitizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.Stage1Registers;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TlbiOperation;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule stale-use where the root has changed, and what it does not look at. */
class StaleUseTest {
    private static final long VA = 0x40_0000;
    private static final long UPPER = 0xffff_8000_0000_0000L;

    private final World world = new World();
    private final Tables tables = world.tables;
    private final TestPe pe = world.pe;
    private final long first = tables.page();
    private final long second = tables.page();
    private final long root = tables.page();
    private final long otherRoot = tables.page();

    private void enter(int asid, long table) {
        pe.stage1(asid, table, 0).isb();
    }

    private void assertStale(Class<? extends Cause> cause, int stage) {
        assertThat(world.sanitizer.staleUses()).isEqualTo(1);
        assertThat(world.finding().cause()).isInstanceOf(cause);
        assertThat(world.finding().cause().stage()).isEqualTo(stage);
    }

    private void assertClean() {
        assertThat(world.sanitizer.findings()).isEmpty();
        assertThat(world.sanitizer.staleUses()).isZero();
        assertThat(world.sanitizer.exitStatus()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfAccessIsJudged(Access.Kind kind) {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA, second | Tables.PAGE);
        enter(1, root);
        pe.access(kind, VA + 8);
        enter(1, otherRoot);
        pe.access(kind, VA + 8);
        assertStale(Cause.OtherRoot.class, 1);
        Finding finding = world.finding();
        assertThat(finding.access().kind()).isEqualTo(kind);
        assertThat(finding.access().va()).isEqualTo(VA + 8);
        assertThat(finding.used().pa()).isEqualTo(first + 8);
        assertThat(finding.now().pa()).isEqualTo(second + 8);
        assertThat(finding.cause()).isEqualTo(new Cause.OtherRoot(1, 1L << 48 | root, 1L << 48 | otherRoot));
        assertThat(world.sanitizer.exitStatus()).isEqualTo(Sanitizer.EXIT_STATUS);
    }

    @Test
    void anotherAsidMakesTheOtherRootGood() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA, second | Tables.PAGE);
        enter(1, root);
        assertThat(pe.load(VA)).isEqualTo(first);
        enter(2, otherRoot);
        assertThat(pe.load(VA)).isEqualTo(second);
        enter(1, root);
        assertThat(pe.load(VA)).isEqualTo(first);
        assertClean();
    }

    @Test
    void anInvalidationMakesTheOtherRootGood() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA, second | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        enter(1, otherRoot);
        pe.invalidate(TlbiOperation.VMALLE1, 0);
        assertThat(pe.load(VA)).isEqualTo(second);
        assertClean();
    }

    @Test
    void anotherRootThatMapsTheSamePageIsGood() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        enter(1, otherRoot);
        pe.load(VA);
        assertClean();
    }

    @Test
    void anEntryOfAnotherRootIsStaleWhereTheTablesMapNothing() {
        tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        enter(1, otherRoot);
        assertThat(pe.load(VA)).isEqualTo(first);
        assertStale(Cause.OtherRoot.class, 1);
        assertThat(world.finding().now().fault()).isEqualTo("translation fault, stage 1, level 0");
    }

    @Test
    void anEntryOfAnotherRootIsStaleWhereTheAccessFlagIsClear() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA, second | (Tables.PAGE & ~Tables.ACCESSED));
        enter(1, root);
        pe.load(VA);
        enter(1, otherRoot);
        pe.load(VA);
        assertStale(Cause.OtherRoot.class, 1);
    }

    @Test
    void aRememberedTableOfAnotherRootIsStale() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(root, VA + 0x1000, first | Tables.PAGE);
        tables.map(otherRoot, VA + 0x1000, second | Tables.PAGE);
        pe.as("vm0/vcpu0", 0x1000);
        enter(1, root);
        pe.load(VA);
        pe.as("vm0/vcpu1", 0x2000);
        enter(1, otherRoot);
        assertThat(pe.load(VA + 0x1000)).isEqualTo(first);
        assertStale(Cause.OtherRoot.class, 1);
        Finding.Remembered entry = world.finding().entry();
        assertThat(entry.kind()).isEqualTo(TlbEntry.Kind.TABLE);
        assertThat(entry.filled().provenance().owner()).isEqualTo("vm0/vcpu0");
    }

    @Test
    void aFaultThroughARememberedTableOfAnotherRootIsStale() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA + 0x1000, second | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        enter(1, otherRoot);
        assertThat(pe.load(VA + 0x1000)).isEqualTo(-1);
        assertStale(Cause.OtherRoot.class, 1);
        assertThat(world.finding().used().fault()).isEqualTo("translation fault, stage 1, level 3");
        assertThat(world.finding().now().pa()).isEqualTo(second);
    }

    @Test
    void anEntryMadeFromARememberedTableIsStaleThoughMadeUnderThePresentRoot() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(root, VA + 0x1000, first | Tables.PAGE);
        tables.map(otherRoot, VA + 0x1000, second | Tables.PAGE);
        pe.as("vm0/vcpu0", 0x1000);
        enter(1, root);
        pe.load(VA);
        pe.as("vm0/vcpu1", 0x2000);
        enter(1, otherRoot);
        pe.load(VA + 0x1000);
        pe.load(VA + 0x1000);
        Finding.Remembered entry = world.sanitizer.findings().get(1).entry();
        assertThat(entry.kind()).isEqualTo(TlbEntry.Kind.STAGE1);
        assertThat(entry.filled().provenance().owner()).isEqualTo("vm0/vcpu1");
        Finding.Origin origin = Objects.requireNonNull(entry.origin());
        assertThat(origin.kind()).isEqualTo(TlbEntry.Kind.TABLE);
        assertThat(origin.filled().provenance().owner()).isEqualTo("vm0/vcpu0");
    }

    @Test
    void globalEntriesAreStaleUnderAnyAsid() {
        tables.map(root, VA, first | (Tables.PAGE & ~Tables.NON_GLOBAL));
        tables.map(otherRoot, VA, second | (Tables.PAGE & ~Tables.NON_GLOBAL));
        enter(1, root);
        pe.load(VA);
        enter(2, otherRoot);
        pe.load(VA);
        assertStale(Cause.OtherRoot.class, 1);
        assertThat(world.finding().entry().global()).isTrue();
    }

    @Test
    void theRootOfTheUpperRangeIsComparedForItsAddresses() {
        tables.map(root, UPPER, first | Tables.PAGE);
        tables.map(otherRoot, UPPER, second | Tables.PAGE);
        pe.stage1(1, 0, root).isb();
        pe.load(UPPER);
        pe.stage1(1, 0, otherRoot).isb();
        pe.load(UPPER);
        assertStale(Cause.OtherRoot.class, 1);
        assertThat(world.finding().cause()).isEqualTo(new Cause.OtherRoot(1, root, otherRoot));
    }

    @Test
    void aChangeOfTheLowerRootDoesNotMakeUpperAddressesStale() {
        tables.map(root, UPPER, first | Tables.PAGE);
        pe.stage1(1, first, root).isb();
        pe.load(UPPER);
        tables.write(tables.place(root, UPPER, 3), 0);
        pe.stage1(1, second, root).isb();
        assertThat(pe.load(UPPER)).isEqualTo(first);
        assertClean();
    }

    /** Sets TCR_EL1.EPD0, so that there are no walks for the lower range. */
    private void forbidWalks(long ttbr0) {
        Stage1Registers el1 = pe.programmed().el1();
        pe.program(pe.programmed()
                        .withEl1(new Stage1Registers(el1.sctlr(), el1.tcr() | 1 << 7, ttbr0, el1.ttbr1(), el1.mair())))
                .isb();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aWalkThatARegisterForbidsIsNoChangeOfTables(long commonNotPrivate) {
        tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        forbidWalks(1L << 48 | root | commonNotPrivate);
        assertThat(pe.load(VA)).isEqualTo(first);
        assertClean();
    }

    @Test
    void anEntryOfAnotherRootIsStaleWhereARegisterForbidsWalks() {
        tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        forbidWalks(1L << 48 | otherRoot);
        assertThat(pe.load(VA)).isEqualTo(first);
        assertStale(Cause.OtherRoot.class, 1);
    }

    @Test
    void el2IsJudgedByItsOwnRoot() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA, second | Tables.PAGE);
        pe.regime(Regime.EL2);
        pe.el2(root).isb();
        pe.load(VA);
        pe.el2(otherRoot).isb();
        pe.load(VA);
        assertStale(Cause.OtherRoot.class, 1);
        assertThat(world.finding().access().regime()).isEqualTo(Regime.EL2);
        pe.invalidate(TlbiOperation.ALLE2, 0);
        assertThat(pe.load(VA)).isEqualTo(second);
        assertThat(world.sanitizer.staleUses()).isEqualTo(1);
    }

    @Test
    void addressTranslationInstructionsAreNoAccess() {
        long at = tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(at, second | Tables.PAGE);
        for (AtOperation operation : AtOperation.values()) {
            pe.mmu().addressTranslate(operation, VA);
        }
        assertClean();
    }

    @Test
    void theOtherElementIsNotJudgedByThisOnesEntries() {
        long at = tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(at, second | Tables.PAGE);
        world.other.stage1(1, root, 0).isb();
        assertThat(world.other.load(VA)).isEqualTo(second);
        assertClean();
    }
}
