package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.TranslationFault.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AT and PAR_EL1. */
class AddressTranslationTest {
    private static final long VA = 0x20_0000;
    private static final long IPA = 0x8000_0000L;
    private static final long SUCCESS = 1 << 11 | 1 << 9;
    private static final long FAULT = 1 << 11 | 1;
    private static final long NORMAL = 0xffL << 56;
    private static final long OUTER = 2 << 7;
    private static final long INNER = 3 << 7;

    private final Board board = new Board(1, TlbMode.RETAIN);
    private final Mmu mmu = board.mmus.getFirst();
    private final long page = board.page();
    private final long root = board.stage1Table();
    private final long root2 = board.stage2Table();
    private final Stage1Registers space = Board.stage1(root, 5);
    private final Stage2Registers vm = Board.stage2(root2, 3);

    @BeforeEach
    void map() {
        board.mapRam2(root2);
        board.map2(root2, IPA, page | Board.PAGE2);
        board.map(root, VA, IPA | Board.PAGE | 3 << 8);
        board.enter(0, space, vm);
        board.initiators.getFirst().regime(Regime.EL2);
    }

    private long par(AtOperation operation, long va) {
        AddressTranslation outcome = mmu.addressTranslate(operation, va);
        assertThat(outcome.abort()).isNull();
        return outcome.par();
    }

    @Test
    void oneStageGivesTheIntermediateAddress() {
        assertThat(par(AtOperation.S1E1R, VA + 0x123)).isEqualTo(IPA | SUCCESS | NORMAL | INNER);
    }

    @Test
    void bothStagesGiveThePhysicalAddress() {
        assertThat(par(AtOperation.S12E1R, VA)).isEqualTo(page | SUCCESS | NORMAL | INNER);
        assertThat(par(AtOperation.S12E1W, VA)).isEqualTo(page | SUCCESS | NORMAL | INNER);
    }

    @Test
    void theUnprivilegedFormsCheckEl0Permissions() {
        assertThat(par(AtOperation.S1E0R, VA)).isEqualTo(FAULT | 0b001111 << 1);
        board.map(root, VA, IPA | Board.PAGE | 1 << 6 | Board.READ_ONLY);
        board.invalidate(0, TlbiOperation.VMALLE1, 0);
        assertThat(par(AtOperation.S12E0R, VA)).isEqualTo(page | SUCCESS | NORMAL);
        assertThat(par(AtOperation.S12E0W, VA)).isEqualTo(FAULT | 0b001111 << 1);
    }

    @Test
    void aStage2FaultIsReportedAtEl2() {
        board.map2(root2, IPA, page | (Board.PAGE2 & ~Board.STAGE2_WRITE));
        assertThat(par(AtOperation.S12E1W, VA)).isEqualTo(FAULT | 0b001111 << 1 | 1 << 9);
        board.map2(root2, IPA, 0);
        board.invalidate(0, TlbiOperation.VMALLS12E1, 0);
        assertThat(par(AtOperation.S12E1R, VA)).isEqualTo(FAULT | 0b000111 << 1 | 1 << 9);
        assertThat(par(AtOperation.S1E1R, VA)).isEqualTo(IPA | SUCCESS | NORMAL | INNER);
    }

    @Test
    void aStage2FaultOnTheWalkIsReportedAtEl2AndTakenAtEl1() {
        board.enter(0, Board.stage1(IPA + 0x1000, 6), vm);
        assertThat(par(AtOperation.S1E1R, VA)).isEqualTo(FAULT | 0b000111 << 1 | 1 << 9 | 1 << 8);
        board.initiators.getFirst().regime(Regime.EL10);
        assertThat(mmu.addressTranslate(AtOperation.S1E1R, VA).abort())
                .isEqualTo(new TranslationFault(Kind.TRANSLATION, 3, 2, true, IPA + 0x1000));
    }

    @Test
    void anExternalAbortOnTheWalkIsTaken() {
        board.enter(0, Board.stage1(1L << 40, 6), Stage2Registers.OFF);
        assertThat(mmu.addressTranslate(AtOperation.S1E1R, VA).abort())
                .isEqualTo(new TranslationFault(Kind.EXTERNAL_ON_WALK, 1, 1, false, 0));
    }

    @Test
    void withStage1OffTheAddressStaysAndIsDeviceMemory() {
        board.enter(0, Stage1Registers.OFF, Stage2Registers.OFF);
        assertThat(par(AtOperation.S1E1R, 0x1234_5678L)).isEqualTo(0x1234_5000L | SUCCESS | OUTER);
        assertThat(par(AtOperation.S1E1R, 1L << 48)).isEqualTo(FAULT);
    }

    @Test
    void withDefaultCacheabilityItIsNormalMemory() {
        Stage2Registers dc = new Stage2Registers(1 << 12, vm.vtcr(), vm.vttbr());
        board.enter(0, space, dc);
        assertThat(par(AtOperation.S1E1R, VA)).isEqualTo(VA | SUCCESS | NORMAL);
        assertThat(par(AtOperation.S12E1R, IPA)).isEqualTo(page | SUCCESS | NORMAL);
    }

    @Test
    void theEl2RegimeIsTranslatedByItsOwnRegisters() {
        board.program(0, mmu.registers().withEl2(new Stage1Registers(1, 25 | 5 << 16, root, 0, 0x44)));
        mmu.contextSynchronization();
        assertThat(par(AtOperation.S1E2W, VA)).isEqualTo(IPA | SUCCESS | 0x44L << 56 | OUTER);
    }

    @Test
    void aRememberedEntryAnswers() {
        assertThat(par(AtOperation.S1E1R, VA)).isEqualTo(IPA | SUCCESS | NORMAL | INNER);
        board.map(root, VA, 0);
        assertThat(par(AtOperation.S1E1R, VA)).isEqualTo(IPA | SUCCESS | NORMAL | INNER);
        board.invalidate(0, TlbiOperation.VALE1, Board.operand(5, VA));
        assertThat(par(AtOperation.S1E1R, VA)).isEqualTo(FAULT | 0b000111 << 1);
    }
}
