package dev.tlbsan.kvm.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.arm.pe.BankedRegister;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.Hyp;
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
    private static final String REPORT = TestHost.call(Arch.ARM, 0x8600_0000);
    private static final long VECTORS = TestHost.MEMORY + 0x1000;
    private static final long SVC_MASKED = 0x1d3;
    private static final long TTBCR_EAE = 1L << 31;
    private static final long SHORT_EXTERNAL_ABORT = 8;
    private static final long LONG_EXTERNAL_ABORT = 0x210;

    private final TestHost host = new TestHost(Arch.ARM, 1);

    @AfterEach
    void close() {
        host.close();
    }

    /** A vCPU whose exceptions report the vector's offset in r1 and IFSR in r2. */
    private Vcpu vcpu(String program) {
        Vcpu vcpu = host.vcpu(program + REPORT);
        loadVectors(vcpu, VECTORS);
        VcpuContext.of(vcpu).set(Aarch32Register.VBAR, VECTORS);
        return vcpu;
    }

    private static void loadVectors(Vcpu vcpu, long at) {
        var vectors = new StringBuilder();
        var handlers = new StringBuilder();
        for (int offset = 0; offset < 0x20; offset += 4) {
            vectors.append("b handler%d\n".formatted(offset));
            handlers.append("handler%d: mov r1, #%d; mrc p15, 0, r2, c5, c0, 1".formatted(offset, offset))
                    .append(REPORT);
        }
        TestHost.load(vcpu.vm(), at, vectors.toString() + handlers);
    }

    private static VcpuExit.Hypercall report(long r1, long r2) {
        return new VcpuExit.Hypercall(0x8600_0000, r1, r2);
    }

    /** SMC; coprocessor 15 CRn 15; L2CTLR; the physical timer; SIMD; a coprocessor that is not there; PMCR. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "smc #0",
                "mrc p15, 0, r3, c15, c2, 0",
                "mcr p15, 0, r3, c15, c2, 0",
                "mrrc p15, 0, r3, r4, c15",
                "mrc p15, 1, r3, c9, c0, 2",
                "mrc p15, 0, r3, c14, c2, 1",
                "mrrc p15, 2, r3, r4, c14",
                ".word 0xeef13a10",
                ".word 0xee000100",
                "mrc p15, 0, r3, c9, c12, 0"
            })
    void whatDoesNotExistForAGuestIsUndefined(String instruction) {
        Vcpu vcpu = vcpu("nop\n" + instruction);
        vcpu.context().pstate(0x8000_0113L);
        assertThat(vcpu.run()).isEqualTo(report(4, 0));
        VcpuContext context = VcpuContext.of(vcpu);
        assertThat(context.get(BankedRegister.LR_und)).isEqualTo(TestHost.MEMORY + 8);
        assertThat(context.get(BankedRegister.SPSR_und)).isEqualTo(0x8000_0113L);
        assertThat(context.pstate()).isEqualTo(0x8000_019bL);
    }

    /** MCRR of coprocessor 15; LDC of 14; coprocessors 0 to 13; VMRS; SVC of Hyp mode; SMC. */
    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x06, 0x07, 0x08, 0x11, 0x13})
    void exitsThatNothingServesAreUndefinedForTheGuest(int exceptionClass) {
        Vcpu vcpu = host.vcpu("nop");
        var exit = new Hyp.GuestExit(true, (long) exceptionClass << 26 | 1L << 25, 0, 0);
        assertThat(vcpu.handleExit(host.cpu(0), exit)).isEmpty();
        assertThat(vcpu.context().pstate()).isEqualTo(0x1db);
        assertThat(vcpu.context().pc()).isEqualTo(4);
    }

    /** 0x2000: SCTLR.V; 0x02000000: EE; 0x40000000: TE. */
    @ParameterizedTest
    @CsvSource({
        "0x113, 0,          0x40001004, 0x19b,      4",
        "0x110, 0,          0x40001004, 0x19b,      4",
        "0x051, 0,          0x40001004, 0xdb,       4",
        "0x313, 0,          0x40001004, 0x19b,      4",
        "0x113, 0x2000000,  0x40001004, 0x39b,      4",
        "0x113, 0x40000000, 0x40001004, 0x1bb,      4",
        "0x113, 0x2000,     0xffff0004, 0x19b,      4",
        "0x133, 0,          0x40001004, 0x19b,      2",
        "0x600fd3f, 0,      0x40001004, 0x19b,      2"
    })
    void anUndefinedExceptionIsTakenAsTheArchitectureSays(
            String before, String sctlr, String pc, String after, int returnOffset) {
        VcpuContext context = VcpuContext.of(host.vcpu("nop"));
        context.set(Aarch32Register.VBAR, VECTORS);
        context.set(Aarch32Register.SCTLR, Long.decode(sctlr));
        context.pc(0x4000_2468L);
        context.pstate(Long.decode(before));
        Injection.undefined(context);
        assertThat(context.pc()).isEqualTo(Long.decode(pc));
        assertThat(context.pstate()).isEqualTo(Long.decode(after));
        assertThat(context.get(BankedRegister.SPSR_und)).isEqualTo(Long.decode(before));
        assertThat(context.register(14)).isEqualTo(0x4000_2468L + returnOffset);
    }

    /** DCISW, DCCSW, DCCISW; ACTLR; debug registers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcr p15, 0, r3, c7, c6, 2",
                "mcr p15, 0, r3, c7, c10, 2",
                "mcr p15, 0, r3, c7, c14, 2",
                "mcr p15, 0, r3, c1, c0, 1",
                "mcr p14, 0, r3, c1, c0, 4",
                "mcr p14, 0, r3, c0, c2, 2",
                "mcr p14, 0, r3, c0, c0, 4",
                "mcr p14, 0, r3, c0, c1, 7"
            })
    void whatNeedsNothingIsSkipped(String instruction) {
        assertThat(vcpu("mov r1, #1; mov r2, #2; " + instruction).run()).isEqualTo(report(1, 2));
    }

    /** ACTLR; DBGDIDR, DBGDSCRint, DBGDSCRext, DBGBVR0, DBGOSLSR, DBGDRAR. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mrc p15, 0, r1, c1, c0, 1",
                "mrc p14, 0, r1, c0, c0, 0",
                "mrc p14, 0, r1, c0, c1, 0",
                "mrc p14, 0, r1, c0, c2, 2",
                "mrc p14, 0, r1, c0, c0, 4",
                "mrc p14, 0, r1, c1, c1, 4",
                "mrc p14, 0, r1, c1, c0, 0"
            })
    void someRegistersReadAsZero(String instruction) {
        assertThat(vcpu("mvn r1, #0; mov r2, #2; " + instruction).run()).isEqualTo(report(0, 2));
    }

    @Test
    void debugRegistersOf64BitsReadAsZeroToo() {
        assertThat(vcpu("mvn r1, #0; mvn r2, #0; mrrc p14, 0, r1, r2, c1").run())
                .isEqualTo(report(0, 0));
    }

    @Test
    void debugRegistersOfTheHostStayAsTheyAre() {
        Vcpu vcpu = vcpu("mov r3, #0xff; mcr p14, 0, r3, c0, c0, 4; mcr p14, 0, r3, c0, c2, 2; mov r2, #0; mov r1, #0");
        long before = host.pe(0).peek(SystemRegister.MDSCR_EL1);
        assertThat(vcpu.run()).isEqualTo(report(0, 0));
        assertThat(host.pe(0).peek(SystemRegister.DBGBVR0_EL1)).isZero();
        assertThat(host.pe(0).peek(SystemRegister.MDSCR_EL1)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"0x53, 0x18", "0x93, 0x1c"})
    void unmaskedInterruptsAreTakenByTheGuest(String pstate, String vector) {
        Vcpu vcpu = vcpu("loop: b loop");
        vcpu.context().pstate(Long.decode(pstate));
        if (vector.equals("0x18")) {
            vcpu.irqLine(true);
        } else {
            vcpu.fiqLine(true);
        }
        assertThat(vcpu.run()).isEqualTo(report(Long.decode(vector), 0));
        BankedRegister link = vector.equals("0x18") ? BankedRegister.LR_irq : BankedRegister.LR_fiq;
        assertThat(VcpuContext.of(vcpu).get(link)).isEqualTo(TestHost.MEMORY + 4);
    }

    @ParameterizedTest
    @CsvSource({"false, 0x8", "true, 0x210"})
    void aGuestThatJumpsToNothingTakesAPrefetchAbort(boolean extended, String status) {
        Vcpu vcpu = vcpu("mov r3, #0x12000000; bx r3");
        VcpuContext context = VcpuContext.of(vcpu);
        context.set(Aarch32Register.TTBCR, extended ? TTBCR_EAE : 0);
        assertThat(vcpu.run()).isEqualTo(report(0xc, Long.decode(status)));
        assertThat(context.get(Aarch32Register.IFAR)).isEqualTo(0x1200_0000);
        assertThat(context.get(BankedRegister.LR_abt)).isEqualTo(0x1200_0004);
        assertThat(context.get(BankedRegister.SPSR_abt)).isEqualTo(SVC_MASKED);
        assertThat(context.pstate()).isEqualTo(0x1d7);
    }

    @Test
    void aGuestThatReadsThroughATableThatIsNotInMemoryTakesADataAbort() {
        Siblings siblings = new Siblings(host, 1);
        Vcpu vcpu = siblings.vcpu(0);
        VcpuContext context = VcpuContext.of(vcpu);
        long firstTable = context.get(Aarch32Register.TTBR0) & 0xffff_f000L;
        TestHost.write64(vcpu.vm(), firstTable + 24, 0x1000 | 3);
        loadVectors(vcpu, VECTORS);
        context.set(Aarch32Register.VBAR, VECTORS);
        siblings.readFrom(0, 0xc000_1234L);
        assertThat(vcpu.run()).isEqualTo(report(0x10, 0));
        assertThat(context.get(Aarch32Register.DFSR)).isEqualTo(LONG_EXTERNAL_ABORT);
        assertThat(context.get(Aarch32Register.DFAR)).isEqualTo(0xc000_1234L);
        assertThat(context.get(BankedRegister.LR_abt)).isEqualTo(TestHost.MEMORY + 8);
        assertThat(context.get(BankedRegister.SPSR_abt)).isEqualTo(SVC_MASKED);
    }

    @Test
    void aGuestThatJumpsToNothingWithoutVectorsEndsTheRun() {
        Vcpu vcpu = host.vcpu("mov r3, #0x12000000; bx r3");
        assertThat(vcpu.run())
                .isEqualTo(
                        new VcpuExit.HypervisorError(
                                "vm0/vcpu0: there is no memory at IPA 0xc to fetch its exception"
                                        + " vector 0xc with, after the instruction at 0x12000000 aborts (IFSR 0x8, IFAR 0x12000000)"));
        assertThat(VcpuContext.of(vcpu).get(Aarch32Register.IFSR)).isEqualTo(SHORT_EXTERNAL_ABORT);
    }

    @Test
    void theFirstExceptionWithoutVectorsIsTheOneThatIsNamed() {
        assertThat(host.vcpu("mov r3, #0x40000000; nop; udf #0").run())
                .isEqualTo(
                        new VcpuExit.HypervisorError("vm0/vcpu0: there is no memory at IPA 0x4 to fetch its exception"
                                + " vector 0x4 with, after an undefined instruction at 0x40000008"));
        assertThat(host.vcpu("mov r3, #0x40000000; add r3, r3, #2; ldr r0, [r3]")
                        .run())
                .isEqualTo(
                        new VcpuExit.HypervisorError("vm1/vcpu0: there is no memory at IPA 0x10 to fetch its exception"
                                + " vector 0x10 with, after the instruction at 0x40000008 aborts"
                                + " (DFSR 0x1, DFAR 0x40000002)"));
    }

    @Test
    void aGuestThatJumpsToNothingWithItsMmuOnAndWithoutVectorsEndsTheRun() {
        Vcpu vcpu = new Siblings(host, 1).vcpu(0);
        vcpu.context().pc(0x1230_0000);
        assertThat(vcpu.run())
                .isEqualTo(new VcpuExit.HypervisorError("vm0/vcpu0: the instruction at its exception vector 0xc aborts"
                        + " (IFSR 0x205, IFAR 0xc), over and over"));
    }

    @Test
    void aGuestWhoseVectorsHoldNoInstructionsEndsTheRun() {
        Vcpu vcpu = host.vcpu("udf #0");
        VcpuContext.of(vcpu).set(Aarch32Register.VBAR, TestHost.MEMORY + 0x1000);
        TestHost.load(vcpu.vm(), TestHost.MEMORY + 0x1004, "udf #0");
        assertThat(vcpu.run())
                .isEqualTo(new VcpuExit.HypervisorError(
                        "vm0/vcpu0: the instruction at its exception vector 0x40001004 is undefined, over and over"));
    }

    @Test
    void aGuestWhoseDataAbortVectorAbortsEndsTheRun() {
        Siblings siblings = new Siblings(host, 1);
        Vcpu vcpu = siblings.vcpu(0);
        TestHost.load(vcpu.vm(), VECTORS + 0x10, "ldr r1, [r4]");
        VcpuContext.of(vcpu).set(Aarch32Register.VBAR, VECTORS);
        siblings.readFrom(0, 0xc000_0000L);
        assertThat(vcpu.run())
                .isEqualTo(new VcpuExit.HypervisorError("vm0/vcpu0: the instruction at its exception vector 0x40001010"
                        + " aborts (DFSR 0x205, DFAR 0xc0000000), over and over"));
    }

    @Test
    void aGuestThatIsInterruptedElsewhereIsAllRight() {
        Vcpu vcpu = vcpu("mov r3, #0x40000; mov r1, #1; mov r2, #2; loop: subs r3, r3, #1; bne loop");
        VcpuContext.of(vcpu).set(BankedRegister.LR_und, VECTORS + 8);
        VcpuContext.of(vcpu).set(BankedRegister.SPSR_und, 0x19b);
        assertThat(vcpu.run()).isEqualTo(report(1, 2));
        assertThat(host.kvm().statistics().guestEntries()).isGreaterThan(5);
    }
}
