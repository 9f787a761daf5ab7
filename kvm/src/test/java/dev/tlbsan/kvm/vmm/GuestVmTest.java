package dev.tlbsan.kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.Scheduler;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Symbols;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Arch.class)
class GuestVmTest {
    private static final long MEMORY = 1 << 20;

    private final Arch arch;
    private final TestHost host;
    private final String off;
    private final String report;
    private final StringBuilder console = new StringBuilder();

    GuestVmTest(Arch arch) {
        this.arch = arch;
        this.host = new TestHost(arch, 1);
        this.off = TestHost.call(arch, 0x8400_0002);
        this.report = TestHost.call(arch, 0x8600_ff00);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private GuestImage image(long address, byte[] data, long size) {
        return new GuestImage(
                "guest",
                arch,
                address,
                List.of(new GuestImage.Segment(address, MemorySegment.ofArray(data), size)),
                new Symbols(Map.of()));
    }

    private GuestVm guest(String program, int vcpus) {
        byte[] code = TestHost.assemble(arch, program, GuestVm.MEMORY_BASE);
        GuestImage image = image(GuestVm.MEMORY_BASE, code, code.length);
        return new GuestVm(host.kvm(), image, vcpus, MEMORY, b -> console.append((char) b));
    }

    private GuestVm run(String program, int vcpus) {
        GuestVm guest = guest(program, vcpus);
        var scheduler = new Scheduler(host.kvm().host(), Scheduler.Options.seeded(1));
        guest.vm().vcpus().forEach(v -> scheduler.add(new HostThread(new OneVcpuThread(guest, v)), 0));
        assertThat(scheduler.run(1_000_000)).isTrue();
        return guest;
    }

    @ParameterizedTest
    @CsvSource({
        "0x3ffff000, 4096",
        "0x400ff000, 4097",
        "0x40100000, 1",
        "0x40000000, 1048577",
        "0x7ffffffffffff000, 4096",
        "0x40000000, 0x7fffffffffffffff"
    })
    void refusesGuestsThatDoNotFit(String address, String size) {
        GuestImage image = image(Long.decode(address), new byte[0], Long.decode(size));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GuestVm(host.kvm(), image, 1, MEMORY, ignored -> {}))
                .withMessage("guest has a segment of " + Long.decode(size) + " bytes at " + address
                        + ", outside guest memory 0x40000000 to 0x40100000");
        assertThat(host.kvm().vms()).isEmpty();
    }

    @Test
    void startsEveryVcpuAtTheEntryWithItsArguments() {
        GuestVm guest = guest("nop", 3);
        guest.argument(77);
        assertThat(guest.vm().vcpus()).hasSize(3).allSatisfy(vcpu -> {
            assertThat(vcpu.context().pc()).isEqualTo(GuestVm.MEMORY_BASE);
            assertThat(vcpu.context().register(0)).isEqualTo(77);
            assertThat(vcpu.context().register(1)).isEqualTo(3);
        });
    }

    @Test
    void addsUpWhatVcpusReport() {
        GuestVm guest = run(host.choose("mov x2, x1; mov x1, #10", "mov r2, r1; mov r1, #10") + report + off, 3);
        assertThat(guest.reports()).isEqualTo(3);
        assertThat(guest.checks()).isEqualTo(30);
        assertThat(guest.wrong()).isEqualTo(9);
        assertThat(guest.failures()).isEmpty();
    }

    @Test
    void hasAUartAndNothingElse() {
        String access = host.choose("""
                movz x3, #0x900, lsl #16
                mov w4, #0x68; strb w4, [x3]
                mov w4, #0x69; str w4, [x3]
                ldr w1, [x3, #0x18]
                movz x3, #0xa00, lsl #16; mov x2, #-1; ldr x2, [x3]; str x2, [x3]
                """, """
                mov r3, #0x9000000
                mov r4, #0x68; strb r4, [r3]
                mov r4, #0x69; str r4, [r3]
                ldr r1, [r3, #0x18]
                mov r3, #0xa000000; mvn r2, #0; ldr r2, [r3]; str r2, [r3]
                """);
        GuestVm guest = run(access + report + off, 1);
        assertThat(console).hasToString("hi");
        assertThat(guest.checks()).isEqualTo(0x90);
        assertThat(guest.wrong()).isZero();
    }

    @Test
    void tellsGuestsOfCallsThatItDoesNotKnow() {
        String unknown = TestHost.call(arch, 0x8600_ff02);
        String negate = host.choose("neg x1, x0; mov x2, #0", "rsb r1, r0, #0; mov r2, #0");
        GuestVm guest = run(unknown + negate + report + off, 1);
        assertThat(guest.checks()).isEqualTo(1);
    }

