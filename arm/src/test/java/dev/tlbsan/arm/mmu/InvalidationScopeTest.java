package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which TLBI removes which entry, from which TLB, and when. */
class InvalidationScopeTest {
    private static final long VA = 0x20_0000;
    private static final long GLOBAL_VA = 0x20_1000;

    private final Board board = new Board(2, TlbMode.RETAIN);
    private final long oldPage = board.page();
    private final long newPage = board.page();
    private final long root = board.stage1Table();
    private final Stage1Registers space = Board.stage1(root, 5);

    @BeforeEach
    void bothElementsRememberTheOldPage() {
        board.map(root, VA, oldPage | Board.PAGE);
        board.map(root, GLOBAL_VA, oldPage | (Board.PAGE & ~Board.NON_GLOBAL));
        for (int i = 0; i < 2; i++) {
            board.enter(i, space);
            assertThat(board.pa(i, VA)).isEqualTo(oldPage);
            assertThat(board.pa(i, GLOBAL_VA)).isEqualTo(oldPage);
        }
        board.map(root, VA, newPage | Board.PAGE);
        board.map(root, GLOBAL_VA, newPage | (Board.PAGE & ~Board.NON_GLOBAL));
    }

    private boolean stale(int element, long va) {
        return board.pa(element, va) == oldPage;
    }

    @Test
    void aLocalTlbiLeavesTheOthersAlone() {
        board.invalidate(0, TlbiOperation.VMALLE1, 0);
        assertThat(stale(0, VA)).isFalse();
        assertThat(stale(1, VA)).isTrue();
    }

    @Test
    void aBroadcastTlbiCompletesElsewhereAtTheDsbOfItsIssuer() {
        Mmu issuer = board.mmus.getFirst();
        issuer.tlbi(TlbiOperation.VMALLE1IS, 0);
        assertThat(stale(1, VA)).isTrue();
        issuer.dsb(ShareabilityDomain.INNER_SHAREABLE, true);
        assertThat(stale(1, VA)).isFalse();
        assertThat(stale(0, VA)).isTrue();
        issuer.contextSynchronization();
        assertThat(stale(0, VA)).isFalse();
    }

    @Test
    void aDsbOfAnotherElementDoesNotCompleteATlbi() {
        board.mmus.get(0).tlbi(TlbiOperation.VMALLE1IS, 0);
        board.mmus.get(1).dsb(ShareabilityDomain.FULL_SYSTEM, true);
        board.mmus.get(1).contextSynchronization();
        board.mmus.get(0).contextSynchronization();
        assertThat(stale(0, VA)).isTrue();
        assertThat(stale(1, VA)).isTrue();
    }

    @Test
    void aNonShareableDsbDoesNotCompleteABroadcastTlbi() {
        Mmu issuer = board.mmus.getFirst();
        issuer.tlbi(TlbiOperation.VMALLE1IS, 0);
        issuer.dsb(ShareabilityDomain.NON_SHAREABLE, true);
        issuer.contextSynchronization();
        assertThat(stale(0, VA)).isTrue();
        assertThat(stale(1, VA)).isTrue();
        issuer.dsb(ShareabilityDomain.OUTER_SHAREABLE, true);
        issuer.contextSynchronization();
        assertThat(stale(0, VA)).isFalse();
        assertThat(stale(1, VA)).isFalse();
    }

    @Test
    void invalidationByAsidKeepsGlobalEntriesAndOtherAsids() {
        board.invalidate(0, TlbiOperation.ASIDE1, Board.operand(4, 0));
        assertThat(stale(0, VA)).isTrue();
        board.invalidate(0, TlbiOperation.ASIDE1, Board.operand(5, 0));
        assertThat(stale(0, VA)).isFalse();
        assertThat(stale(0, GLOBAL_VA)).isTrue();
    }

    @Test
    void invalidationByAddressAndAsidRemovesGlobalEntriesWhateverTheAsid() {
        board.invalidate(0, TlbiOperation.VAE1, Board.operand(4, GLOBAL_VA));
        board.invalidate(0, TlbiOperation.VAE1, Board.operand(4, VA));
        assertThat(stale(0, GLOBAL_VA)).isFalse();
        assertThat(stale(0, VA)).isTrue();
    }

