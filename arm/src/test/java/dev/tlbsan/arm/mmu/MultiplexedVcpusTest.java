package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two vCPUs of one VM on one processing element map the same address to different pages. */
class MultiplexedVcpusTest {
    private static final long VA = 0x1000;
    private static final int VMID = 7;
    private static final int ASID = 1;

    private final Board board = new Board(1, TlbMode.RETAIN);
    private final Mmu mmu = board.mmus.getFirst();
    private final long firstPage = board.page();
    private final long secondPage = board.page();
    private final Stage2Registers vm = Board.stage2(board.stage2Table(), VMID);
    private final Stage2Registers otherVm = Board.stage2(vm.vttbr() & 0xffff_ffffL, VMID + 1);
    private final Stage1Registers first = Board.stage1(board.stage1Table(), ASID);
    private final Stage1Registers second = Board.stage1(board.stage1Table(), ASID);

    @BeforeEach
    void firstVcpuReadsItsPage() {
        board.mapRam2(vm.vttbr() & 0xffff_ffffL);
        board.map(first.ttbr0() & 0xffff_ffffL, VA, firstPage | Board.PAGE);
        board.map(second.ttbr0() & 0xffff_ffffL, VA, secondPage | Board.PAGE);
        board.enter(0, first, vm);
        assertThat(board.pa(0, VA)).isEqualTo(firstPage);
    }

    @Test
    void theSecondVcpuReadsThePageOfTheFirst() {
        board.enter(0, second, vm);
        assertThat(board.pa(0, VA)).isEqualTo(firstPage);
    }

    @Test
    void theSecondVcpuReadsItsOwnPageAfterLocalInvalidation() {
        board.enter(0, second, vm);
        mmu.tlbi(TlbiOperation.VMALLE1, 0);
        mmu.dsb(ShareabilityDomain.NON_SHAREABLE, true);
        mmu.contextSynchronization();
        assertThat(board.pa(0, VA)).isEqualTo(secondPage);
    }

    @Test
    void withoutTheIsbTheVmidBeforeIsInvalidated() {
        board.enter(0, first, otherVm);
        board.program(0, mmu.registers().withEl1(second).withStage2(vm));
        mmu.tlbi(TlbiOperation.VMALLE1, 0);
        mmu.dsb(ShareabilityDomain.NON_SHAREABLE, true);
        mmu.contextSynchronization();
        assertThat(board.pa(0, VA)).isEqualTo(firstPage);
    }

    @Test
    void withTheIsbTheNewVmidIsInvalidated() {
        board.enter(0, first, otherVm);
        board.program(0, mmu.registers().withEl1(second).withStage2(vm));
        mmu.contextSynchronization();
        mmu.tlbi(TlbiOperation.VMALLE1, 0);
        mmu.dsb(ShareabilityDomain.NON_SHAREABLE, true);
        mmu.contextSynchronization();
        assertThat(board.pa(0, VA)).isEqualTo(secondPage);
    }

    @Test
    void withoutTheDsbNothingIsInvalidated() {
        board.enter(0, second, vm);
        mmu.tlbi(TlbiOperation.VMALLE1, 0);
        mmu.contextSynchronization();
        assertThat(board.pa(0, VA)).isEqualTo(firstPage);
    }

    @Test
    void afterTheDsbTheEntriesStayUntilAContextSynchronisationEvent() {
        board.enter(0, second, vm);
        mmu.tlbi(TlbiOperation.VMALLE1, 0);
        mmu.dsb(ShareabilityDomain.FULL_SYSTEM, true);
        assertThat(board.pa(0, VA)).isEqualTo(firstPage);
        mmu.contextSynchronization();
        assertThat(board.pa(0, VA)).isEqualTo(secondPage);
    }

    @Test
    void aDsbForLoadsOrStoresOnlyDoesNotCompleteATlbi() {
        board.enter(0, second, vm);
        mmu.tlbi(TlbiOperation.VMALLE1, 0);
        mmu.dsb(ShareabilityDomain.FULL_SYSTEM, false);
        mmu.contextSynchronization();
        assertThat(board.pa(0, VA)).isEqualTo(firstPage);
    }

    @Test
    void aDsbBeforeTheTlbiDoesNotCompleteIt() {
        board.enter(0, second, vm);
        mmu.dsb(ShareabilityDomain.FULL_SYSTEM, true);
        mmu.tlbi(TlbiOperation.VMALLE1, 0);
        mmu.contextSynchronization();
        assertThat(board.pa(0, VA)).isEqualTo(firstPage);
    }

    @Test
    void aRegisterWriteTakesEffectAtTheNextContextSynchronisationEvent() {
        Stage2Registers fresh = new Stage2Registers(vm.hcr(), vm.vtcr(), vm.vttbr() + (1L << 48));
        board.program(0, mmu.registers().withEl1(second).withStage2(fresh));
        assertThat(board.pa(0, VA)).isEqualTo(firstPage);
        mmu.contextSynchronization();
        assertThat(board.pa(0, VA)).isEqualTo(secondPage);
    }

    @Test
    void aCoherentTlbReadsTheSecondPageWithoutAnyInvalidation() {
        Board coherent = new Board(1, TlbMode.COHERENT);
        long page = coherent.page();
        long other = coherent.page();
        Stage1Registers one = Board.stage1(coherent.stage1Table(), ASID);
        Stage1Registers two = Board.stage1(coherent.stage1Table(), ASID);
        coherent.map(one.ttbr0() & 0xffff_ffffL, VA, page | Board.PAGE);
        coherent.map(two.ttbr0() & 0xffff_ffffL, VA, other | Board.PAGE);
        coherent.enter(0, one);
        assertThat(coherent.pa(0, VA)).isEqualTo(page);
        coherent.enter(0, two);
        assertThat(coherent.pa(0, VA)).isEqualTo(other);
        assertThat(coherent.mmus.getFirst().size()).isZero();
    }
}
