package dev.tlbsan.kvm.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.arm.pe.BankedRegister;
import dev.tlbsan.kvm.PsciCaller;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.machine.Arch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What AArch32 adds. */
class Psci32Test {
    private static final long CPU_ON = 0x8400_0003L;
    private static final long NOT_SUPPORTED = 0xffff_ffffL;

    private final PsciCaller caller = new PsciCaller(Arch.ARM);
    private final Vcpu other = caller.other();

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void aVcpuIsSwitchedOnWithItsSystemAndBankedRegistersReset() {
        other.poweredOff(true);
        VcpuContext.of(other).set(Aarch32Register.SCTLR, -1);
        VcpuContext.of(other).set(BankedRegister.SP_irq, 7);
        assertThat(caller.call(CPU_ON, 2L, 0x4000_1000L, 0L)).isZero();
        VcpuContext context = VcpuContext.of(other);
        assertThat(context.get(Aarch32Register.SCTLR)).isEqualTo(0xc5_0078);
        assertThat(context.get(Aarch32Register.VMPIDR)).isEqualTo(0x8000_0002L);
        assertThat(context.get(BankedRegister.SP_irq)).isZero();
    }

    @Test
    void anOddEntryIsOfT32() {
        other.poweredOff(true);
        assertThat(caller.call(CPU_ON, 2L, 0x4000_1001L, 0L)).isZero();
        assertThat(other.context().pc()).isEqualTo(0x4000_1000L);
        assertThat(other.context().pstate()).isEqualTo(0x1f3);
    }

    @Test
    void aBigEndianCallerStartsABigEndianVcpu() {
        other.poweredOff(true);
        caller.vcpu().context().pstate(0x3d3);
        assertThat(caller.call(CPU_ON, 2L, 0x4000_1000L, 0L)).isZero();
        assertThat(other.context().pstate()).isEqualTo(0x3d3);
    }

    @ParameterizedTest
    @ValueSource(longs = {0xc400_0003L, 0xc400_0004L, 0xc400_0000L})
    void thereAreNoCallsOf64Bits(long function) {
        other.poweredOff(true);
        assertThat(caller.call(function, 2L, 0L, 0L)).isEqualTo(NOT_SUPPORTED);
        assertThat(other.poweredOff()).isTrue();
    }
}
