package dev.tlbsan.sanitizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.ShareabilityDomain;
import dev.tlbsan.arm.mmu.TlbiOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule stale-use where a descriptor has changed under one root: replaced is stale, the rest is owed or in order. */
class ReplacedDescriptorTest {
    private static final long VA = 0x40_0000;

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

    @Test
    void aReplacedPageIsStale() {
        long at = tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(at, second | Tables.PAGE);
        assertThat(pe.load(VA)).isEqualTo(first);
        assertStale(Cause.Replaced.class, 1);
        assertThat(world.finding().cause())
                .isEqualTo(new Cause.Replaced(1, 3, at, first | Tables.PAGE, second | Tables.PAGE));
    }

    @Test
    void aPageReplacedByOneThatWasNotAccessedIsStale() {
        long at = tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(at, second | (Tables.PAGE & ~Tables.ACCESSED));
        pe.load(VA);
        assertStale(Cause.Replaced.class, 1);
    }

    @Test
    void breakBeforeMakeIsGood() {
        long at = tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(at, 0);
        pe.invalidate(TlbiOperation.VAE1IS, 1L << 48 | VA >>> 12);
        tables.write(at, second | Tables.PAGE);
        assertThat(pe.load(VA)).isEqualTo(second);
        assertClean();
    }

    @Test
    void breakBeforeMakeWithoutTheTlbiIsStale() {
        long at = tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(at, 0);
        pe.dsb(ShareabilityDomain.FULL_SYSTEM).isb();
        pe.load(VA);
        assertClean();
        tables.write(at, second | Tables.PAGE);
        pe.load(VA);
        assertStale(Cause.Replaced.class, 1);
    }

    @Test
    void anInvalidatedPageIsOwed() {
        long at = tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(at, 0);
        assertThat(pe.load(VA)).isEqualTo(first);
        tables.write(at, second | (Tables.PAGE & ~Tables.VALID));
        assertThat(pe.load(VA)).isEqualTo(first);
        assertClean();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {Tables.ACCESSED, Tables.READ_ONLY, Tables.NON_GLOBAL, 1L << 53, 1L << 54, 1L << 51, 3 << 8, 1 << 2
            })
    void aChangeOfAnythingButTheAddressIsNotStale(long change) {
        long at = tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.access(Access.Kind.WRITE, VA);
        tables.write(at, (first | Tables.PAGE) ^ change);
        for (Access.Kind kind : Access.Kind.values()) {
            pe.access(kind, VA);
        }
        assertClean();
    }

    @Test
    void aRefusalByTheEntryIsStaleIfItsAddressIs() {
        long at = tables.map(root, VA, first | Tables.PAGE | Tables.READ_ONLY);
        enter(1, root);
        pe.load(VA);
        tables.write(at, second | Tables.PAGE);
        pe.access(Access.Kind.WRITE, VA);
        assertStale(Cause.Replaced.class, 1);
        assertThat(world.finding().used().fault()).isEqualTo("permission fault, stage 1, level 3");
    }

    @Test
    void aReplacedTableIsStale() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA, second | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        long at = tables.place(root, VA, 2);
        tables.write(at, tables.read(tables.place(otherRoot, VA, 2)));
        pe.load(VA);
        assertStale(Cause.Replaced.class, 1);
        assertThat(((Cause.Replaced) world.finding().cause()).level()).isEqualTo(2);
    }

    @Test
    void aTableReplacedByAnEmptyOneIsStale() {
        tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(tables.place(root, VA, 2), tables.page() | Tables.TABLE);
        pe.load(VA);
        assertStale(Cause.Replaced.class, 1);
    }

    @Test
    void aTableReplacedByACopyIsGood() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(tables.place(root, VA, 2), tables.read(tables.place(otherRoot, VA, 2)));
        pe.load(VA);
        assertClean();
    }

    @Test
    void anInvalidatedTableIsOwed() {
        tables.map(root, VA, first | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        tables.write(tables.place(root, VA, 1), 0);
        assertThat(pe.load(VA)).isEqualTo(first);
        assertClean();
    }

    @Test
    void aPageInvalidatedInATableThatBothRootsShareIsOwed() {
        long at = tables.map(root, VA, first | Tables.PAGE);
        tables.write(otherRoot, tables.read(root));
        enter(1, root);
        pe.load(VA);
        tables.write(at, 0);
        enter(1, otherRoot);
        assertThat(pe.load(VA)).isEqualTo(first);
        assertClean();
        tables.write(at, second | Tables.PAGE);
        pe.load(VA);
        assertStale(Cause.Replaced.class, 1);
    }

    @Test
    void aBlockReplacedByATableThatMovesThePageIsStale() {
        long at = tables.map(root, VA, 2, 0x4000_0000L | Tables.BLOCK);
        enter(1, root);
        assertThat(pe.load(VA + 0x1000)).isEqualTo(0x4000_1000L);
        tables.write(at, 0);
        tables.map(root, VA + 0x1000, 0x5000_0000L | Tables.PAGE);
        tables.map(root, VA + 0x2000, 0x4000_2000L | Tables.PAGE);
        pe.load(VA + 0x2000);
        assertClean();
        pe.load(VA + 0x1000);
        assertStale(Cause.Replaced.class, 1);
    }

    @Test
    void aTableReplacedByABlockIsStaleWhereItMovesThePage() {
        tables.map(root, VA, 0x4000_0000L | Tables.PAGE);
        tables.map(root, VA + 0x1000, 0x5000_0000L | Tables.PAGE);
        enter(1, root);
        pe.load(VA);
        pe.load(VA + 0x1000);
        tables.write(tables.place(root, VA, 2), 0x4000_0000L | Tables.BLOCK);
        pe.load(VA);
        assertClean();
        pe.load(VA + 0x1000);
        assertStale(Cause.Replaced.class, 1);
        assertThat(((Cause.Replaced) world.finding().cause()).level()).isEqualTo(2);
    }
}
