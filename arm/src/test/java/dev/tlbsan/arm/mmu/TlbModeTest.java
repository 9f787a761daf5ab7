package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three kinds of TLB. */
class TlbModeTest {
    private static final long VA = 0x20_0000;

    private static Board mapped(TlbMode mode, int pages) {
        Board board = new Board(1, mode);
        long root = board.stage1Table();
        for (int i = 0; i < pages; i++) {
            board.map(root, VA + 0x1000L * i, TableMemory.BASE + 0x1000L * i | Board.PAGE);
        }
        board.enter(0, Board.stage1(root, 1));
        return board;
    }

    @Test
    void modesAreWrittenAsWords() {
        assertThat(TlbMode.parse("retain")).isEqualTo(TlbMode.RETAIN);
        assertThat(TlbMode.parse("coherent")).isEqualTo(TlbMode.COHERENT);
        assertThat(TlbMode.parse("finite:64x4")).isEqualTo(new TlbMode.Finite(64, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Retain",
                "finite",
                "finite:",
                "finite:4",
                "finite:6x4",
                "finite:0x1",
                "finite:4x0",
                "finite:4x8",
                "finite:-4x2",
                "finite:2097152x1",
                "finite:4x4 "
            })
    void otherWordsAreRefused(String text) {
        assertThatThrownBy(() -> TlbMode.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFiniteTlbCountsMissesAndForgetsTheLeastRecentlyUsed() {
        Board board = mapped(new TlbMode.Finite(2, 2), 3);
        board.pa(0, VA);
        board.pa(0, VA + 0x1000);
        board.pa(0, VA);
        assertThat(board.mmus.getFirst().counters().misses()).isEqualTo(2);
        board.pa(0, VA + 0x2000);
        board.pa(0, VA);
        assertThat(board.mmus.getFirst().counters().misses())
                .as("the second page gave way")
                .isEqualTo(3);
        assertThat(board.mmus.getFirst().counters().hits()).isEqualTo(2);
        board.pa(0, VA + 0x1000);
        assertThat(board.mmus.getFirst().counters().misses()).isEqualTo(4);
        assertThat(board.mmus.getFirst().size()).isEqualTo(2);
    }

    @Test
    void aFiniteTlbHasSetsByPageNumber() {
        Board board = mapped(new TlbMode.Finite(2, 1), 3);
        board.pa(0, VA);
        board.pa(0, VA + 0x1000);
        board.pa(0, VA + 0x2000);
        board.pa(0, VA + 0x1000);
        assertThat(board.mmus.getFirst().counters().misses()).isEqualTo(3);
        board.pa(0, VA);
        assertThat(board.mmus.getFirst().counters().misses()).isEqualTo(4);
    }

    @Test
    void aFiniteTlbIsAskedForEveryAccess() {
        Board board = mapped(new TlbMode.Finite(4, 4), 1);
        assertThat(board.settled(0, VA)).isFalse();
        assertThat(board.settled(0, VA)).isFalse();
        board.invalidate(0, TlbiOperation.VALE1, Board.operand(1, VA));
        assertThat(board.mmus.getFirst().size()).isZero();
        assertThat(board.mmus.getFirst().counters().entriesRemoved()).isEqualTo(1);
    }

    @Test
    void aCoherentTlbReadsTheTablesEachTimeItIsAsked() {
        Board board = mapped(TlbMode.COHERENT, 1);
        assertThat(board.settled(0, VA)).isTrue();
        assertThat(board.settled(0, VA)).isTrue();
        assertThat(board.mmus.getFirst().counters().misses()).isEqualTo(2);
        assertThat(board.mmus.getFirst().counters().descriptorReads()).isEqualTo(6);
        assertThat(board.mmus.getFirst().size()).isZero();
    }

    @Test
    void aRetainingTlbReadsEachDescriptorOnce() {
        Board board = mapped(TlbMode.RETAIN, 2);
        board.pa(0, VA);
        board.pa(0, VA + 0x1000);
        board.pa(0, VA);
        assertThat(board.mmus.getFirst().counters()).isEqualTo(new TlbCounters(1, 2, 4, 4, 0, 0, 0));
    }

    @Test
    void choicesThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> new MmuConfiguration(52, 16, TlbMode.RETAIN)).hasMessageContaining("52");
        assertThatThrownBy(() -> new MmuConfiguration(48, 12, TlbMode.RETAIN)).hasMessageContaining("12");
    }
}
