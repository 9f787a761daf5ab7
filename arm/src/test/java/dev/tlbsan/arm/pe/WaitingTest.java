package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingTest {
    private static final int WFE = 2;
    private static final int WFI = 3;
    private static final int SEV = 4;
    private static final int SEVL = 5;
    private static final long NTWI = 1L << 16;
    private static final long NTWE = 1L << 18;

    private final TestPe test = TestPe.withEl2();

    @Test
    void anEventSentBeforehandIsConsumedByOneWait() {
        test.pe.hint(SEVL);
        test.pe.hint(WFE);
        assertThat(test.pe.power()).isEqualTo(Power.ON);
        test.pe.hint(WFE);
        assertThat(test.pe.power()).isEqualTo(Power.WFE);
    }

    @Test
    void anEventFromAnotherElementEndsTheWait() {
        var other = new ProcessingElement(PeConfiguration.withEl2(1), test.cluster);
        test.pe.hint(WFE);
        other.hint(SEVL);
        assertThat(test.pe.power()).isEqualTo(Power.WFE);
        other.hint(SEV);
        assertThat(test.pe.power()).isEqualTo(Power.ON);
        other.hint(WFE);
        assertThat(other.power()).isEqualTo(Power.ON);
    }

    @Test
    void eventsDoNotEndAWaitForInterrupt() {
        test.pe.hint(WFI);
        test.pe.event();
        assertThat(test.pe.power()).isEqualTo(Power.WFI);
    }

    @Test
    void anExceptionReturnIsAnEvent() {
        test.with(SystemRegister.SPSR_EL2, 0x3c9);
        test.pe.exceptionReturn();
        test.pe.hint(WFE);
        assertThat(test.pe.power()).isEqualTo(Power.ON);
    }

    @ParameterizedTest(name = "{0}: EL{1}, SCTLR {2}, HCR {3}: {4}")
    @CsvSource({
        "2, 0, 0, 0, 1:7e00001:0",
        "2, 0, 0, 4000, 1:7e00001:0",
        "2, 0, 40000, 4000, 2:7e00001:0",
        "2, 0, 40000, 2000, ok",
        "2, 1, 0, 0, ok",
        "2, 1, 0, 4000, 2:7e00001:0",
        "2, 2, 0, 4000, ok",
        "3, 0, 0, 0, 1:7e00000:0",
        "3, 0, 40000, 0, 1:7e00000:0",
        "3, 0, 10000, 2000, 2:7e00000:0",
        "3, 0, 10000, 4000, ok",
        "3, 1, 0, 2000, 2:7e00000:0",
        "3, 2, 0, 2000, ok",
    })
    void waitsThatWouldWaitTrap(int hint, int el, String sctlr, String hcr, String outcome) {
        test.with(SystemRegister.SCTLR_EL1, Long.parseLong(sctlr, 16));
        test.with(SystemRegister.HCR_EL2, Long.parseLong(hcr, 16));
        test.at(el);
        assertThat(test.outcomeOf(() -> test.pe.hint(hint))).isEqualTo(outcome);
        assertThat(test.pe.power() == Power.ON).isEqualTo(!outcome.equals("ok"));
    }

    @Test
    void waitsThatWouldNotWaitDoNotTrap() {
        test.with(SystemRegister.HCR_EL2, HcrEl2.TWE | HcrEl2.TWI);
        test.with(SystemRegister.SCTLR_EL1, NTWI | NTWE).at(1);
        test.pe.hint(SEVL);
        assertThat(test.faults(() -> test.pe.hint(WFE))).isFalse();
        test.pe.irqLine(true);
        assertThat(test.faults(() -> test.pe.hint(WFI))).isFalse();
    }

    @Test
    void otherHintsDoNothing() {
        for (int number = 0; number < 128; number++) {
            if (number < WFE || number > SEVL) {
                test.pe.hint(number);
                assertThat(test.pe.power()).isEqualTo(Power.ON);
            }
        }
    }

    @Test
    void resetSwitchesOnAtTheHighestLevel() {
        test.at(0);
        test.pe.power(Power.OFF);
        test.pe.reset(0x1000);
        assertThat(test.pe.power()).isEqualTo(Power.ON);
        assertThat(test.pe.currentEl()).isEqualTo(2);
        assertThat(test.pc()).isEqualTo(0x1000);
        assertThat(test.pe.read(SystemRegister.DAIF)).isEqualTo(0x3c0);
    }
}
