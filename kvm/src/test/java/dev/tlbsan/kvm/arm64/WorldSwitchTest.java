package dev.tlbsan.kvm.arm64;

import static dev.tlbsan.kvm.Siblings.stepTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.arm.pe.HcrEl2;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.Siblings;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.machine.Arch;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorldSwitchTest {
    /** Registers that hold whatever is written, and that a guest can write all bits of without harm. */
    private static final List<SystemRegister> PLAIN = List.of(
            SystemRegister.TTBR0_EL1,
            SystemRegister.TTBR1_EL1,
            SystemRegister.MAIR_EL1,
            SystemRegister.ESR_EL1,
            SystemRegister.FAR_EL1,
            SystemRegister.CONTEXTIDR_EL1,
            SystemRegister.TPIDR_EL0,
            SystemRegister.TPIDRRO_EL0,
            SystemRegister.TPIDR_EL1,
            SystemRegister.PAR_EL1,
            SystemRegister.SP_EL0,
            SystemRegister.SP_EL1,
            SystemRegister.ELR_EL1,
            SystemRegister.SPSR_EL1,
            SystemRegister.CNTV_CVAL_EL0);

    @Test
    void everyVcpuHasItsOwnRegistersAndTheHostToo() {
        try (TestHost host = new TestHost(Arch.ARM64, 1)) {
            Siblings siblings = new Siblings(host, 3);
            ProcessingElement pe = host.pe(0);
            Map<SystemRegister, Long> ofHost = values(pe);
            for (int i = 0; i < 3; i++) {
                fill(siblings.vcpu(i), 0x0101_0101_0101_0100L * (i + 1));
            }
            for (int round = 0; round < 6; round++) {
                int i = round % 3;
                host.cpu(0).switchTo(siblings.thread(i));
                stepTo(host.cpu(0), State.IN_GUEST);
                for (SystemRegister register : PLAIN) {
                    assertThat(pe.peek(register))
                            .as("%s in the guest", register)
                            .isEqualTo(0x0101_0101_0101_0100L * (i + 1) + register.ordinal());
                }
                assertThat(pe.peek(SystemRegister.VMPIDR_EL2)).isEqualTo(0x8000_0000L | i);
                siblings.thread(i).leaveGuest(host.cpu(0));
                assertThat(values(pe)).isEqualTo(ofHost);
                assertThat(VcpuContext.of(siblings.vcpu(i)).get(SystemRegister.TPIDR_EL1))
                        .isEqualTo(0x0101_0101_0101_0100L * (i + 1) + SystemRegister.TPIDR_EL1.ordinal());
            }
        }
    }

    private static void fill(Vcpu vcpu, long base) {
        for (SystemRegister register : PLAIN) {
            VcpuContext.of(vcpu).set(register, base + register.ordinal());
        }
    }

    /** What the guest could have changed, but for the comparator of the virtual timer, which the host does not use. */
    private static Map<SystemRegister, Long> values(ProcessingElement pe) {
        Map<SystemRegister, Long> values = new EnumMap<>(SystemRegister.class);
        PLAIN.forEach(register -> values.put(register, pe.peek(register)));
        values.remove(SystemRegister.CNTV_CVAL_EL0);
        for (SystemRegister register : List.of(
                SystemRegister.SCTLR_EL1,
                SystemRegister.TCR_EL1,
                SystemRegister.CNTV_CTL_EL0,
                SystemRegister.CNTHCTL_EL2,
                SystemRegister.HCR_EL2,
                SystemRegister.CPTR_EL2,
                SystemRegister.MDCR_EL2,
                SystemRegister.HSTR_EL2,
                SystemRegister.VTTBR_EL2,
                SystemRegister.VMPIDR_EL2)) {
            values.put(register, pe.peek(register));
        }
        return values;
    }

    @Test
    void guestsRunWithTheControlsOfTheKernel() {
        try (TestHost host = new TestHost(Arch.ARM64, 1)) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            stepTo(host.cpu(0), State.IN_GUEST);
            ProcessingElement pe = host.pe(0);
            long flags = 1L | 1L << 1 | 7L << 3 | 1L << 9 | 1L << 10 | 3L << 13 | 1L << 19 | 7L << 20 | 1L << 31;
            assertThat(pe.peek(SystemRegister.HCR_EL2)).isEqualTo(flags);
            assertThat(pe.peek(SystemRegister.CPTR_EL2)).isEqualTo(0x33ffL | 1 << 10 | 1 << 20);
            assertThat(pe.peek(SystemRegister.VTCR_EL2)).isEqualTo(0x80_0d_35_58L);
            assertThat(pe.peek(SystemRegister.VTTBR_EL2))
                    .isEqualTo(siblings.vm().vttbr());
            assertThat(pe.peek(SystemRegister.VPIDR_EL2))
                    .isEqualTo(pe.configuration().midr());
            assertThat(pe.currentEl()).isEqualTo(1);
            assertThat(pe.owner()).isEqualTo("vm0/vcpu0");
            host.cpu(0).switchTo(null);
            assertThat(pe.peek(SystemRegister.HCR_EL2)).isEqualTo(HcrEl2.RW);
            assertThat(pe.peek(SystemRegister.VTTBR_EL2)).isZero();
            assertThat(pe.owner()).isEqualTo("host");
        }
    }

    @Test
    void theVmmReachesOnlyRegistersOfTheVcpu() {
        try (TestHost host = new TestHost(Arch.ARM64, 1)) {
            VcpuContext context = VcpuContext.of(host.vcpu("nop"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> context.get(SystemRegister.HCR_EL2))
                    .withMessage("HCR_EL2 does not belong to a vCPU");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> context.set(SystemRegister.MIDR_EL1, 1))
                    .withMessage("MIDR_EL1 does not belong to a vCPU");
        }
    }

    @Test
    void aVcpuStartsWithItsMmuOffAndMasked() {
        try (TestHost host = new TestHost(Arch.ARM64, 1)) {
            VcpuContext context = VcpuContext.of(host.vcpu("nop"));
            assertThat(context.get(SystemRegister.SCTLR_EL1)).isEqualTo(0x00c5_0078);
            assertThat(context.get(SystemRegister.VMPIDR_EL2)).isEqualTo(0x8000_0000L);
            assertThat(context.pstate()).isEqualTo(0x3c5);
        }
    }
}
