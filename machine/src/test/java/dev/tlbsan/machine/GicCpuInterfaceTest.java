package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GicCpuInterfaceTest {
    private static final int SPI = 40;
    private static final int OTHER_SPI = 41;
    private static final int GROUP_1_PENDING = 1022;

    private final GicModel gic = GicModel.enabled();

    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00000000", // CTLR
        "0x04, 0x00000000", // PMR
        "0x08, 0x00000002", // BPR
        "0x0c, 0x000003ff", // IAR
        "0x10, 0x00000000", // EOIR
        "0x14, 0x000000ff", // RPR
        "0x18, 0x000003ff", // HPPIR
        "0x1c, 0x00000003", // ABPR
        "0x20, 0x000003ff", // AIAR
        "0x28, 0x000003ff", // AHPPIR
        "0xd0, 0x00000000", // APR0
        "0xfc, 0x00020000", // IIDR: architecture 2
    })
    void readsAfterResetAsTheManualSays(String offset, String value) {
        assertThat(GicModel.reset(4).gicc(Integer.decode(offset))).isEqualTo(Integer.decode(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, 0xffffffff, 0x0000021f",
        "0x04, 0xffffffff, 0x000000f8",
        "0x08, 0x00000000, 0x00000002",
        "0x08, 0xffffffff, 0x00000007",
        "0x1c, 0x00000000, 0x00000003",
        "0x1c, 0xffffffff, 0x00000007",
        "0xd0, 0xffffffff, 0xffffffff",
        "0xd4, 0xffffffff, 0x00000000",
        "0xe0, 0xffffffff, 0x00000000",
        "0xfc, 0xffffffff, 0x00020000",
    })
    void keepsWhatIsWritable(String offset, String written, String value) {
        GicModel reset = GicModel.reset(4);
        reset.gicc(Integer.decode(offset), Long.decode(written).intValue());
        assertThat(reset.gicc(Integer.decode(offset)))
                .isEqualTo(Long.decode(value).intValue());
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00, false",
        "0x00, 0x08, true",
        "0x80, 0x80, false",
        "0x80, 0x78, false",
        "0x80, 0x88, true",
        "0xf0, 0xf8, true",
        "0xf8, 0xff, false",
    })
    void signalsWhatHasAHigherPriorityThanTheMask(String priority, String mask, boolean signalled) {
        gic.spi(SPI, Integer.decode(priority)).pend(SPI).gicc(GicModel.GICC_PMR, Integer.decode(mask));
        assertThat(gic.irq(0)).isEqualTo(signalled);
        assertThat(gic.gicc(GicModel.GICC_HPPIR)).isEqualTo(SPI);
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(signalled ? SPI : Gic.SPURIOUS);
    }

    @Test
    void acknowledgesTheHighestPriorityFirstAndTheLowestNumberAmongEquals() {
        for (int id = SPI; id < SPI + 4; id++) {
            gic.spi(id, id == SPI + 3 ? 0x40 : 0x80).pend(id);
        }
        for (int expected : new int[] {SPI + 3, SPI, SPI + 1, SPI + 2}) {
            int id = gic.gicc(GicModel.GICC_IAR);
            assertThat(id).isEqualTo(expected);
            gic.gicc(GicModel.GICC_EOIR, id);
        }
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(Gic.SPURIOUS);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0x80, 0x78, true", // all five bits are group priority
        "2, 0x80, 0x80, false",
        "3, 0x88, 0x80, false", // 7:4
        "3, 0x88, 0x78, true",
        "4, 0xb8, 0xa0, false", // 7:5
        "4, 0xb8, 0x98, true",
        "6, 0xf0, 0x80, false", // 7
        "6, 0xf0, 0x78, true",
        "7, 0xf0, 0x00, false", // no preemption
    })
    void preemptsByGroupPriority(int binaryPoint, String active, String pending, boolean preempts) {
        gic.gicc(GicModel.GICC_BPR, binaryPoint)
                .spi(SPI, Integer.decode(active))
                .pend(SPI);
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(SPI);
        assertThat(gic.irq(0)).isFalse();
        gic.spi(OTHER_SPI, Integer.decode(pending)).pend(OTHER_SPI);
        assertThat(gic.irq(0)).isEqualTo(preempts);
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(preempts ? OTHER_SPI : Gic.SPURIOUS);
    }

    @Test
    void theRunningPriorityIsThatOfTheInnermostActiveInterrupt() {
        gic.spi(SPI, 0xa0).pend(SPI);
        gic.gicc(GicModel.GICC_IAR);
        assertThat(gic.gicc(GicModel.GICC_RPR)).isEqualTo(0xa0);
        gic.spi(OTHER_SPI, 0x50).pend(OTHER_SPI);
        gic.gicc(GicModel.GICC_IAR);
        assertThat(gic.gicc(GicModel.GICC_RPR)).isEqualTo(0x50);
        gic.gicc(GicModel.GICC_EOIR, OTHER_SPI);
        assertThat(gic.gicc(GicModel.GICC_RPR)).isEqualTo(0xa0);
        gic.gicc(GicModel.GICC_EOIR, SPI);
        assertThat(gic.gicc(GicModel.GICC_RPR)).isEqualTo(0xff);
    }

    @Test
    void anActiveLevelComesAgainOnlyAfterItsEnd() {
        gic.spi(SPI, 0x80).gic.spi(SPI).level(true);
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(SPI);
        assertThat(gic.gicd(GicModel.GICD_ISPENDR + 4)).isEqualTo(1 << 8);
        assertThat(gic.gicd(GicModel.GICD_ISACTIVER + 4)).isEqualTo(1 << 8);
        assertThat(gic.irq(0)).isFalse();
        gic.gicc(GicModel.GICC_EOIR, SPI);
        assertThat(gic.irq(0)).isTrue();
    }

    @Test
    void theEndOfInterruptCanLeaveDeactivationToSoftware() {
        gic.gicc(GicModel.GICC_CTLR, 0x201)
                .spi(SPI, 0x80)
                .spi(OTHER_SPI, 0x80)
                .gic
                .spi(SPI)
                .level(true);
        gic.gicc(GicModel.GICC_IAR);
        gic.pend(OTHER_SPI).gicc(GicModel.GICC_EOIR, SPI);
        assertThat(gic.gicc(GicModel.GICC_RPR)).isEqualTo(0xff);
        assertThat(gic.gicd(GicModel.GICD_ISACTIVER + 4)).isEqualTo(1 << 8);
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(OTHER_SPI);
        gic.gicc(GicModel.GICC_EOIR, OTHER_SPI);
        assertThat(gic.irq(0)).isFalse();
        gic.gicc(GicModel.GICC_DIR, SPI);
        assertThat(gic.irq(0)).isTrue();
    }

    @Test
    void deactivationByItsRegisterNeedsThatMode() {
        gic.spi(SPI, 0x80).pend(SPI).gicc(GicModel.GICC_IAR);
        gic.gicc(GicModel.GICC_DIR, SPI);
        assertThat(gic.gicd(GicModel.GICD_ISACTIVER + 4)).isEqualTo(1 << 8);
    }

    @Test
    void softwareCanActivateAndDeactivateByTheDistributor() {
        gic.spi(SPI, 0x80).gicd(GicModel.GICD_ISACTIVER + 4, 1 << 8).pend(SPI);
        assertThat(gic.irq(0)).isFalse();
        gic.gicd(GicModel.GICD_ICACTIVER + 4, 1 << 8);
        assertThat(gic.irq(0)).isTrue();
    }

    @Test
    void theEndOfNothingDoesNothing() {
        gic.spi(SPI, 0x80).gicd(GicModel.GICD_ISACTIVER + 4, 1 << 8);
        gic.gicc(GicModel.GICC_EOIR, SPI).gicc(GicModel.GICC_EOIR, Gic.SPURIOUS);
        assertThat(gic.gicd(GicModel.GICD_ISACTIVER + 4)).isEqualTo(1 << 8);
        assertThat(gic.gicc(GicModel.GICC_RPR)).isEqualTo(0xff);
    }

    @ParameterizedTest
    @CsvSource({
        "0x1, true, false, false, false",
        "0x2, false, false, true, false",
        "0x3, true, false, true, false",
        "0x9, false, true, false, false",
        "0xb, false, true, true, false",
    })
    void signalsEachGroupAsItsControlsSay(String control, boolean irq0, boolean fiq0, boolean irq1, boolean fiq1) {
        gic.gicc(GicModel.GICC_CTLR, Integer.decode(control)).spi(SPI, 0x80).pend(SPI);
        assertThat(gic.irq(0)).isEqualTo(irq0);
        assertThat(gic.fiq(0)).isEqualTo(fiq0);
        gic.gicd(GicModel.GICD_IGROUPR + 4, 1 << 8);
        assertThat(gic.irq(0)).isEqualTo(irq1);
        assertThat(gic.fiq(0)).isEqualTo(fiq1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 40, 1023",
        "0, 4, 40, 1023",
        "1, 0, 1022, 40",
        "1, 4, 40, 40",
    })
    void eachViewAcknowledgesItsGroup(int group, int ackCtl, int id, int aliasedId) {
        gic.gicc(GicModel.GICC_CTLR, 3 | ackCtl).spi(SPI, 0x80).gicd(GicModel.GICD_IGROUPR + 4, group << 8);
        gic.pend(SPI);
        assertThat(gic.gicc(GicModel.GICC_HPPIR)).isEqualTo(id);
        assertThat(gic.gicc(GicModel.GICC_AHPPIR)).isEqualTo(aliasedId);
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(id);
        gic.gicc(GicModel.GICC_EOIR, SPI).pend(SPI);
        assertThat(gic.gicc(GicModel.GICC_AIAR)).isEqualTo(aliasedId);
    }

    @Test
    void aGroup1InterruptThatIsNotSignalledIsSpuriousNotSpecial() {
        gic.spi(SPI, 0x80).gicd(GicModel.GICD_IGROUPR + 4, 1 << 8).pend(SPI);
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(GROUP_1_PENDING);
        gic.gicc(GicModel.GICC_PMR, 0x80);
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(Gic.SPURIOUS);
    }

    @Test
    void theAliasedEndOfInterruptIsForGroup1() {
        gic.spi(SPI, 0x80).pend(SPI).gicc(GicModel.GICC_IAR);
        gic.gicc(GicModel.GICC_AEOIR, SPI);
        assertThat(gic.gicc(GicModel.GICC_RPR)).isEqualTo(0x80);
        gic.gicd(GicModel.GICD_IGROUPR + 4, 1 << 8).gicc(GicModel.GICC_AEOIR, SPI);
        assertThat(gic.gicc(GicModel.GICC_RPR)).isEqualTo(0xff);
    }

    @ParameterizedTest
    @CsvSource({"0, 4, true", "0, 5, false", "0x10, 4, false", "0x10, 7, false"})
    void group1HasItsOwnBinaryPointUnlessThatIsShared(String common, int aliased, boolean preempts) {
        gic.gicc(GicModel.GICC_CTLR, 3 | Integer.decode(common))
                .gicc(GicModel.GICC_BPR, 4)
                .gicc(GicModel.GICC_ABPR, aliased)
                .gicd(GicModel.GICD_IGROUPR + 4, 0b11 << 8);
        gic.spi(SPI, 0x90).pend(SPI).gicc(GicModel.GICC_AIAR);
        gic.spi(OTHER_SPI, 0x80).pend(OTHER_SPI);
        assertThat(gic.irq(0)).isEqualTo(preempts);
    }

    @Test
    void everyCpuHasItsOwnInterface() {
        gic.on(1).gicc(GicModel.GICC_PMR, 0x40).gicc(GicModel.GICC_CTLR, 1);
        assertThat(gic.on(2).gicc(GicModel.GICC_PMR)).isEqualTo(0xf8);
        gic.on(2).spi(SPI, 0x80).gicdByte(GicModel.GICD_ITARGETSR + SPI, 0b0110).pend(SPI);
        assertThat(gic.irqs()).isEqualTo("[false, false, true, false]");
    }

    @Test
    void aPpiInterruptsItsCpuOnly() {
        gic.on(2).gicd(GicModel.GICD_ISENABLER, 1 << 27).gic.ppi(2, 27).level(true);
        assertThat(gic.irqs()).isEqualTo("[false, false, true, false]");
        gic.gic.ppi(1, 27).level(true);
        assertThat(gic.irqs()).as("CPU 1 has not enabled it").isEqualTo("[false, false, true, false]");
        gic.gic.ppi(2, 27).level(false);
        assertThat(gic.irqs()).isEqualTo("[false, false, false, false]");
    }
}
