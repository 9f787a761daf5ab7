package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How much memory a TLB that forgets nothing needs. */
class RetainedMemoryTest {
    private static final int PAGES = 1 << 20;
    private static final long LIMIT = 256L << 20;
    private static final int TABLES_BYTES = 16 << 20;

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void aMillionEntriesEachFilledByAnInstructionOfItsOwnFitInto256Mebibytes() {
        Board board = new Board(1, TlbMode.RETAIN, TABLES_BYTES);
        long root = board.stage1Table();
        for (long i = 0; i < PAGES; i++) {
            board.map(root, i << 12, i << 12 | Board.PAGE);
        }
        board.enter(0, Board.stage1(root, 1));
        long before = usedHeap();
        for (long i = 0; i < PAGES; i++) {
            board.initiators.getFirst().step();
            assertThat(board.read(0, i << 12)).isInstanceOf(Translation.Mapped.class);
        }
        long after = usedHeap();
        assertThat(board.mmus.getFirst().size()).isGreaterThan(PAGES);
        assertThat(after - before).isLessThan(LIMIT);
    }
}
