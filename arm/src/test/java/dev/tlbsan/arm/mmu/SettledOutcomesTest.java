package dev.tlbsan.arm.mmu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.event.Use;
import dev.tlbsan.arm.memory.PageWatches;
import dev.tlbsan.arm.mmu.TranslationFault.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine may remember, when it must forget, and what listeners hear. */
class SettledOutcomesTest {
    private static final long VA = 0x20_0000;

    private final Board board = new Board(2, TlbMode.RETAIN).listen();
    private final Mmu mmu = board.mmus.getFirst();
    private final long oldPage = board.page();
    private final long newPage = board.page();
    private final long root = board.stage1Table();
    private int unsettled;
    private int unsettledElsewhere;

    @BeforeEach
    void settle() {
        board.map(root, VA, oldPage | Board.PAGE);
        board.enter(0, Board.stage1(root, 5));
        mmu.addSoftTlbListener(() -> unsettled++);
        board.mmus.get(1).addSoftTlbListener(() -> unsettledElsewhere++);
        assertThat(board.settled(0, VA)).isTrue();
    }

    @Test
    void anOutcomeThatTheTablesConfirmIsSettled() {
        assertThat(board.settled(0, VA)).isTrue();
        assertThat(unsettled).isZero();
        assertThat(board.uses).isEmpty();
    }

    @Test
    void aWriteToADescriptorOfASettledOutcomeUnsettlesEveryElement() {
        board.map(root, VA, newPage | Board.PAGE);
        assertThat(unsettled).isEqualTo(1);
        assertThat(unsettledElsewhere).isEqualTo(1);
        assertThat(board.settled(0, VA)).isFalse();
    }

    @Test
    void aWriteToAnUpperTableUnsettlesToo() {
        board.memory.write(root, 8, 0);
        assertThat(unsettled).isEqualTo(1);
        assertThat(board.settled(0, VA)).isFalse();
    }

    @Test
    void aNewMappingBesideUnsettlesNothing() {
        board.map(root, VA + 0x1000, newPage | Board.PAGE);
        assertThat(unsettled).isZero();
        assertThat(board.settled(0, VA + 0x1000)).isTrue();
    }

    @Test
    void aTablePageIsWatchedOnlyWhileOutcomesDependOnIt() {
        long descriptor = board.map(root, VA, newPage | Board.PAGE);
        assertThat(board.memory.watches().reasonsOf(descriptor)).isEqualTo(PageWatches.TABLE);
        board.memory.write(descriptor + 8, 8, 0);
        assertThat(board.memory.watches().reasonsOf(descriptor)).isZero();
        board.invalidate(0, TlbiOperation.VMALLE1, 0);
        assertThat(board.settled(0, VA)).isTrue();
        assertThat(board.memory.watches().reasonsOf(descriptor)).isEqualTo(PageWatches.TABLE);
    }

    @Test
    void anEntryThatTheTablesContradictIsUsedAndToldEachTime() {
        long descriptor = board.map(root, VA, newPage | Board.PAGE);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
        assertThat(board.pa(0, VA + 8)).isEqualTo(oldPage + 8);
        assertThat(board.uses).hasSize(2);
        Use use = board.uses.getLast();
        assertThat(use.agrees()).isFalse();
        TlbEntry last = requireNonNull(use.used().last());
        assertThat(last.descriptor()).isEqualTo(oldPage | Board.PAGE);
        assertThat(last.descriptorAddress()).isEqualTo(descriptor);
        assertThat(requireNonNull(use.fresh().stage1()).descriptor()).isEqualTo(newPage | Board.PAGE);
        assertThat(((Translation.Mapped) use.freshOutcome()).pa()).isEqualTo(newPage + 8);
    }

    @Test
    void anEntryWhoseDescriptorIsGoneIsUsedAndTold() {
        board.map(root, VA, 0);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
        assertThat(board.uses.getLast().freshOutcome())
                .isEqualTo(new TranslationFault(Kind.TRANSLATION, 3, 1, false, 0));
    }

