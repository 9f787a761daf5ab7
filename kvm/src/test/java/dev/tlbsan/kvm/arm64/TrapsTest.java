package dev.tlbsan.kvm.arm64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.Siblings;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.machine.Arch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrapsTest {
    private static final String REPORT = "\n movz w0, #0x8600, lsl #16; hvc #0\n";
    private static final long VECTORS = TestHost.MEMORY + 0x1000;
    private static final long SCTLR_ON = 0x30d0_198dL;

    private final TestHost host = new TestHost(Arch.ARM64, 1);

    @AfterEach
    void close() {
        host.close();
    }

    /** A vCPU whose exceptions report the vector's offset in x1 and ESR_EL1 in x2. */
    private Vcpu vcpu(String program) {
        Vcpu vcpu = host.vcpu(program + REPORT);
        for (int offset = 0; offset < 0x800; offset += 0x80) {
            TestHost.load(vcpu.vm(), VECTORS + offset, "mov x1, #" + offset + "; mrs x2, esr_el1" + REPORT);
        }
        VcpuContext.of(vcpu).set(SystemRegister.VBAR_EL1, VECTORS);
        return vcpu;
    }

    private static VcpuExit.Hypercall report(long x1, long x2) {
        return new VcpuExit.Hypercall(0x8600_0000, x1, x2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smc #0", "mrs x3, s3_0_c15_c2_0", "msr s3_1_c11_c0_0, x3", "mrs x3, cntp_ctl_el0"})
    void whatDoesNotExistForAGuestIsUndefined(String instruction) {
        Vcpu vcpu = vcpu("nop\n" + instruction);
        vcpu.context().pstate(0x8000_0305L);
        assertThat(vcpu.run()).isEqualTo(report(0x200, 0x200_0000));
        assertThat(VcpuContext.of(vcpu).get(SystemRegister.ELR_EL1)).isEqualTo(TestHost.MEMORY + 4);
        assertThat(VcpuContext.of(vcpu).get(SystemRegister.SPSR_EL1)).isEqualTo(0x8000_0305L);
        assertThat(vcpu.context().pstate()).isEqualTo(0x3c5);
    }

    @ParameterizedTest
    @CsvSource({"0x3c5, 0x200", "0x3c4, 0", "0x3c0, 0x400"})
    void exceptionsGoToTheVectorOfWhereTheGuestWas(String pstate, String vector) {
        Vcpu vcpu = vcpu("mrs x3, s3_3_c15_c2_0\n smc #0");
        vcpu.context().pstate(Long.decode(pstate));
        boolean el0 = pstate.equals("0x3c0");
        VcpuExit expected = report(Long.decode(vector), 0x200_0000);
        assertThat(vcpu.run()).isEqualTo(expected);
        assertThat(VcpuContext.of(vcpu).get(SystemRegister.SPSR_EL1)).isEqualTo(Long.decode(pstate));
        assertThat(el0 || VcpuContext.of(vcpu).get(SystemRegister.ELR_EL1) == TestHost.MEMORY)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dc isw, x3",
                "dc csw, x3",
                "dc cisw, x3",
                "msr actlr_el1, x3",
                "msr oslar_el1, x3",
                "msr osdlr_el1, x3",
                "msr dbgclaimset_el1, x3"
            })
    void whatNeedsNothingIsSkipped(String instruction) {
        assertThat(vcpu("mov x1, #1; mov x2, #2; " + instruction).run()).isEqualTo(report(1, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "actlr_el1, 0",
        "oslsr_el1, 8",
        "mdrar_el1, 0",
        "dbgprcr_el1, 0",
        "dbgauthstatus_el1, 15",
        "mdccsr_el0, 0"
    })
    void someRegistersReadAsTheKernelMakesThem(String register, long value) {
        assertThat(vcpu("mov x1, #-1; mov x2, #0; mrs x1, " + register).run()).isEqualTo(report(value, 0));
        assertThat(vcpu("mov x1, #1; mov x2, #0; mrs xzr, " + register).run()).isEqualTo(report(1, 0));
    }

    @Test
    void eachVcpuHasDebugRegistersOfItsOwn() {
        Vcpu first = vcpu("mov x3, #0x1230; msr dbgbvr0_el1, x3; msr mdscr_el1, x3; msr dbgwcr3_el1, xzr" + REPORT
                + "mrs x1, dbgbvr0_el1; mrs x2, mdscr_el1");
        Vcpu second = TestHost.vcpu(first.vm(), 1);
        first.run();
        second.context().pc(TestHost.MEMORY + 6 * 4);
        assertThat(second.run()).isEqualTo(report(0, 0));
        assertThat(first.run()).isEqualTo(report(0x1230, 0x1230));
        assertThat(host.pe(0).peek(SystemRegister.DBGBVR0_EL1)).isZero();
    }

    @Test
    void anUnmaskedInterruptIsTakenByTheGuest() {
        Vcpu vcpu = vcpu("loop: b loop");
        vcpu.context().pstate(0x305);
        vcpu.irqLine(true);
        assertThat(vcpu.run())
                .isInstanceOfSatisfying(
                        VcpuExit.Hypercall.class, call -> assertThat(call.x1()).isEqualTo(0x280));
        assertThat(VcpuContext.of(vcpu).get(SystemRegister.ELR_EL1)).isEqualTo(TestHost.MEMORY);
    }

    @Test
    void aGuestThatJumpsToNothingTakesAnAbortAtItsVector() {
        Vcpu vcpu = vcpu("mov x3, #0x123; lsl x3, x3, #20; br x3");
        assertThat(vcpu.run()).isEqualTo(report(0x200, 0x8600_0010L));
        assertThat(VcpuContext.of(vcpu).get(SystemRegister.FAR_EL1)).isEqualTo(0x1230_0000);
        assertThat(VcpuContext.of(vcpu).get(SystemRegister.ELR_EL1)).isEqualTo(0x1230_0000);
    }

    @Test
    void aGuestThatJumpsToNothingWithoutVectorsEndsTheRun() {
        Vcpu vcpu = host.vcpu("mov x3, #0x123; lsl x3, x3, #20; br x3");
        assertThat(vcpu.run())
                .isEqualTo(
                        new VcpuExit.HypervisorError("vm0/vcpu0: there is no memory at IPA 0x200 to fetch its exception"
                                + " vector 0x200 with, after an exception at 0x12300000"));
    }

    @Test
    void aGuestThatJumpsToNothingWithItsMmuOnAndWithoutVectorsEndsTheRun() {
        Siblings siblings = new Siblings(host, 1);
        Vcpu vcpu = siblings.vcpu(0);
        vcpu.context().pc(0x1230_0000);
        assertThat(vcpu.run())
                .isEqualTo(new VcpuExit.HypervisorError(
                        "vm0/vcpu0: the instruction at its exception vector 0x200 raises an"
                                + " exception, over and over (ESR_EL1 0x86000005, FAR_EL1 0x200)"));
    }

    @Test
    void aGuestWhoseVectorsHoldNoInstructionsEndsTheRun() {
        Vcpu vcpu = host.vcpu(".word 0");
        VcpuContext.of(vcpu).set(SystemRegister.VBAR_EL1, TestHost.MEMORY + 0x1000);
        assertThat(vcpu.run())
                .isEqualTo(new VcpuExit.HypervisorError("vm0/vcpu0: the instruction at its exception vector 0x40001200"
                        + " raises an exception, over and over (ESR_EL1 0x2000000, FAR_EL1 0x0)"));
    }

    @Test
    void aGuestThatIsInterruptedElsewhereIsAllRight() {
        Vcpu vcpu = vcpu("movz x3, #4, lsl #16; mov x1, #1; mov x2, #2; loop: sub x3, x3, #1; cbnz x3, loop");
        VcpuContext.of(vcpu).set(SystemRegister.ELR_EL1, VECTORS + 0x200);
        VcpuContext.of(vcpu).set(SystemRegister.SPSR_EL1, 0x3c5);
        assertThat(vcpu.run()).isEqualTo(report(1, 2));
        assertThat(host.kvm().statistics().guestEntries()).isGreaterThan(5);
    }

    @Test
    void aGuestWhoseTablesAreNotInMemoryTakesAnAbort() {
        Vcpu vcpu = vcpu("nop");
        VcpuContext.of(vcpu).set(SystemRegister.TTBR0_EL1, 0x1000);
        VcpuContext.of(vcpu).set(SystemRegister.TCR_EL1, 25);
        VcpuContext.of(vcpu).set(SystemRegister.SCTLR_EL1, SCTLR_ON);
        assertThat(vcpu.run())
                .isInstanceOfSatisfying(
                        VcpuExit.HypervisorError.class,
                        error -> assertThat(error.reason()).startsWith("vm0/vcpu0: there is no memory at IPA 0x1"));
        assertThat(VcpuContext.of(vcpu).get(SystemRegister.ESR_EL1)).isEqualTo(0x8600_0010L);
    }
}
