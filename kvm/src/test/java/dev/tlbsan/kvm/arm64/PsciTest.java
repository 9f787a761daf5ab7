package dev.tlbsan.kvm.arm64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PsciTest {
    private static final long CPU_ON = 0xc400_0003L;
    private static final long CPU_ON_32 = 0x8400_0003L;
    private static final long AFFINITY_INFO = 0xc400_0004L;
    private static final long SUCCESS = 0;
    private static final long NOT_SUPPORTED = -1;
    private static final long INVALID_PARAMETERS = -2;
    private static final long ALREADY_ON = -4;
    private static final long ON = 0;
    private static final long OFF = 1;

    private final TestHost host = new TestHost(1);
    private final Vcpu caller = host.vcpu("hvc #0\n mov x1, x0; movz w0, #0x8600, lsl #16; hvc #0");
    private final Vcpu other = TestHost.vcpu(caller.vm(), 2);

    @AfterEach
    void close() {
        host.close();
    }

    private long call(long function, Long... arguments) {
        assertThat(run(function, arguments)).isInstanceOf(VcpuExit.Hypercall.class);
        return caller.context().x(1);
    }

    private VcpuExit run(long function, Long... arguments) {
        caller.context().pc(TestHost.MEMORY);
        caller.context().x(0, function);
        for (int i = 0; i < arguments.length; i++) {
            caller.context().x(i + 1, arguments[i]);
        }
        return caller.run();
    }

    @Test
    void aVcpuIsSwitchedOnAtItsEntryWithItsContextAndAllElseReset() {
        other.poweredOff(true);
        other.context().x(5, 5);
        other.context().set(SystemRegister.SCTLR_EL1, -1);
        assertThat(call(CPU_ON, 2L, 0x1_4000_1000L, 0x1_0000_0077L)).isEqualTo(SUCCESS);
        assertThat(other.poweredOff()).isFalse();
        assertThat(other.context().pc()).isEqualTo(0x1_4000_1000L);
        assertThat(other.context().x(0)).isEqualTo(0x1_0000_0077L);
        assertThat(other.context().x(5)).isZero();
        assertThat(other.context().get(SystemRegister.SCTLR_EL1)).isEqualTo(0xc5_0078);
        assertThat(other.context().get(SystemRegister.VMPIDR_EL2)).isEqualTo(0x8000_0002L);
        assertThat(other.context().pstate()).isEqualTo(0x3c5);
    }

    @Test
    void callsOf32BitsIgnoreTheUpperHalves() {
        other.poweredOff(true);
        assertThat(call(CPU_ON_32, 0xff_0000_0002L, 0x1_4000_1000L, 0x1_0000_0077L))
                .isEqualTo(SUCCESS);
        assertThat(other.context().pc()).isEqualTo(0x4000_1000L);
        assertThat(other.context().x(0)).isEqualTo(0x77);
        assertThat(call(0x8400_0004L, 0xff_0000_0002L, 0x1_0000_0000L)).isEqualTo(ON);
    }

    @Test
    void whatIsOnCannotBeSwitchedOn() {
        assertThat(call(CPU_ON, 2L, 0L, 0L)).isEqualTo(ALREADY_ON);
        assertThat(call(CPU_ON, 0L, 0L, 0L)).isEqualTo(ALREADY_ON);
        assertThat(other.context().pc()).isEqualTo(TestHost.MEMORY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 0x102, 0x1_0000_0002L})
    void whatDoesNotExistCannotBeSwitchedOn(long mpidr) {
        assertThat(call(CPU_ON, mpidr, 0L, 0L)).isEqualTo(INVALID_PARAMETERS);
    }

    @Test
    void theMpidrThatAVcpuReadsNamesIt() {
        other.poweredOff(true);
        assertThat(call(CPU_ON, 0x8000_0002L, 0L, 0L)).isEqualTo(SUCCESS);
    }

    @Test
    void affinityInfoTellsWhetherAnyOfTheNamedIsOn() {
        assertThat(call(AFFINITY_INFO, 2L, 0L)).isEqualTo(ON);
        other.poweredOff(true);
        assertThat(call(AFFINITY_INFO, 2L, 0L)).isEqualTo(OFF);
        assertThat(call(AFFINITY_INFO, 2L, 1L)).isEqualTo(ON);
        assertThat(call(AFFINITY_INFO, 0L, 3L)).isEqualTo(ON);
        assertThat(call(AFFINITY_INFO, 1L, 0L)).isEqualTo(INVALID_PARAMETERS);
        assertThat(call(AFFINITY_INFO, 0x102L, 1L)).isEqualTo(INVALID_PARAMETERS);
        assertThat(call(AFFINITY_INFO, 2L, 4L)).isEqualTo(INVALID_PARAMETERS);
        assertThat(call(AFFINITY_INFO, 2L, -1L)).isEqualTo(INVALID_PARAMETERS);
    }

    @Test
    void aVcpuThatSwitchesItselfOffDoesNotRunAgain() {
        assertThat(run(0x8400_0002L)).isEqualTo(new VcpuExit.PoweredOff());
        assertThat(caller.poweredOff()).isTrue();
        long entries = host.kvm().statistics().guestEntries();
        assertThat(caller.run()).isEqualTo(new VcpuExit.PoweredOff());
        assertThat(host.kvm().statistics().guestEntries()).isEqualTo(entries);
    }

    @ParameterizedTest
    @CsvSource({"0x84000008, false", "0x84000009, true"})
    void offAndResetAreForTheVmmAndSwitchAllVcpusOff(String function, boolean reset) {
        assertThat(run(Long.decode(function))).isEqualTo(new VcpuExit.Shutdown(reset));
        assertThat(List.of(caller, other)).allMatch(Vcpu::poweredOff);
        caller.poweredOff(false);
        caller.run();
        assertThat(caller.context().x(1)).isEqualTo(-6);
    }

    @Test
    void theRest() {
        assertThat(call(0x8400_0000L)).isEqualTo(2);
        assertThat(call(0x8400_0006L)).isEqualTo(2);
        assertThat(call(0x8400_00ffL)).isEqualTo(NOT_SUPPORTED);
        assertThat(call(0)).isEqualTo(NOT_SUPPORTED);
    }

    @Test
    void vendorCallsAreForTheVmmAndAnswerZeroUnlessItSaysOtherwise() {
        assertThat(run(0x8600_0042L, 7L, 8L)).isEqualTo(new VcpuExit.Hypercall(0x8600_0042, 7, 8));
        caller.context().x(0, 99);
        caller.run();
        assertThat(caller.context().x(1)).isEqualTo(99);
        run(0x8600_0042L);
        caller.run();
        assertThat(caller.context().x(1)).isZero();
    }
}