    @Test
    void aRememberedPermissionFaultThatTheTablesNoLongerGiveIsTold() {
        long va = VA + 0x3000;
        board.map(root, va, oldPage | Board.PAGE | Board.READ_ONLY);
        var fault = new TranslationFault(Kind.PERMISSION, 3, 1, false, 0);
        assertThat(mmu.translate(va, Board.WRITE)).isEqualTo(fault);
        assertThat(board.uses).isEmpty();
        board.map(root, va, oldPage | Board.PAGE);
        assertThat(mmu.translate(va, Board.WRITE)).isEqualTo(fault);
        assertThat(board.uses).hasSize(1);
        board.invalidate(0, TlbiOperation.VAE1, Board.operand(5, va));
        assertThat(mmu.translate(va, Board.WRITE)).isInstanceOf(Translation.Mapped.class);
    }

    @Test
    void faultsOfOtherKindsAreNotRemembered() {
        long va = VA + 0x3000;
        assertThat(board.pa(0, va)).isEqualTo(-1);
        board.map(root, va, newPage | (Board.PAGE & ~Board.ACCESSED));
        assertThat(board.read(0, va)).isEqualTo(new TranslationFault(Kind.ACCESS_FLAG, 3, 1, false, 0));
        board.map(root, va, 1L << 40 | newPage | Board.PAGE);
        long tcr = mmu.registers().el1().tcr();
        Stage1Registers small = new Stage1Registers(1, tcr & ~(7L << 32), root | 5L << 48, 0, 0xff);
        board.enter(0, small);
        assertThat(board.read(0, va)).isEqualTo(new TranslationFault(Kind.ADDRESS_SIZE, 3, 1, false, 0));
        board.map(root, va, newPage | Board.PAGE);
        assertThat(board.pa(0, va)).isEqualTo(newPage);
    }

    @Test
    void aCompletedInvalidationThatRemovesSomethingUnsettles() {
        mmu.tlbi(TlbiOperation.VAE1, Board.operand(5, VA));
        mmu.dsb(ShareabilityDomain.NON_SHAREABLE, true);
        assertThat(unsettled).isZero();
        mmu.contextSynchronization();
        assertThat(unsettled).isEqualTo(1);
        board.invalidate(0, TlbiOperation.VALE1, Board.operand(5, VA));
        assertThat(unsettled).as("nothing was left to remove").isEqualTo(1);
    }

    @Test
    void aContextChangeUnsettlesAndASynchronisationWithoutChangeDoesNot() {
        mmu.contextSynchronization();
        assertThat(unsettled).isZero();
        board.enter(0, Board.stage1(root, 6));
        assertThat(unsettled).isEqualTo(1);
    }

    @Test
    void aListenerMayHearOfEveryUse() {
        List<Use> every = new ArrayList<>();
        board.domain.addListener(new TranslationListener() {
            @Override
            public boolean wantsEveryUse() {
                return true;
            }

            @Override
            public void used(Use use) {
                every.add(use);
            }
        });
        assertThat(board.settled(0, VA)).isFalse();
        assertThat(board.settled(0, VA)).isFalse();
        assertThat(every).hasSize(2).allMatch(Use::agrees);
    }

    @Test
    void anEntryUnderAnotherRootIsSettledWhileBothAgree() {
        long other = board.stage1Table();
        board.map(other, VA, oldPage | Board.PAGE);
        board.enter(0, Board.stage1(other, 5));
        assertThat(board.settled(0, VA)).isTrue();
        board.map(other, VA, newPage | Board.PAGE);
        assertThat(board.settled(0, VA)).isFalse();
    }

    @Test
    void theOlderOfTwoEntriesWins() {
        long block = 0x4080_0000L;
        long global = 0x40_0000;
        board.map(root, global, oldPage | (Board.PAGE & ~Board.NON_GLOBAL));
        assertThat(board.pa(0, global)).isEqualTo(oldPage);
        board.invalidate(0, TlbiOperation.ASIDE1, Board.operand(5, 0));
        board.mapBlock(root, global, block | (Board.PAGE & ~2));
        assertThat(board.pa(0, global + 0x5000)).isEqualTo(block + 0x5000);
        assertThat(board.pa(0, global)).isEqualTo(oldPage);
        board.invalidate(0, TlbiOperation.VAAE1, Board.operand(0, global));
        assertThat(board.pa(0, global)).isEqualTo(block);
    }
}
