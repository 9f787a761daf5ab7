package dev.tlbsan.arm.mmu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.TranslationFault.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries of both stages, and what removes which of them. */
class StageTwoEntriesTest {
    private static final long VA = 0x20_0000;
    private static final long IPA = 0x8000_0000L;

    private final Board board = new Board(1, TlbMode.RETAIN).listen();
    private final long oldPage = board.page();
    private final long newPage = board.page();
    private final long root = board.stage1Table();
    private final long root2 = board.stage2Table();
    private final Stage1Registers space = Board.stage1(root, 5);
    private final Stage2Registers vm = Board.stage2(root2, 3);

    @BeforeEach
    void guestReadsThroughTheOldStage2Mapping() {
        board.mapRam2(root2);
        board.map2(root2, IPA, oldPage | Board.PAGE2);
        board.map(root, VA, IPA | Board.PAGE);
        board.enter(0, space, vm);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
        board.map2(root2, IPA, newPage | Board.PAGE2);
    }

    @Test
    void invalidationByIpaAloneLeavesTheCombinedEntry() {
        board.invalidate(0, TlbiOperation.IPAS2E1, IPA >>> 12);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
    }

    @Test
    void invalidationOfStage1AloneLeavesTheStage2Entry() {
        board.invalidate(0, TlbiOperation.VMALLE1, 0);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
    }

    @Test
    void invalidationByIpaThenOfStage1RemovesBoth() {
        Mmu mmu = board.mmus.getFirst();
        mmu.tlbi(TlbiOperation.IPAS2E1IS, IPA >>> 12);
        mmu.dsb(ShareabilityDomain.INNER_SHAREABLE, true);
        mmu.tlbi(TlbiOperation.VMALLE1IS, 0);
        mmu.dsb(ShareabilityDomain.INNER_SHAREABLE, true);
        mmu.contextSynchronization();
        assertThat(board.pa(0, VA)).isEqualTo(newPage);
    }

    @Test
    void invalidationOfBothStagesRemovesEverythingOfTheVmid() {
        board.invalidate(0, TlbiOperation.VMALLS12E1, 0);
        assertThat(board.mmus.getFirst().size()).isZero();
        assertThat(board.pa(0, VA)).isEqualTo(newPage);
    }

    @Test
    void lastLevelInvalidationByIpaKeepsStage2Tables() {
        int before = board.mmus.getFirst().size();
        board.invalidate(0, TlbiOperation.IPAS2LE1, IPA >>> 12);
        assertThat(board.mmus.getFirst().size()).isEqualTo(before - 1);
        board.invalidate(0, TlbiOperation.IPAS2E1, IPA >>> 12);
        assertThat(board.mmus.getFirst().size()).isEqualTo(before - 3);
    }

    @Test
    void anEntryTellsItsWholeDerivation() {
        TlbEntry combined = board.fills.getLast();
        assertThat(combined.kind()).isEqualTo(TlbEntry.Kind.COMBINED);
        TlbEntry page = requireNonNull(combined.parent());
        assertThat(page.kind()).isEqualTo(TlbEntry.Kind.STAGE1);
        assertThat(page.descriptor()).isEqualTo(IPA | Board.PAGE);
        TlbEntry table = requireNonNull(page.parent());
        assertThat(table.kind()).isEqualTo(TlbEntry.Kind.TABLE);
        TlbEntry first = requireNonNull(table.parent());
        assertThat(first.parent()).isNull();
        assertThat(requireNonNull(first.via()).descriptor() >>> 21 << 21).isEqualTo(TableMemory.BASE);
        TlbEntry stage2 = requireNonNull(combined.via());
        assertThat(stage2.kind()).isEqualTo(TlbEntry.Kind.STAGE2);
        assertThat(stage2.descriptor()).isEqualTo(oldPage | Board.PAGE2);
        assertThat(requireNonNull(stage2.parent()).kind()).isEqualTo(TlbEntry.Kind.STAGE2_TABLE);
        assertThat(combined.provenance().vttbr()).isEqualTo(vm.vttbr());
        assertThat(combined.provenance().ttbr()).isEqualTo(space.ttbr0());
        assertThat(combined.provenance().asid()).isEqualTo(5);
        assertThat(combined.provenance().vmid()).isEqualTo(3);
    }

