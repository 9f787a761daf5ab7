package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.machine.Arch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Arch.class)
class PsciTest {
    private static final long SUCCESS = 0;
    private static final long ON = 0;
    private static final long OFF = 1;

    private final Arch arch;
    private final long cpuOn;
    private final long affinityInfo;
    private final PsciCaller caller;
    private final Vcpu other;

    PsciTest(Arch arch) {
        this.arch = arch;
        this.cpuOn = arch == Arch.ARM64 ? 0xc400_0003L : 0x8400_0003L;
        this.affinityInfo = arch == Arch.ARM64 ? 0xc400_0004L : 0x8400_0004L;
        this.caller = new PsciCaller(arch);
        this.other = caller.other();
    }

    @AfterEach
    void close() {
        caller.close();
    }

    /** An answer below zero as it is in a register. */
    private long error(int number) {
        return arch == Arch.ARM64 ? number : number & 0xffff_ffffL;
    }

    @Test
    void aVcpuIsSwitchedOnAtItsEntryWithItsContextAndAllElseReset() {
        other.poweredOff(true);
        other.context().register(5, 5);
        other.context().pstate(0);
        assertThat(caller.call(cpuOn, 2L, 0x4000_1000L, 0xf000_0077L)).isEqualTo(SUCCESS);
        assertThat(other.poweredOff()).isFalse();
        assertThat(other.context().pc()).isEqualTo(0x4000_1000L);
        assertThat(other.context().register(0)).isEqualTo(0xf000_0077L);
        assertThat(other.context().register(5)).isZero();
        assertThat(other.context().pstate()).isEqualTo(arch == Arch.ARM64 ? 0x3c5 : 0x1d3);
    }

    @Test
    void whatIsOnCannotBeSwitchedOn() {
        assertThat(caller.call(cpuOn, 2L, 0L, 0L)).isEqualTo(error(-4));
        assertThat(caller.call(cpuOn, 0L, 0L, 0L)).isEqualTo(error(-4));
        assertThat(other.context().pc()).isEqualTo(TestHost.MEMORY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 0x102})
    void whatDoesNotExistCannotBeSwitchedOn(long mpidr) {
        assertThat(caller.call(cpuOn, mpidr, 0L, 0L)).isEqualTo(error(-2));
    }

    @Test
    void theMpidrThatAVcpuReadsNamesIt() {
        other.poweredOff(true);
        assertThat(caller.call(cpuOn, 0x8000_0002L, 0L, 0L)).isEqualTo(SUCCESS);
    }

    @Test
    void affinityInfoTellsWhetherAnyOfTheNamedIsOn() {
        assertThat(caller.call(affinityInfo, 2L, 0L)).isEqualTo(ON);
        other.poweredOff(true);
        assertThat(caller.call(affinityInfo, 2L, 0L)).isEqualTo(OFF);
        assertThat(caller.call(affinityInfo, 2L, 1L)).isEqualTo(ON);
        assertThat(caller.call(affinityInfo, 0L, 3L)).isEqualTo(ON);
        assertThat(caller.call(affinityInfo, 1L, 0L)).isEqualTo(error(-2));
        assertThat(caller.call(affinityInfo, 0x102L, 1L)).isEqualTo(error(-2));
        assertThat(caller.call(affinityInfo, 2L, 4L)).isEqualTo(error(-2));
        assertThat(caller.call(affinityInfo, 2L, -1L)).isEqualTo(error(-2));
    }

    @Test
    void aVcpuThatSwitchesItselfOffDoesNotRunAgain() {
        assertThat(caller.run(0x8400_0002L)).isEqualTo(new VcpuExit.PoweredOff());
        assertThat(caller.vcpu().poweredOff()).isTrue();
        long entries = caller.host().kvm().statistics().guestEntries();
        assertThat(caller.vcpu().run()).isEqualTo(new VcpuExit.PoweredOff());
        assertThat(caller.host().kvm().statistics().guestEntries()).isEqualTo(entries);
    }

    @ParameterizedTest
    @CsvSource({"0x84000008, false", "0x84000009, true"})
    void offAndResetAreForTheVmmAndSwitchAllVcpusOff(String function, boolean reset) {
        assertThat(caller.run(Long.decode(function))).isEqualTo(new VcpuExit.Shutdown(reset));
        assertThat(List.of(caller.vcpu(), other)).allMatch(Vcpu::poweredOff);
        caller.vcpu().poweredOff(false);
        caller.vcpu().run();
        assertThat(caller.vcpu().context().register(1)).isEqualTo(error(-6));
    }

    @Test
    void theRest() {
        assertThat(caller.call(0x8400_0000L)).isEqualTo(2);
        assertThat(caller.call(0x8400_0006L)).isEqualTo(2);
        assertThat(caller.call(0x8400_00ffL)).isEqualTo(error(-1));
        assertThat(caller.call(0)).isEqualTo(error(-1));
    }

    @Test
    void vendorCallsAreForTheVmmAndAnswerZeroUnlessItSaysOtherwise() {
        assertThat(caller.run(0x8600_0042L, 7L, 8L)).isEqualTo(new VcpuExit.Hypercall(0x8600_0042, 7, 8));
        caller.vcpu().context().register(0, 99);
        caller.vcpu().run();
        assertThat(caller.vcpu().context().register(1)).isEqualTo(99);
        caller.run(0x8600_0042L);
        caller.vcpu().run();
        assertThat(caller.vcpu().context().register(1)).isZero();
    }
}
