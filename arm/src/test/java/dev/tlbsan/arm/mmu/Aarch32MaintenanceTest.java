package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLB maintenance of AArch32 (DDI 0487, Table G5-23), ASIDs, domains, and what needs no maintenance. */
class Aarch32MaintenanceTest {
    private static final long VA = 0x5000_1000L;
    private static final int ASID = 7;
    private static final long SHORT_TABLE = 1 | 1 << 5;
    /** A small page: Normal memory, all may read and write, not global. */
    private static final long SMALL_PAGE = 1 << 1 | 1 << 11 | 3 << 4 | 1 << 6 | 3 << 2;

    private static final long CLIENT_OF_1 = 1 << 2;
    private static final long MANAGER_OF_1 = 3 << 2;

    private final Board board = new Board(1, TlbMode.RETAIN);
    private final Mmu mmu = board.mmus.getFirst();
    private final TestInitiator initiator = board.initiators.getFirst();
    private final long oldPage = board.page();
    private final long newPage = board.page();
    private final long root = shortRoot();
    private final long pages = board.page();
    private final long stage2 = board.stage2Table();

    /** A first table of 16 KiB. */
    private long shortRoot() {
        long page = board.page();
        while ((page & 0x3fff) != 0) {
            page = board.page();
        }
        board.page();
        board.page();
        board.page();
        return page;
    }

    @BeforeEach
    void thePageIsMappedByStage1AndItselfByStage2() {
        board.memory.write(root + (VA >>> 20) * 4, 4, pages | SHORT_TABLE);
        mapTo(oldPage);
        board.mapRam2(stage2);
        enter(ASID, CLIENT_OF_1, true);
    }

    private void mapTo(long page) {
        board.memory.write(pages + (VA >>> 12 & 0xff) * 4, 4, page | SMALL_PAGE);
    }

    private void enter(int asid, long dacr, boolean withStage2) {
        long sctlr = 1;
        var stage1 = new Stage1Registers(sctlr, 0, root, 0, 0, dacr, asid);
        // 40 bits from two concatenated level 1 tables.
        var second = new Stage2Registers(withStage2 ? 1 : 0, 8 | 1 << 4 | 1 << 6, stage2 | 3L << 48);
        board.program(0, new TranslationRegisters(stage1, Stage1Registers.OFF, second, true));
        mmu.contextSynchronization();
    }

    private void execute(String numbers, long operand) {
        String[] parts = numbers.split(" c?", -1);
        boolean hyp = initiator.regime() == Regime.EL2;
        TlbiOperation operation = Objects.requireNonNull(TlbiOperation.ofAarch32(
                Integer.parseInt(parts[0]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), hyp));
        board.invalidate(0, operation, operation.operandOfAarch32(operand));
    }

    private Set<TlbEntry.Kind> refilled() {
        board.listen().fills.clear();
        board.pa(0, VA);
        Set<TlbEntry.Kind> kinds = EnumSet.noneOf(TlbEntry.Kind.class);
        board.fills.forEach(entry -> kinds.add(entry.kind()));
        return kinds;
    }

