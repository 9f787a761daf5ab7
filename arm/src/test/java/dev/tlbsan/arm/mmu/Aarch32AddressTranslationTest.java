package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ATS1CPR to ATS1HW, and PAR in both of its formats. */
class Aarch32AddressTranslationTest {
    private static final long VA = 0x5012_3000L;
    private static final long LONG = 1 << 11;
    private static final long NON_SECURE = 1 << 9;
    private static final long SHORT_ROOT = TableMemory.BASE;
    private static final long SMALL_PAGES = TableMemory.BASE + 0x4000;
    private static final long LONG_ROOT = TableMemory.BASE + 0x5000;
    private static final long STAGE2_ROOT = TableMemory.BASE + 0x6000;
    private static final long REMAP = 1 << 28;
    private static final long EAE = 1L << 31;
    private static final long SECTION_OF_ALL = 2 | 3 << 10;

    private final Board board = new Board(1, TlbMode.COHERENT);
    private final Mmu mmu = board.mmus.getFirst();
    private final TestInitiator initiator = board.initiators.getFirst();

    private void enter(Stage1Registers stage1, long hcr) {
        var hyp = new Stage1Registers(1, 0, LONG_ROOT, 0, 0xff);
        var second = new Stage2Registers(hcr, 8 | 1 << 4 | 1 << 6, STAGE2_ROOT);
        board.program(0, new TranslationRegisters(stage1, hyp, second, true));
        mmu.contextSynchronization();
    }

    private void enterShort(long sctlr, long prrr, long nmrr) {
        enter(new Stage1Registers(1 | sctlr, 0, SHORT_ROOT, 0, prrr | nmrr << 32, 1, 0), 0);
    }

    private void section(long descriptor) {
        board.memory.write(SHORT_ROOT + (VA >>> 20) * 4, 4, descriptor);
    }

    /** Maps a gigabyte by the long format, for PL1 and Hyp mode. */
    private void gigabyte(long descriptor) {
        board.memory.write(LONG_ROOT + (VA >>> 30) * 8, 8, descriptor);
    }

    private AddressTranslation at(int opc1, int opc2) {
        return mmu.addressTranslate(Objects.requireNonNull(AtOperation.ofAarch32(opc1, opc2)), VA);
    }

    private long par(int opc1, int opc2) {
        AddressTranslation outcome = at(opc1, opc2);
        assertThat(outcome.abort()).isNull();
        return outcome.par();
    }

    /** opc1, opc2, and the operation of AArch64 that is the same. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, S1E1R",
        "0, 1, S1E1W",
        "0, 2, S1E0R",
        "0, 3, S1E0W",
        "0, 4, S12E1R",
        "0, 5, S12E1W",
        "0, 6, S12E0R",
        "0, 7, S12E0W",
        "4, 0, S1E2R",
        "4, 1, S1E2W",
        "4, 2, ",
        "4, 4, ",
        "4, 7, ",
        "1, 0, "
    })
    void operationsHaveTheNumbersOfTheManual(int opc1, int opc2, AtOperation expected) {
        assertThat(AtOperation.ofAarch32(opc1, opc2)).isEqualTo(expected);
    }

    @Test
    void aSectionGivesTheAddressOfThePage() {
        section(0x7ff0_0000L | SECTION_OF_ALL);
        enterShort(0, 0, 0);
        assertThat(par(0, 0) & 0xffff_f000L).isEqualTo(0x7ff2_3000L);
        assertThat(par(0, 0) & 0xb02).as("short format, no supersection").isEqualTo(NON_SECURE);
    }

    @Test
    void aSupersectionSaysSoAndGivesFortyBits() {
        section(0x8100_0000L | SECTION_OF_ALL | 1 << 18 | 0xaL << 20 | 0x5 << 5);
        enterShort(0, 0, 0);
        assertThat(par(0, 0) & ~0x4fcL).isEqualTo(0x8100_0000L | 0x5aL << 16 | NON_SECURE | 2);
    }

    /** Type in PRRR, inner and outer in NMRR, NOS and S; NOS, SH, Inner and Outer of PAR as bits. */
    @ParameterizedTest
    @CsvSource({
        "0 0 0 0 0, 0 1 001 00",
        "1 0 0 0 0, 0 1 011 00",
        "2 0 0 0 0, 0 1 000 00",
        "2 1 2 0 0, 0 0 101 10",
        "2 2 3 0 1, 0 1 110 11",
        "2 3 1 1 1, 1 1 111 01",
        "2 0 1 1 1, 1 1 000 01",
        "2 1 0 1 1, 1 1 101 00"
    })
    void attributesAreReported(String registers, String expected) {
        String[] given = registers.split(" ", -1);
        section(SECTION_OF_ALL | Long.parseLong(given[4]) << 16);
        enterShort(
                REMAP,
                Long.parseLong(given[0]) | 1 << 19 | Long.parseLong(given[3]) << 24,
                Long.parseLong(given[1]) | Long.parseLong(given[2]) << 16);
        String[] fields = expected.split(" ", -1);
        assertThat(par(0, 0) & 0x4fc)
                .isEqualTo(Long.parseLong(fields[0], 2) << 10
                        | Long.parseLong(fields[1], 2) << 7
                        | Long.parseLong(fields[2] + fields[3], 2) << 2);
    }