    @Test
    void shuttingDownStopsEveryVcpu() {
        String wait = host.choose(
                "mrs x1, mpidr_el1; and x1, x1, #0xff; loop: cbz x1, loop",
                "mrc p15, 0, r1, c0, c0, 5; loop: tst r1, #0xff; beq loop");
        GuestVm guest = run(wait + TestHost.call(arch, 0x8400_0008), 2);
        assertThat(guest.failures()).isEmpty();
        assertThat(guest.vm().vcpus()).allMatch(Vcpu::poweredOff);
    }

    private void assertFails(String program, String reason) {
        GuestVm guest = run(program + off, 1);
        assertThat(guest.failures()).singleElement().asString().startsWith(reason);
    }

    @Test
    void saysThatAVcpuWaitsForEver() {
        assertFails("wfi", "vm0/vcpu0 waits for an interrupt that nothing can raise, at 0x40000004");
    }

    @Test
    void saysWhichAccessItCannotServe() {
        assertFails(
                host.choose("movz x3, #0xa00, lsl #16; ldp x4, x5, [x3]", "mov r3, #0xa000000; ldrd r4, r5, [r3]"),
                "vm0/vcpu0: access to IPA 0xa000000 outside memory by an instruction without syndrome at 0x40000004");
    }

    @Test
    void saysThatAVcpuHasNoVectors() {
        assertFails(
                host.choose("br xzr", "mov r1, #0; bx r1"),
                "vm0/vcpu0: there is no memory at IPA " + host.choose("0x200", "0xc"));
    }

    @Test
    void aVcpuWakesAnotherByAnInterrupt() {
        String setUp = host.choose("""
                movz x10, #0x800, lsl #16; movz x11, #0x801, lsl #16
                mov w4, #1; str w4, [x10]; str w4, [x11]; mov w4, #0xf0; str w4, [x11, #4]
                mrs x5, mpidr_el1; and x5, x5, #0xff; cbz x5, send
                wfi
                ldr w2, [x11, #0xc]; sub x2, x2, #7; mov x1, #1
                """, """
                mov r10, #0x8000000; add r11, r10, #0x10000
                mov r4, #1; str r4, [r10]; str r4, [r11]; mov r4, #0xf0; str r4, [r11, #4]
                mrc p15, #0, r5, c0, c0, #5; ands r5, r5, #0xff; beq send
                wfi
                ldr r2, [r11, #0xc]; sub r2, r2, #7; mov r1, #1
                """);
        String send = host.choose("""
                send: mov x6, #5000
                delay: sub x6, x6, #1; cbnz x6, delay
                movz w4, #2, lsl #16; movk w4, #7; str w4, [x10, #0xf00]
                """, """
                send: movw r6, #5000
                delay: subs r6, r6, #1; bne delay
                mov r4, #0x20000; add r4, r4, #7; str r4, [r10, #0xf00]
                """);
        GuestVm guest = run(setUp + report + off + send + off, 2);
        assertThat(guest.failures()).isEmpty();
        assertThat(guest.reports()).isEqualTo(1);
        assertThat(guest.wrong()).isZero();
    }

    @Test
    void refusesGuestsOfAnotherArchitecture() {
        Arch another = arch == Arch.ARM ? Arch.ARM64 : Arch.ARM;
        GuestImage own = image(GuestVm.MEMORY_BASE, new byte[4], 4);
        var other = new GuestImage("other", another, own.entry(), own.segments(), own.symbols());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GuestVm(host.kvm(), other, 1, MEMORY, ignored -> {}))
                .withMessageStartingWith("other is an executable for " + another.word() + " (");
        assertThat(host.kvm().vms()).isEmpty();
    }

    @Test
    void oneThreadCanServeAllVcpusInTurn() {
        String begin =
                host.choose("mov x5, #10; loop: mov x1, #1; mov x2, #0", "mov r5, #10; loop: mov r1, #1; mov r2, #0");
        String end = host.choose("sub x5, x5, #1; cbnz x5, loop", "subs r5, r5, #1; bne loop");
        GuestVm guest = guest(begin + report + end + off, 3);
        var scheduler = new Scheduler(host.kvm().host(), Scheduler.Options.seeded(1));
        scheduler.add(new HostThread(new TakingTurns(guest)), 0);
        assertThat(scheduler.run(1_000_000)).isTrue();
        assertThat(guest.reports()).isEqualTo(30);
        assertThat(guest.vm().vcpus()).allMatch(Vcpu::poweredOff);
    }
}
