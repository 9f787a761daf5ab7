package dev.tlbsan.kvm.arm64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.PsciCaller;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.machine.Arch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What arguments of 64 bits add. */
class Psci64Test {
    private static final long CPU_ON = 0xc400_0003L;
    private static final long CPU_ON_32 = 0x8400_0003L;
    private static final long AFFINITY_INFO_32 = 0x8400_0004L;

    private final PsciCaller caller = new PsciCaller(Arch.ARM64);
    private final Vcpu other = caller.other();

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void aVcpuIsSwitchedOnWithAllBitsAndItsSystemRegistersReset() {
        other.poweredOff(true);
        VcpuContext.of(other).set(SystemRegister.SCTLR_EL1, -1);
        assertThat(caller.call(CPU_ON, 2L, 0x1_4000_1000L, 0x1_0000_0077L)).isZero();
        assertThat(other.context().pc()).isEqualTo(0x1_4000_1000L);
        assertThat(other.context().register(0)).isEqualTo(0x1_0000_0077L);
        assertThat(VcpuContext.of(other).get(SystemRegister.SCTLR_EL1)).isEqualTo(0xc5_0078);
        assertThat(VcpuContext.of(other).get(SystemRegister.VMPIDR_EL2)).isEqualTo(0x8000_0002L);
    }

    @Test
    void callsOf32BitsIgnoreTheUpperHalves() {
        other.poweredOff(true);
        assertThat(caller.call(CPU_ON_32, 0xff_0000_0002L, 0x1_4000_1000L, 0x1_0000_0077L))
                .isZero();
        assertThat(other.context().pc()).isEqualTo(0x4000_1000L);
        assertThat(other.context().register(0)).isEqualTo(0x77);
        assertThat(caller.call(AFFINITY_INFO_32, 0xff_0000_0002L, 0x1_0000_0000L))
                .isZero();
    }

    @Test
    void aVcpuWithAnotherUpperHalfDoesNotExist() {
        assertThat(caller.call(CPU_ON, 0x1_0000_0002L, 0L, 0L)).isEqualTo(-2);
    }
}