    /** The descriptor of the section, that of the page, the operation, FS. */
    @ParameterizedTest
    @CsvSource({
        "0x00000, 0, 0, 00101",
        "0x00001, 0, 0, 00111",
        "0x00802, 0, 1, 10000",
        "0x00802, 0, 2, 10000",
        "0x00802, 0, 3, 01101",
        "0x00001, 0x32, 3, 10000",
        "0x00001, 0x22, 3, 01111",
        "0x00022, 0, 0, 01001",
        "0x00021, 0x32, 0, 01011"
    })
    void faultsHaveTheShortStatus(String first, String second, int opc2, String expected) {
        long descriptor = Long.decode(first);
        section((descriptor & 3) == 1 ? descriptor | SMALL_PAGES : descriptor);
        board.memory.write(SMALL_PAGES + (VA >>> 12 & 0xff) * 4, 4, Long.decode(second));
        enterShort(0, 0, 0);
        int status = Integer.parseInt(expected, 2);
        if (status == 0b10000) {
            assertThat(par(0, opc2) & 1).as("no fault").isZero();
        } else {
            assertThat(par(0, opc2)).isEqualTo(1 | status << 1);
        }
    }

    @Test
    void accessFlagFaultsComeBeforeDomainFaults() {
        section((SECTION_OF_ALL & ~(1 << 10)) | 1 << 5);
        enterShort(1 << 29, 0, 0);
        assertThat(par(0, 0)).isEqualTo(1 | 0b00011 << 1);
        section(SECTION_OF_ALL | 1 << 5);
        assertThat(par(0, 0)).isEqualTo(1 | 0b01001 << 1);
    }

    @Test
    void theFormatIsThatOfTheTablesWithoutStage2AtPl1() {
        section(SECTION_OF_ALL);
        enterShort(0, 0, 0);
        assertThat(par(0, 0) & LONG).isZero();
        gigabyte(0x8000_0000L | 1 | 1 << 10);
        enter(new Stage1Registers(1, EAE, LONG_ROOT, 0, 0xff), 0);
        assertThat(par(0, 0)).isEqualTo(0x9012_3000L | LONG | NON_SECURE | 0xffL << 56);
    }

    @Test
    void hypModeHasTheLongFormatWhereStage2MayCountOrOneStageIsAsked() {
        section(SECTION_OF_ALL);
        initiator.regime(Regime.EL2);
        var shortTables = new Stage1Registers(1, 0, SHORT_ROOT, 0, 0, 1, 0);
        enter(shortTables, 0);
        assertThat(par(0, 0) & LONG).isNotZero();
        assertThat(par(0, 4) & LONG).as("both stages, stage 2 off").isZero();
        board.mapRam2(STAGE2_ROOT);
        enter(shortTables, 1);
        assertThat(par(0, 4)).as("a stage 2 fault").isEqualTo(LONG | 1 << 9 | 0b000101 << 1 | 1);
        assertThat(par(0, 0) & 1).as("stage 1 alone").isZero();
    }

    @Test
    void theOperationsOfHypModeUseItsTables() {
        gigabyte(0x8000_0000L | 1 | 1 << 10 | 1 << 7);
        initiator.regime(Regime.EL2);
        enter(Stage1Registers.OFF, 0);
        assertThat(par(4, 0)).isEqualTo(0x9012_3000L | LONG | NON_SECURE | 0xffL << 56);
        assertThat(par(4, 1)).as("read-only").isEqualTo(LONG | 0b001101 << 1 | 1);
    }

    @Test
    void aStage2FaultOnTheWalkIsTakenAtPl1AndReportedInHypMode() {
        var shortTables = new Stage1Registers(1, 0, SHORT_ROOT, 0, 0, 1, 0);
        enter(shortTables, 1);
        TranslationFault taken = Objects.requireNonNull(at(0, 0).abort());
        assertThat(taken.stage()).isEqualTo(2);
        assertThat(taken.onWalk()).isTrue();
        assertThat(taken.ipa()).isEqualTo(SHORT_ROOT + (VA >>> 20) * 4);
        initiator.regime(Regime.EL2);
        assertThat(par(0, 0)).isEqualTo(LONG | 1 << 9 | 1 << 8 | 0b000101 << 1 | 1);
    }
}
