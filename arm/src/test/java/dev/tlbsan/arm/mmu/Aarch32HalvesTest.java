package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Descriptors for a gigabyte in the long format of AArch32, where TTBCR may divide that gigabyte between TTBR0 and TTBR1: no
 * entry may answer for addresses that the other table translates.
 */
class Aarch32HalvesTest {
    private static final long EAE = 1L << 31;
    private static final long GIGABYTE = 1L << 30;
    private static final long PAGE_OFFSET = 0x1000;
    /** Normal memory that PL0 may write, not global. */
    private static final long BLOCK = Board.ACCESSED | Board.NON_GLOBAL | 1 << 6 | Board.BLOCK;

    private final Board board = new Board(1, TlbMode.RETAIN).listen();
    private final Mmu mmu = board.mmus.getFirst();
    private final long lower = board.page();
    private final long upper = board.page();
    private final long target = TableMemory.BASE / GIGABYTE * GIGABYTE;

    private void enter(long t0sz, long t1sz, Stage2Registers stage2) {
        var stage1 = new Stage1Registers(1, EAE | t0sz | t1sz << 16, lower, upper, 0xff);
        board.program(0, new TranslationRegisters(stage1, Stage1Registers.OFF, stage2, true));
        mmu.contextSynchronization();
    }

    private void enter(long t0sz, long t1sz) {
        enter(t0sz, t1sz, Stage2Registers.OFF);
    }

    private void mapGigabyte(long root, long va, long descriptor) {
        board.memory.write(root + (va >>> 30) * 8, 8, descriptor);
    }

    /** T0SZ, T1SZ, an address of the gigabyte, the TTBR that translates it, one of the same gigabyte in the other half. */
    @ParameterizedTest
    @CsvSource({
        "0, 3, 0xc0001000, 0, 0xe0001000",
        "0, 7, 0xfdfff000, 0, 0xfe000000",
        "3, 0, 0x20001000, 1, 0x1ffff000",
        "7, 0, 0x02000000, 1, 0x01fff000"
    })
    void aGigabyteThatReachesIntoTheOtherHalfIsReadAnewEachTime(
            long t0sz, long t1sz, String at, int root, String beyond) {
        long va = Long.decode(at);
        enter(t0sz, t1sz);
        mapGigabyte(root == 0 ? lower : upper, va, target | BLOCK);
        assertThat(board.pa(0, va)).isEqualTo(target + va % GIGABYTE);
        assertThat(board.pa(0, Long.decode(beyond)))
                .as("the other table is empty")
                .isEqualTo(-1);
        assertThat(mmu.size()).isZero();
        mapGigabyte(root == 0 ? lower : upper, va, 0);
        assertThat(board.pa(0, va)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0xc0001000, 0", "0, 1, 0x40001000, 0", "0, 2, 0x80001000, 0", "2, 0, 0x40001000, 1"})
    void aGigabyteOfOneHalfIsRemembered(long t0sz, long t1sz, String at, int root) {
        long va = Long.decode(at);
        enter(t0sz, t1sz);
        mapGigabyte(root == 0 ? lower : upper, va, target | BLOCK);
        assertThat(board.pa(0, va)).isEqualTo(target + PAGE_OFFSET);
        mapGigabyte(root == 0 ? lower : upper, va, 0);
        assertThat(board.pa(0, va)).isEqualTo(target + PAGE_OFFSET);
    }

    @Test
    void aTableForSuchAGigabyteIsReadAnewButNotItsPages() {
        long va = 0xc000_1000L;
        long middle = board.page();
        enter(0, 3);
        mapGigabyte(lower, va, middle | Board.VALID);
        board.memory.write(middle, 8, target | BLOCK);
        assertThat(board.pa(0, va)).isEqualTo(target + PAGE_OFFSET);
        assertThat(board.fills).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(TlbEntry.Kind.STAGE1);
            assertThat(entry.level()).isEqualTo(2);
        });
    }

    /** Such a translation counts as large as its stage 1 block, wherever in it the address of the operation is. */
    @ParameterizedTest
    @CsvSource({"0xc0001000", "0xc0345000"})
    void invalidatingTheBlockRemovesWhatBothStagesMadeOfIt(String operand) {
        long va = 0xc000_1000L;
        long second = board.stage2Table();
        board.mapRam2(second);
        enter(0, 3, new Stage2Registers(1, 8 | 1 << 4 | 1 << 6, second));
        mapGigabyte(lower, va, target | BLOCK);
        assertThat(board.pa(0, va)).isEqualTo(target + PAGE_OFFSET);
        mapGigabyte(lower, va, 0);
        TlbiOperation operation = TlbiOperation.VAE1;
        board.invalidate(0, operation, operation.operandOfAarch32(Long.decode(operand)));
        assertThat(board.pa(0, va)).isEqualTo(-1);
    }
}
