package dev.tlbsan.kvm.arm64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tlbsan.kvm.Errno;
import dev.tlbsan.kvm.KvmException;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.machine.Arch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MmioTest {
    private static final long DEVICE = 0x0900_0000L;
    private static final String THEN_REPORT = "\n movz w0, #0x8600, lsl #16; hvc #0";

    private final TestHost host = new TestHost(Arch.ARM64, 1);

    @AfterEach
    void close() {
        host.close();
    }

    /** A vCPU about to execute an instruction, with a device's address in x2 and all other bits of x1 set. */
    private Vcpu about(String instruction) {
        Vcpu vcpu = host.vcpu(instruction + THEN_REPORT);
        vcpu.context().register(1, -1);
        vcpu.context().register(2, DEVICE);
        vcpu.context().register(3, 0xf8f7_f6f5_f4f3_f2f1L);
        return vcpu;
    }

    @ParameterizedTest
    @CsvSource({
        "'ldrb w1, [x2]',            1, 0,  0x1f1, 0xf1",
        "'ldrh w1, [x2, #6]',        2, 6,  0x9f2f1, 0xf2f1",
        "'ldr w1, [x2, #4]',         4, 4,  0xf4f3f2f1, 0xf4f3f2f1",
        "'ldr x1, [x2, #8]',         8, 8,  -2, -2",
        "'ldrsb w1, [x2]',           1, 0,  0x80, 0xffffff80",
        "'ldrsb x1, [x2]',           1, 0,  0x80, -128",
        "'ldrsb x1, [x2]',           1, 0,  0x7f, 0x7f",
        "'ldrsh w1, [x2]',           2, 0,  0x8000, 0xffff8000",
        "'ldrsh x1, [x2]',           2, 0,  0x8000, -32768",
        "'ldrsw x1, [x2]',           4, 0,  0x80000000, -2147483648",
        "'ldrsw x1, [x2]',           4, 0,  0x7fffffff, 0x7fffffff",
        "'ldur x1, [x2, #-8]',       8, -8, 5, 5",
        "'ldr w1, [x2, x4]',         4, 0,  7, 7",
        "'ldar w1, [x2]',            4, 0,  7, 7",
        "'ldtr w1, [x2]',            4, 0,  7, 7",
        "'ldr xzr, [x2]',            8, 0,  7, -1",
        "'ldr wzr, [x2]',            4, 0,  7, -1"
    })
    void loadsGetWhatTheVmmGives(String load, int bytes, long offset, String given, String expected) {
        Vcpu vcpu = about(load);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Mmio(DEVICE + offset, bytes, false, 0));
        vcpu.completeMmio(Long.decode(given));
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, Long.decode(expected), DEVICE));
    }

    @ParameterizedTest
    @CsvSource({
        "'strb w3, [x2, #1]', 1, 1,  0xf1",
        "'strh w3, [x2]',     2, 0,  0xf2f1",
        "'str w3, [x2]',      4, 0,  0xf4f3f2f1",
        "'str x3, [x2]',      8, 0,  -506664896818842895",
        "'stur w3, [x2, #-4]',4, -4, 0xf4f3f2f1",
        "'stlr x3, [x2]',     8, 0,  -506664896818842895",
        "'strb wzr, [x2]',    1, 0,  0",
        "'str wzr, [x2]',     4, 0,  0",
        "'str xzr, [x2]',     8, 0,  0"
    })
    void storesTellTheVmmTheirValue(String store, int bytes, long offset, String value) {
        Vcpu vcpu = about(store);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Mmio(DEVICE + offset, bytes, true, Long.decode(value)));
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, -1, DEVICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldp x1, x3, [x2]", "ldr x1, [x2], #8", "str x1, [x2, #8]!", "stp x1, x3, [x2]"})
    void instructionsWithoutSyndromeEndTheRunAndAreNamed(String instruction) {
        assertThat(about(instruction).run())
                .isInstanceOfSatisfying(
                        VcpuExit.HypervisorError.class,
                        error -> assertThat(error.reason())
                                .startsWith("vm0/vcpu0: access to IPA 0x9000")
                                .endsWith(" outside memory by an instruction without syndrome at 0x40000000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dc civac, x2", "dc cvac, x2", "dc ivac, x2"})
    void cacheMaintenanceOfADeviceIsSkipped(String instruction) {
        assertThat(about(instruction).run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, -1, DEVICE));
    }

    @Test
    void aValueThatNobodyWaitsForIsRefused() {
        Vcpu vcpu = about("str x3, [x2]\n ldr x1, [x2]");
        assertRefused(vcpu);
        assertThat(vcpu.run()).isInstanceOf(VcpuExit.Mmio.class);
        assertRefused(vcpu);
        assertThat(vcpu.run()).isInstanceOf(VcpuExit.Mmio.class);
        vcpu.completeMmio(1);
        assertRefused(vcpu);
    }

    private static void assertRefused(Vcpu vcpu) {
        assertThatExceptionOfType(KvmException.class)
                .isThrownBy(() -> vcpu.completeMmio(1))
                .withMessage("EINVAL: vm0/vcpu0 waits for no value")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void addressesBeyondEveryTableAreDevicesToo() {
        Vcpu vcpu = about("ldr x1, [x4]");
        vcpu.context().register(4, 0xff_ffff_f008L);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Mmio(0xff_ffff_f008L, 8, false, 0));
    }
}
