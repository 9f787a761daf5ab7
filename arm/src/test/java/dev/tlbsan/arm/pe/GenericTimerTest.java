package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.GenericTimer.Timer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenericTimerTest {
    private final TestPe test = TestPe.withEl2();
    private long now = 1000;

    private GenericTimer timers() {
        test.pe.timers().counter(() -> now);
        return test.pe.timers();
    }

    @Test
    void theCounterFollowsTheInstructionsUnlessTheMachineHasOne() {
        test.pe.instructions(160);
        assertThat(test.pe.read(SystemRegister.CNTPCT_EL0)).isEqualTo(10);
        timers();
        assertThat(test.pe.read(SystemRegister.CNTPCT_EL0)).isEqualTo(1000);
    }

    @Test
    void theVirtualCounterLagsByItsOffset() {
        timers();
        test.pe.write(SystemRegister.CNTVOFF_EL2, 300);
        assertThat(test.pe.read(SystemRegister.CNTVCT_EL0)).isEqualTo(700);
        assertThat(test.pe.read(SystemRegister.CNTPCT_EL0)).isEqualTo(1000);
    }

    @Test
    void aTimerIsDueWhenTheCounterReachesItsComparator() {
        GenericTimer timers = timers();
        test.pe.write(SystemRegister.CNTP_CVAL_EL0, 1100);
        assertThat(test.pe.read(SystemRegister.CNTP_CTL_EL0)).isZero();
        test.pe.write(SystemRegister.CNTP_CTL_EL0, 1);
        assertThat(timers.nextDeadline()).isEqualTo(1100);
        now = 1099;
        assertThat(test.pe.read(SystemRegister.CNTP_CTL_EL0)).isEqualTo(1);
        assertThat(timers.asserted(Timer.EL1_PHYSICAL)).isFalse();
        now = 1100;
        assertThat(test.pe.read(SystemRegister.CNTP_CTL_EL0)).isEqualTo(5);
        assertThat(timers.asserted(Timer.EL1_PHYSICAL)).isTrue();
        assertThat(timers.nextDeadline()).isEqualTo(GenericTimer.NEVER);
        test.pe.write(SystemRegister.CNTP_CTL_EL0, 7);
        assertThat(test.pe.read(SystemRegister.CNTP_CTL_EL0)).isEqualTo(7);
        assertThat(timers.asserted(Timer.EL1_PHYSICAL)).isFalse();
    }

    @Test
    void theTimerValueIsSignedAndRelative() {
        timers();
        test.pe.write(SystemRegister.CNTHP_TVAL_EL2, 0xffff_ffffL);
        assertThat(test.pe.read(SystemRegister.CNTHP_CVAL_EL2)).isEqualTo(999);
        test.pe.write(SystemRegister.CNTHP_TVAL_EL2, 0x7fff_ffffL);
        assertThat(test.pe.read(SystemRegister.CNTHP_CVAL_EL2)).isEqualTo(1000 + 0x7fff_ffffL);
        now = 1001;
        assertThat(test.pe.read(SystemRegister.CNTHP_TVAL_EL2)).isEqualTo(0x7fff_fffeL);
    }

    @Test
    void theVirtualTimerComparesWithTheVirtualCounter() {
        GenericTimer timers = timers();
        test.pe.write(SystemRegister.CNTVOFF_EL2, 400);
        test.pe.write(SystemRegister.CNTV_TVAL_EL0, 50);
        test.pe.write(SystemRegister.CNTV_CTL_EL0, 1);
        assertThat(test.pe.read(SystemRegister.CNTV_CVAL_EL0)).isEqualTo(650);
        assertThat(timers.nextDeadline()).isEqualTo(1050);
        now = 1050;
        assertThat(timers.asserted(Timer.EL1_VIRTUAL)).isTrue();
    }

    @Test
    void theNextDeadlineIsTheSoonest() {
        GenericTimer timers = timers();
        assertThat(timers.nextDeadline()).isEqualTo(GenericTimer.NEVER);
        test.pe.write(SystemRegister.CNTP_CVAL_EL0, 3000);
        test.pe.write(SystemRegister.CNTHP_CVAL_EL2, 2000);
        test.pe.write(SystemRegister.CNTV_CVAL_EL0, 1500);
        test.pe.write(SystemRegister.CNTP_CTL_EL0, 1);
        test.pe.write(SystemRegister.CNTHP_CTL_EL2, 1);
        test.pe.write(SystemRegister.CNTV_CTL_EL0, 3);
        assertThat(timers.nextDeadline()).isEqualTo(2000);
    }

    @Test
    void theMachineIsToldOfWritesThatMatterToARunningTimer() {
        List<Long> told = new ArrayList<>();
        timers().listener(() -> told.add(test.pe.timers().nextDeadline()));
        test.pe.write(SystemRegister.CNTHP_CVAL_EL2, 3000);
        assertThat(told).as("no timer is enabled").isEmpty();
        test.pe.write(SystemRegister.CNTHP_CTL_EL2, 1);
        test.pe.write(SystemRegister.CNTHP_CVAL_EL2, 2000);
        test.pe.write(SystemRegister.CNTHP_TVAL_EL2, 500);
        test.pe.write(SystemRegister.CNTHP_CTL_EL2, 3);
        assertThat(told).containsExactly(3000L, 2000L, 1500L, GenericTimer.NEVER);
        test.pe.write(SystemRegister.CNTV_CTL_EL0, 1);
        test.pe.write(SystemRegister.CNTVOFF_EL2, 1);
        test.pe.reset(0);
        assertThat(told).hasSize(7);
    }

    @Test
    void comparisonsAreUnsigned() {
        timers();
        test.pe.write(SystemRegister.CNTP_CVAL_EL0, -1);
        test.pe.write(SystemRegister.CNTP_CTL_EL0, 1);
        assertThat(test.pe.read(SystemRegister.CNTP_CTL_EL0)).isEqualTo(1);
    }
}
