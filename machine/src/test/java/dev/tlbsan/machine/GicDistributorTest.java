package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GicDistributorTest {
    private static final int SPI = 40;

    private final GicModel gic = GicModel.enabled();

    @ParameterizedTest
    @CsvSource({
        "0x000, 0x00000000", // CTLR
        "0x004, 0x00000068", // TYPER: 288 interrupts, 4 CPUs
        "0x008, 0x00000000", // IIDR
        "0x080, 0x00000000", // IGROUPR0
        "0x100, 0x0000ffff", // ISENABLER0
        "0x104, 0x00000000",
        "0x180, 0x0000ffff", // ICENABLER0
        "0x200, 0x00000000", // ISPENDR0
        "0x300, 0x00000000", // ISACTIVER0
        "0x400, 0x00000000", // IPRIORITYR0
        "0x800, 0x02020202", // ITARGETSR0, as CPU 1 sees it
        "0x81c, 0x02020202", // ITARGETSR7
        "0x820, 0x00000000", // ITARGETSR8
        "0xc00, 0xaaaaaaaa", // ICFGR0
        "0xc04, 0x00000000", // ICFGR1
        "0xf00, 0x00000000", // SGIR
        "0xfe8, 0x0000002b", // ICPIDR2: architecture 2
        "0xffc, 0x000000b1", // ICCIDR3
    })
    void readsAfterResetAsTheManualSays(String offset, String value) {
        GicModel reset = GicModel.reset(4).on(1);
        assertThat(reset.gicd(Integer.decode(offset)))
                .isEqualTo(Long.decode(value).intValue());
    }

    @ParameterizedTest
    @CsvSource({
        "0x000, 0x00000003",
        "0x004, 0x00000068",
        "0x008, 0x00000000",
        "0x080, 0xffffffff",
        "0x0a0, 0xffffffff",
        "0x0a4, 0x00000000", // there is no interrupt 288
        "0x100, 0xffffffff",
        "0x120, 0xffffffff",
        "0x124, 0x00000000",
        "0x180, 0x0000ffff", // SGIs cannot be disabled
        "0x200, 0xffff0000", // SGIs cannot be made pending so
        "0x300, 0xffffffff",
        "0x380, 0x00000000",
        "0x400, 0xf8f8f8f8",
        "0x51c, 0xf8f8f8f8",
        "0x520, 0x00000000",
        "0x800, 0x01010101",
        "0x820, 0x0f0f0f0f",
        "0x91c, 0x0f0f0f0f",
        "0x920, 0x00000000",
        "0xc00, 0xaaaaaaaa",
        "0xc04, 0xaaaaaaaa",
        "0xc44, 0xaaaaaaaa",
        "0xc48, 0x00000000",
        "0xe00, 0x00000000", // NSACR: no Security Extensions
        "0xf20, 0x0f0f0f0f",
        "0xfe8, 0x0000002b",
    })
    void keepsOfAllOnesWhatIsWritable(String offset, String value) {
        GicModel reset = GicModel.reset(4);
        reset.gicd(Integer.decode(offset), -1);
        assertThat(reset.gicd(Integer.decode(offset)))
                .isEqualTo(Long.decode(value).intValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x100, 0x200, 0x300})
    void setAndClearRegistersOfAKindShowTheSame(int set) {
        int clear = set + 0x80;
        gic.gicd(set + 4, 0x0000_ff0f);
        gic.gicd(clear + 4, 0x0000_f00a);
        assertThat(gic.gicd(set + 4)).isEqualTo(0xf05);
        assertThat(gic.gicd(clear + 4)).isEqualTo(0xf05);
    }

    @Test
    void everyCpuHasItsOwnSgisAndPpis() {
        gic.on(1).gicd(GicModel.GICD_ISENABLER, 1 << 27).gicdByte(GicModel.GICD_IPRIORITYR + 27, 0x80);
        assertThat(gic.on(1).gicd(GicModel.GICD_ISENABLER)).isEqualTo(0x0800_ffff);
        assertThat(gic.on(1).gicd(GicModel.GICD_IPRIORITYR + 24)).isEqualTo(0x8000_0000);
        assertThat(gic.on(2).gicd(GicModel.GICD_ISENABLER)).isEqualTo(0xffff);
        assertThat(gic.on(2).gicd(GicModel.GICD_IPRIORITYR + 24)).isZero();
    }

    @Test
    void allCpusShareTheSpis() {
        gic.on(1).gicd(GicModel.GICD_ISENABLER + 4, 1 << 8);
        assertThat(gic.on(2).gicd(GicModel.GICD_ISENABLER + 4)).isEqualTo(1 << 8);
    }

    @Test
    void prioritiesAndTargetsAreByteAccessible() {
        gic.gicd(GicModel.GICD_IPRIORITYR + 40, 0x4030_2010).gicdByte(GicModel.GICD_IPRIORITYR + 42, 0xa0);
        assertThat(gic.gicd(GicModel.GICD_IPRIORITYR + 40)).isEqualTo(0x40a0_2010);
        assertThat(gic.distributor().read(GicModel.GICD_IPRIORITYR + 43, 1)).isEqualTo(0x40);
        gic.gicd(GicModel.GICD_ITARGETSR + 40, 0x0102_0408).gicdByte(GicModel.GICD_ITARGETSR + 40, 3);
        assertThat(gic.gicd(GicModel.GICD_ITARGETSR + 40)).isEqualTo(0x0102_0403);
    }

    @Test
    void accessesOfOtherSizesReachThoseBytesOfTheRegisters() {
        gic.distributor().write(GicModel.GICD_IGROUPR + 6, 2, 0xabcd);
        assertThat(gic.gicd(GicModel.GICD_IGROUPR + 4)).isEqualTo(0xabcd_0000);
        assertThat(gic.distributor().read(GicModel.GICD_IGROUPR + 6, 2)).isEqualTo(0xabcd);
        gic.distributor().write(GicModel.GICD_IGROUPR + 8, 8, 0x1122_3344_5566_7788L);
        assertThat(gic.distributor().read(GicModel.GICD_IGROUPR + 8, 8)).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(gic.gicd(GicModel.GICD_IGROUPR + 12)).isEqualTo(0x1122_3344);
    }

    @Test
    void aLevelIsPendingWhileItLastsAndNotLonger() {
        gic.spi(SPI, 0x80).gic.spi(SPI).level(true);
        gic.gicd(GicModel.GICD_ICPENDR + 4, 1 << 8);
        assertThat(gic.gicd(GicModel.GICD_ISPENDR + 4)).isEqualTo(1 << 8);
        assertThat(gic.irq(0)).isTrue();
        gic.gic.spi(SPI).level(false);
        assertThat(gic.gicd(GicModel.GICD_ISPENDR + 4)).isZero();
        assertThat(gic.irq(0)).isFalse();
    }

    @Test
    void anEdgeIsPendingUntilItIsAcknowledged() {
        gic.spi(SPI, 0x80).gicd(GicModel.GICD_ICFGR + 8, 2 << 16).gic.spi(SPI).level(true);
        gic.gic.spi(SPI).level(false);
        assertThat(gic.irq(0)).isTrue();
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(SPI);
        assertThat(gic.gicd(GicModel.GICD_ISPENDR + 4)).isZero();
    }

    @Test
    void anEdgeCanBeWithdrawnBySoftware() {
        gic.spi(SPI, 0x80).gicd(GicModel.GICD_ICFGR + 8, 2 << 16).gic.spi(SPI).level(true);
        gic.gicd(GicModel.GICD_ICPENDR + 4, 1 << 8);
        assertThat(gic.irq(0)).isFalse();
        gic.gic.spi(SPI).level(true);
        assertThat(gic.irq(0)).as("no new edge").isFalse();
    }

    @Test
    void whatSoftwareMadePendingEndsWhenItIsAcknowledgedThoughItIsALevel() {
        gic.spi(SPI, 0x80).pend(SPI);
        assertThat(gic.irq(0)).isTrue();
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(SPI);
        assertThat(gic.gicd(GicModel.GICD_ISPENDR + 4)).isZero();
    }

    @Test
    void anSpiGoesToItsTargetsAndTheFirstToAcknowledgeHasIt() {
        gic.spi(SPI, 0x80).gicdByte(GicModel.GICD_ITARGETSR + SPI, 0b1010).pend(SPI);
        assertThat(gic.irqs()).isEqualTo("[false, true, false, true]");
        assertThat(gic.on(3).gicc(GicModel.GICC_IAR)).isEqualTo(SPI);
        assertThat(gic.irqs()).isEqualTo("[false, false, false, false]");
        assertThat(gic.on(1).gicc(GicModel.GICC_IAR)).isEqualTo(Gic.SPURIOUS);
    }

    @ParameterizedTest
    @CsvSource({"0x000a0003, 0b1010", "0x010f0003, 0b1101", "0x020f0003, 0b0010", "0x030f0003, 0b0000"})
    void anSgiGoesToTheListToAllOthersOrToOneself(String written, String cpus) {
        gic.on(1).gicd(GicModel.GICD_SGIR, Integer.decode(written));
        int reached = 0;
        for (int cpu = 0; cpu < GicModel.CPUS; cpu++) {
            reached |= gic.irq(cpu) ? 1 << cpu : 0;
        }
        assertThat(reached).isEqualTo(Integer.parseInt(cpus.substring(2), 2));
    }

    @Test
    void anSgiSaysWhoSentItAndIsPendingOnceForEachSender() {
        gic.on(1).gicd(GicModel.GICD_SGIR, 0x0001_0005).on(3).gicd(GicModel.GICD_SGIR, 0x0001_0005);
        gic.on(0);
        assertThat(gic.gicd(GicModel.GICD_ISPENDR)).isEqualTo(1 << 5);
        assertThat(gic.gicd(GicModel.GICD_CPENDSGIR + 4)).isEqualTo(0b1010 << 8);
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(5 | (1 << 10));
        gic.gicc(GicModel.GICC_EOIR, 5 | (1 << 10));
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(5 | (3 << 10));
        gic.gicc(GicModel.GICC_EOIR, 5 | (3 << 10));
        assertThat(gic.gicc(GicModel.GICC_IAR)).isEqualTo(Gic.SPURIOUS);
    }

    @Test
    void aPendingSgiCanBeSetAndClearedForEachSender() {
        gic.gicd(GicModel.GICD_SPENDSGIR + 4, 0b0110 << 16).gicdByte(GicModel.GICD_CPENDSGIR + 6, 0b0010);
        assertThat(gic.gicd(GicModel.GICD_SPENDSGIR + 4)).isEqualTo(0b0100 << 16);
        assertThat(gic.gicd(GicModel.GICD_ISPENDR)).isEqualTo(1 << 6);
        gic.gicdByte(GicModel.GICD_CPENDSGIR + 6, 0b0100);
        assertThat(gic.irq(0)).isFalse();
    }

    @Test
    void aDisabledInterruptStaysPendingAndIsNotForwarded() {
        gic.spi(SPI, 0x80).pend(SPI).gicd(GicModel.GICD_ICENABLER + 4, 1 << 8);
        assertThat(gic.irq(0)).isFalse();
        assertThat(gic.gicd(GicModel.GICD_ISPENDR + 4)).isEqualTo(1 << 8);
        gic.gicd(GicModel.GICD_ISENABLER + 4, 1 << 8);
        assertThat(gic.irq(0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, false, false", "1, true, false", "2, false, true", "3, true, true"})
    void forwardsTheGroupsThatAreEnabled(int control, boolean group0, boolean group1) {
        gic.spi(SPI, 0x80).pend(SPI).gicd(GicModel.GICD_CTLR, control);
        assertThat(gic.irq(0)).isEqualTo(group0);
        gic.gicd(GicModel.GICD_IGROUPR + 4, 1 << 8);
        assertThat(gic.irq(0)).isEqualTo(group1);
    }

    @Test
    void aGroupThatIsNotForwardedHidesNothingOfTheOther() {
        gic.spi(SPI, 0x10).pend(SPI).spi(SPI + 1, 0x80).pend(SPI + 1);
        gic.gicd(GicModel.GICD_IGROUPR + 4, 2 << 8).gicd(GicModel.GICD_CTLR, 2);
        assertThat(gic.gicc(GicModel.GICC_AIAR)).isEqualTo(SPI + 1);
    }

    @Test
    void whereThereIsOneCpuTargetsAreNotProgrammable() {
        GicModel single = GicModel.reset(1);
        single.gicd(GicModel.GICD_CTLR, 1).gicc(GicModel.GICC_CTLR, 1).gicc(GicModel.GICC_PMR, 0xff);
        single.gicd(GicModel.GICD_ITARGETSR + 40, -1);
        assertThat(single.gicd(GicModel.GICD_ITARGETSR + 40)).isZero();
        assertThat(single.gicd(GicModel.GICD_ITARGETSR)).isZero();
        single.gicd(GicModel.GICD_ISENABLER + 4, 1 << 8).pend(SPI);
        assertThat(single.irq(0)).isTrue();
    }

    @Test
    void refusesWhatIsNoInputAndTooManyCpus() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gic.gic.spi(31))
                .withMessage("interrupt 31 is no SPI; accepted: 32 to 287");
        assertThatIllegalArgumentException().isThrownBy(() -> gic.gic.spi(288));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gic.gic.ppi(0, 15))
                .withMessage("interrupt 15 is no PPI; accepted: 16 to 31");
        assertThatIllegalArgumentException().isThrownBy(() -> gic.gic.ppi(0, 32));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GicModel.reset(9))
                .withMessage("9 CPUs at an interrupt controller; accepted: 1 to 8");
    }
}
