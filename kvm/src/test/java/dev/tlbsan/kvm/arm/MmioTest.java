package dev.tlbsan.kvm.arm;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final long BIG_ENDIAN = 0x3d3;

    private final TestHost host = new TestHost(Arch.ARM, 1);

    @AfterEach
    void close() {
        host.close();
    }

    /** A vCPU about to execute an instruction, with a device's address in r2 and all bits of r1 set. */
    private Vcpu about(String instruction) {
        Vcpu vcpu = host.vcpu(instruction + TestHost.call(Arch.ARM, 0x8600_0000));
        vcpu.context().register(1, -1);
        vcpu.context().register(2, DEVICE);
        vcpu.context().register(3, 0xf4f3_f2f1L);
        return vcpu;
    }

    private static VcpuExit report(long r1) {
        return new VcpuExit.Hypercall(0x8600_0000, r1, DEVICE);
    }

    @ParameterizedTest
    @CsvSource({
        "'ldrb r1, [r2]',       1, 0,  0x1f1, 0xf1",
        "'ldrh r1, [r2, #6]',   2, 6,  0x9f2f1, 0xf2f1",
        "'ldr r1, [r2, #4]',    4, 4,  0xf4f3f2f1, 0xf4f3f2f1",
        "'ldrsb r1, [r2]',      1, 0,  0x80, 0xffffff80",
        "'ldrsb r1, [r2]',      1, 0,  0x7f, 0x7f",
        "'ldrsh r1, [r2]',      2, 0,  0x8000, 0xffff8000",
        "'ldr r1, [r2, #-8]',   4, -8, 5, 5",
        "'ldr r1, [r2, r4]',    4, 0,  7, 7"
    })
    void loadsGetWhatTheVmmGives(String load, int bytes, long offset, String given, String expected) {
        Vcpu vcpu = about(load);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Mmio(DEVICE + offset, bytes, false, 0));
        vcpu.completeMmio(Long.decode(given));
        assertThat(vcpu.run()).isEqualTo(report(Long.decode(expected)));
    }

    @ParameterizedTest
    @CsvSource({
        "'strb r3, [r2, #1]',  1, 1,  0xf1",
        "'strh r3, [r2]',      2, 0,  0xf2f1",
        "'str r3, [r2]',       4, 0,  0xf4f3f2f1",
        "'str r3, [r2, #-4]',  4, -4, 0xf4f3f2f1"
    })
    void storesTellTheVmmTheirValue(String store, int bytes, long offset, String value) {
        Vcpu vcpu = about(store);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Mmio(DEVICE + offset, bytes, true, Long.decode(value)));
        assertThat(vcpu.run()).isEqualTo(report(0xffff_ffffL));
    }

    @ParameterizedTest
    @CsvSource({"strb, 1, 0xf1", "strh, 2, 0xf1f2", "str, 4, 0xf1f2f3f4"})
    void bigEndianStoresTellItTheOtherWayRound(String store, int bytes, String value) {
        Vcpu vcpu = about(store + " r3, [r2]");
        vcpu.context().pstate(BIG_ENDIAN);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Mmio(DEVICE, bytes, true, Long.decode(value)));
    }

    @ParameterizedTest
    @CsvSource({
        "ldrb, 0xf1, 0xf1",
        "ldrh, 0xf2f1, 0xf1f2",
        "ldr, 0xf4f3f2f1, 0xf1f2f3f4",
        "ldrsh, 0x0080, 0xffff8000",
        "ldrsh, 0x8000, 0x0080"
    })
    void bigEndianLoadsGetItTheOtherWayRound(String load, String given, String expected) {
        Vcpu vcpu = about(load + " r1, [r2]");
        vcpu.context().pstate(BIG_ENDIAN);
        assertThat(vcpu.run()).isInstanceOf(VcpuExit.Mmio.class);
        vcpu.completeMmio(Long.decode(given));
        assertThat(vcpu.run()).isEqualTo(report(Long.decode(expected)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sp", "lr"})
    void theRegistersAreThoseOfTheGuestsMode(String register) {
        Vcpu vcpu =
                about("ldr " + register + ", [r2]; str " + register + ", [r2]; cps #0x1f; str " + register + ", [r2]");
        vcpu.run();
        vcpu.completeMmio(0x1234);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Mmio(DEVICE, 4, true, 0x1234));
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Mmio(DEVICE, 4, true, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldm r2, {r1, r3}", "ldr r1, [r2], #8", "str r1, [r2, #8]!", "strd r4, r5, [r2]"})
    void instructionsWithoutSyndromeEndTheRunAndAreNamed(String instruction) {
        assertThat(about(instruction).run())
                .isInstanceOfSatisfying(
                        VcpuExit.HypervisorError.class,
                        error -> assertThat(error.reason())
                                .startsWith("vm0/vcpu0: access to IPA 0x9000")
                                .endsWith(" outside memory by an instruction without syndrome at 0x40000000"));
    }

    /** DCCIMVAC, DCCMVAC and DCIMVAC. */
    @ParameterizedTest
    @ValueSource(strings = {"c14, 1", "c10, 1", "c6, 1"})
    void cacheMaintenanceOfADeviceIsSkipped(String operation) {
        assertThat(about("mcr p15, 0, r2, c7, " + operation).run()).isEqualTo(report(0xffff_ffffL));
    }

    /** ldrh r1, [r2] and ldrb.w r1, [r2], then nop and bx lr. */
    @ParameterizedTest
    @CsvSource({"0x8811, 2", "0x1000f892, 4"})
    void t32InstructionsAreSkippedByTheirSize(String words, int size) {
        Vcpu vcpu = about("nop");
        TestHost.write64(vcpu.vm(), TestHost.MEMORY, Long.decode(words));
        vcpu.context().pstate(0x1f3);
        assertThat(vcpu.run()).isInstanceOf(VcpuExit.Mmio.class);
        assertThat(vcpu.context().pc()).isEqualTo(TestHost.MEMORY + size);
    }

    /** itte eq; ldrheq r1, [r2]; ldrheq r1, [r2]; ldrhne r1, [r2]. */
    @Test
    void anItBlockGoesOnAfterwards() {
        Vcpu vcpu = about("nop");
        TestHost.write64(vcpu.vm(), TestHost.MEMORY, 0x8811_8811_8811_bf06L);
        vcpu.context().pstate(0x4000_01f3);
        assertThat(vcpu.run()).isInstanceOf(VcpuExit.Mmio.class);
        assertThat(vcpu.context().pstate()).isEqualTo(0x4000_0df3);
        assertThat(vcpu.run()).isInstanceOf(VcpuExit.Mmio.class);
        assertThat(vcpu.context().pstate()).isEqualTo(0x4000_19f3);
        assertThat(vcpu.context().pc()).isEqualTo(TestHost.MEMORY + 6);
    }
}