    /** opc1, CRn, CRm and opc2, operand; what has to be read again: stage 1 (1), both stages (2), last level only (L), none (-). */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "TLBIALL,        0 c8 c7 0, 0x0,        1",
        "TLBIALLIS,      0 c8 c3 0, 0x0,        1",
        "ITLBIALL,       0 c8 c5 0, 0x0,        1",
        "DTLBIALL,       0 c8 c6 0, 0x0,        1",
        "TLBIMVA,        0 c8 c7 1, 0x50001007, 1",
        "TLBIMVAIS,      0 c8 c3 1, 0x50001007, 1",
        "DTLBIMVA,       0 c8 c6 1, 0x50001007, 1",
        "other ASID,     0 c8 c7 1, 0x50001008, -",
        "other address,  0 c8 c7 1, 0x50101007, -",
        "TLBIASID,       0 c8 c7 2, 0x7,        1",
        "ITLBIASID,      0 c8 c5 2, 0x7,        1",
        "of others,      0 c8 c7 2, 0x6,        -",
        "TLBIMVAA,       0 c8 c7 3, 0x50001000, 1",
        "TLBIMVAAIS,     0 c8 c3 3, 0x50001000, 1",
        "TLBIMVAL,       0 c8 c7 5, 0x50001007, L",
        "TLBIMVALIS,     0 c8 c3 5, 0x50001007, L",
        "TLBIMVAAL,      0 c8 c7 7, 0x50001000, L",
        "TLBIMVAALIS,    0 c8 c3 7, 0x50001000, L",
        "TLBIALLNSNH,    4 c8 c7 4, 0x0,        2",
        "TLBIALLNSNHIS,  4 c8 c3 4, 0x0,        2",
        "TLBIALLH,       4 c8 c7 0, 0x0,        -",
        "TLBIMVAH,       4 c8 c7 1, 0x50001000, -"
    })
    void eachOperationRemovesWhatItMust(String name, String operation, String operand, String expected) {
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
        mapTo(newPage);
        execute(operation, Long.decode(operand));
        Set<TlbEntry.Kind> kinds = refilled();
        assertThat(board.pa(0, VA)).isEqualTo(expected.equals("-") ? oldPage : newPage);
        assertThat(kinds.contains(TlbEntry.Kind.STAGE1)).isEqualTo(!expected.equals("-"));
        assertThat(kinds.contains(TlbEntry.Kind.TABLE)).isEqualTo(expected.equals("1") || expected.equals("2"));
        assertThat(kinds.contains(TlbEntry.Kind.STAGE2_TABLE)).isEqualTo(expected.equals("2"));
    }

    @Test
    void tlbiallIsAboutStage1AtPl1AndAboutBothStagesInHypMode() {
        board.pa(0, VA);
        execute("0 c8 c7 0", 0);
        assertThat(refilled()).doesNotContain(TlbEntry.Kind.STAGE2, TlbEntry.Kind.STAGE2_TABLE);
        initiator.regime(Regime.EL2);
        execute("0 c8 c7 0", 0);
        initiator.regime(Regime.EL10);
        assertThat(refilled()).contains(TlbEntry.Kind.STAGE2, TlbEntry.Kind.STAGE2_TABLE);
    }

    @Test
    void operationsSayWhatSoftwareWrote() {
        assertThat(TlbiOperation.VAE1.mnemonic(true)).isEqualTo("TLBIMVA");
        assertThat(TlbiOperation.VMALLS12E1IS.mnemonic(true)).isEqualTo("TLBIALLIS");
        assertThat(TlbiOperation.VMALLE1.mnemonic(false)).isEqualTo("TLBI VMALLE1");
    }

    @Test
    void anotherAsidDoesNotHitAndTheFirstComesBackToItsEntries() {
        board.pa(0, VA);
        mapTo(newPage);
        enter(ASID + 1, CLIENT_OF_1, true);
        assertThat(board.pa(0, VA)).isEqualTo(newPage);
        enter(ASID, CLIENT_OF_1, true);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
    }

    @Test
    void theDomainIsLookedUpAtEachUseAndNeedsNoMaintenance() {
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
        enter(ASID, 0, true);
        assertThat(board.read(0, VA)).isInstanceOfSatisfying(TranslationFault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(TranslationFault.Kind.DOMAIN);
            assertThat(fault.domain()).isEqualTo(1);
            assertThat(fault.shortStatusCode()).isEqualTo(0b01011);
        });
        enter(ASID, MANAGER_OF_1, true);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
    }

    @Test
    void aManagerIsNotHeldToPermissions() {
        board.memory.write(pages + (VA >>> 12 & 0xff) * 4, 4, oldPage | (SMALL_PAGE & ~(3L << 4)));
        assertThat(board.read(0, VA)).isInstanceOf(TranslationFault.class);
        enter(ASID, MANAGER_OF_1, true);
        assertThat(board.pa(0, VA)).isEqualTo(oldPage);
    }

    @Test
    void addressesWrapAt32Bits() {
        board.pa(0, VA);
        board.listen();
        assertThat(board.pa(0, VA + (1L << 32))).isEqualTo(oldPage);
        assertThat(board.fills).as("the entries of the same address").isEmpty();
    }

    /** TTBCR.A1 says whose ASID counts in the long format, CONTEXTIDR does in the short one; it has eight bits. */
    @ParameterizedTest
    @CsvSource({"0x80000000, 0x11", "0x80400000, 0x22", "0x00000000, 0x33", "0x00400000, 0x33"})
    void theAsidComesFromItsRegister(String ttbcr, String expected) {
        var stage1 = new Stage1Registers(1, Long.decode(ttbcr), 0xff11L << 48, 0xff22L << 48, 0, 0, 0xff33);
        var registers = new TranslationRegisters(stage1, Stage1Registers.OFF, Stage2Registers.OFF, true);
        assertThat(registers.asid()).isEqualTo(Integer.decode(expected));
    }

    @Test
    void addressTranslationAnswersInTheFormatOfTheTablesAtPl1() {
        enter(ASID, CLIENT_OF_1, false);
        long par = mmu.addressTranslate(AtOperation.S1E1R, VA).par();
        assertThat(par & 0xffff_f000L).isEqualTo(oldPage & 0xffff_f000L);
        assertThat(par & 0x801).as("a success in the short format").isZero();
        long fault = mmu.addressTranslate(AtOperation.S1E1R, 0x6000_0000L).par();
        assertThat(fault).isEqualTo(1 | 0b00101 << 1);
        initiator.regime(Regime.EL2);
        assertThat(mmu.addressTranslate(AtOperation.S1E1R, VA).par() & 0x800)
                .as("Hyp mode has the long format")
                .isNotZero();
    }
}