    @Test
    void aMovedGuestTableIsStillReadThroughTheWalkCacheAfterInvalidationByIpa() {
        long l2 = board.memory.read(root, 8) & 0xffff_f000L;
        long copy = board.page();
        board.memory.write(copy + 8, 8, 0);
        board.map2(root2, 0x9000_0000L, copy | Board.PAGE2);
        board.invalidate(0, TlbiOperation.IPAS2E1, l2 >>> 12);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
    }

    @Test
    void oneAddressOfABlockInvalidatesAllSplintersOfIt() {
        long block = VA + (2L << 20);
        board.mapBlock(root, block, IPA | (Board.PAGE & ~2));
        board.map2(root2, IPA + 0x1000, oldPage | Board.PAGE2);
        board.invalidate(0, TlbiOperation.VMALLS12E1, 0);
        assertThat(board.pa(0, block)).isEqualTo(newPage);
        assertThat(board.pa(0, block + 0x1000)).isEqualTo(oldPage);
        board.map2(root2, IPA, oldPage | Board.PAGE2);
        board.map2(root2, IPA + 0x1000, newPage | Board.PAGE2);
        board.invalidate(0, TlbiOperation.IPAS2E1, IPA >>> 12);
        board.invalidate(0, TlbiOperation.IPAS2E1, (IPA + 0x1000) >>> 12);
        assertThat(board.pa(0, block)).isEqualTo(newPage);
        board.invalidate(0, TlbiOperation.VAE1, Board.operand(5, block + 0x1f_f000));
        assertThat(board.pa(0, block)).isEqualTo(oldPage);
        assertThat(board.pa(0, block + 0x1000)).isEqualTo(newPage);
    }

    @Test
    void entriesMadeWithStage1OffAreNotHitWithItOn() {
        Stage1Registers off = new Stage1Registers(0, space.tcr(), space.ttbr0(), 0, space.mair());
        board.invalidate(0, TlbiOperation.VMALLS12E1, 0);
        board.enter(0, off, vm);
        assertThat(board.pa(0, IPA)).isEqualTo(newPage);
        board.enter(0, space, vm);
        assertThat(board.read(0, IPA)).isEqualTo(new TranslationFault(Kind.TRANSLATION, 1, 1, false, 0));
    }

    @Test
    void flushingAnIpaTakesStage1InvalidationEvenWithStage1Off() {
        Stage1Registers off = new Stage1Registers(0, space.tcr(), space.ttbr0(), 0, space.mair());
        board.invalidate(0, TlbiOperation.VMALLS12E1, 0);
        board.enter(0, off, vm);
        assertThat(board.pa(0, IPA)).isEqualTo(newPage);
        board.map2(root2, IPA, oldPage | Board.PAGE2);
        board.invalidate(0, TlbiOperation.IPAS2E1, IPA >>> 12);
        assertThat(board.pa(0, IPA)).isEqualTo(newPage);
        board.invalidate(0, TlbiOperation.VMALLE1, 0);
        assertThat(board.pa(0, IPA)).isEqualTo(oldPage);
    }

    @Test
    void aStage2FaultOnAWalkNamesTheAddressOfTheDescriptor() {
        long far = 0x40_0000_0000L - 0x1000;
        board.enter(0, Board.stage1(0x90_0000_0000L, 5), vm);
        board.invalidate(0, TlbiOperation.VMALLS12E1, 0);
        assertThat(board.read(0, far))
                .isEqualTo(new TranslationFault(Kind.TRANSLATION, 1, 2, true, 0x90_0000_0000L + 8 * 255));
    }
}