    @Test
    void invalidationByAddressForAllAsidsRemovesTheEntryOfAnyAsid() {
        board.invalidate(0, TlbiOperation.VAAE1, Board.operand(0, VA + 0x1000));
        assertThat(stale(0, VA)).isTrue();
        board.invalidate(0, TlbiOperation.VAAE1, Board.operand(0, VA));
        assertThat(stale(0, VA)).isFalse();
    }

    @Test
    void lastLevelInvalidationKeepsTheWalkCache() {
        long l2 = board.memory.read(root, 8) & 0xffff_f000L;
        long otherTable = board.page();
        board.memory.write(otherTable, 8, newPage + 0x1000 | Board.PAGE);
        board.memory.write(l2 + 8, 8, otherTable | Board.VALID);
        board.invalidate(0, TlbiOperation.VALE1, Board.operand(5, VA));
        assertThat(board.pa(0, VA)).as("through the remembered table").isEqualTo(newPage);
        board.invalidate(0, TlbiOperation.VAE1, Board.operand(5, VA));
        assertThat(board.pa(0, VA)).as("through the new table").isEqualTo(newPage + 0x1000);
    }

    @Test
    void anotherVmidsEntriesStay() {
        board.enter(0, space, new Stage2Registers(0, 0, 1L << 48));
        board.invalidate(0, TlbiOperation.VMALLE1, 0);
        board.enter(0, space, Stage2Registers.OFF);
        assertThat(stale(0, VA)).isTrue();
        board.invalidate(0, TlbiOperation.ALLE1, 0);
        assertThat(stale(0, VA)).isFalse();
    }

    @Test
    void el2OperationsLeaveEl10Alone() {
        board.invalidate(0, TlbiOperation.ALLE2, 0);
        board.invalidate(0, TlbiOperation.VAE2, Board.operand(0, VA));
        assertThat(stale(0, VA)).isTrue();
    }

    @Test
    void el2EntriesAreRemovedByEl2OperationsOnly() {
        Mmu mmu = board.mmus.getFirst();
        board.initiators.getFirst().regime(Regime.EL2);
        board.program(0, mmu.registers().withEl2(new Stage1Registers(1, 25 | 5 << 16, root, 0, 0xff)));
        mmu.contextSynchronization();
        board.map(root, VA, oldPage | Board.PAGE);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
        board.map(root, VA, newPage | Board.PAGE);
        board.invalidate(0, TlbiOperation.ALLE1, 0);
        board.invalidate(0, TlbiOperation.VMALLS12E1, 0);
        assertThat(stale(0, VA)).isTrue();
        board.invalidate(0, TlbiOperation.VALE2, Board.operand(0, VA));
        assertThat(stale(0, VA)).isFalse();
    }

    @Test
    void anEntryFilledBetweenTheTlbiAndItsCompletionStays() {
        Mmu mmu = board.mmus.getFirst();
        long fresh = VA + (1L << 30);
        board.map(root, fresh, oldPage | Board.PAGE);
        mmu.tlbi(TlbiOperation.VMALLE1, 0);
        assertThat(board.pa(0, fresh)).isEqualTo(oldPage);
        board.map(root, fresh, newPage | Board.PAGE);
        mmu.dsb(ShareabilityDomain.NON_SHAREABLE, true);
        mmu.contextSynchronization();
        assertThat(stale(0, VA)).isFalse();
        assertThat(stale(0, fresh))
                .as("filled after the TLBI, from the tables as they were then")
                .isTrue();
    }

    @Test
    void anEntryFilledThroughARememberedTableGoesWithIt() {
        Mmu mmu = board.mmus.getFirst();
        long neighbour = VA + 0x5000;
        board.map(root, neighbour, oldPage | Board.PAGE);
        mmu.tlbi(TlbiOperation.VMALLE1, 0);
        assertThat(board.pa(0, neighbour)).isEqualTo(oldPage);
        board.map(root, neighbour, newPage | Board.PAGE);
        mmu.dsb(ShareabilityDomain.NON_SHAREABLE, true);
        mmu.contextSynchronization();
        assertThat(stale(0, neighbour)).isFalse();
    }

    @Test
    void tlbisThatNobodyWaitsForCompleteWhenThereAreTooMany() {
        Mmu mmu = board.mmus.getFirst();
        for (int i = 0; i <= 1 << 16; i++) {
            mmu.tlbi(TlbiOperation.VMALLE1, 0);
        }
        assertThat(mmu.counters().invalidationsCompleted()).isEqualTo(1);
        assertThat(stale(0, VA)).isFalse();
    }
}
