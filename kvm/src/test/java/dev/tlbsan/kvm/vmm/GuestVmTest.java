package dev.tlbsan.kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.Scheduler;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Symbols;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestVmTest {
    private static final long MEMORY = 1 << 20;
    private static final String OFF = "\n movz w0, #0x8400, lsl #16; movk w0, #2; hvc #0\n";

    private final TestHost host = new TestHost(1);
    private final StringBuilder console = new StringBuilder();

    @AfterEach
    void close() {
        host.close();
    }

    private static GuestImage image(long address, byte[] data, long size) {
        return new GuestImage(
                "guest",
                address,
                List.of(new GuestImage.Segment(address, MemorySegment.ofArray(data), size)),
                new Symbols(Map.of()));
    }

    private GuestVm guest(String program, int vcpus) {
        int[] words = new Assembler(InstructionSet.a64()).assemble(program, GuestVm.MEMORY_BASE);
        ByteBuffer bytes = ByteBuffer.allocate(words.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        GuestImage image = image(GuestVm.MEMORY_BASE, bytes.array(), words.length * 4L);
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
            assertThat(vcpu.context().x(0)).isEqualTo(77);
            assertThat(vcpu.context().x(1)).isEqualTo(3);
        });
    }

    @Test
    void addsUpWhatVcpusReport() {
        GuestVm guest = run("mov x2, x1; mov x1, #10; movz w0, #0x8600, lsl #16; movk w0, #0xff00; hvc #0" + OFF, 3);
        assertThat(guest.reports()).isEqualTo(3);
        assertThat(guest.checks()).isEqualTo(30);
        assertThat(guest.wrong()).isEqualTo(9);
        assertThat(guest.failures()).isEmpty();
    }

    @Test
    void hasAUartAndNothingElse() {
        GuestVm guest = run("""
                movz x3, #0x900, lsl #16
                mov w4, #0x68; strb w4, [x3]
                mov w4, #0x69; str w4, [x3]
                ldr w5, [x3, #0x18]
                movz x3, #0xa00, lsl #16; mov x6, #-1; ldr x6, [x3]; str x6, [x3]
                mov x1, x5; mov x2, x6; movz w0, #0x8600, lsl #16; movk w0, #0xff00; hvc #0
                """ + OFF, 1);
        assertThat(console).hasToString("hi");
        assertThat(guest.checks()).isEqualTo(0x90);
        assertThat(guest.wrong()).isZero();
    }

    @Test
    void tellsGuestsOfCallsThatItDoesNotKnow() {
        GuestVm guest = run("""
                movz w0, #0x8600, lsl #16; movk w0, #0xff02; hvc #0
                neg x1, x0; mov x2, #0; movz w0, #0x8600, lsl #16; movk w0, #0xff00; hvc #0
                """ + OFF, 1);
        assertThat(guest.checks()).isEqualTo(1);
    }

    @Test
    void shuttingDownStopsEveryVcpu() {
        GuestVm guest = run("""
                mrs x1, mpidr_el1; and x1, x1, #0xff
                loop: cbz x1, loop
                movz w0, #0x8400, lsl #16; movk w0, #8; hvc #0
                """, 2);
        assertThat(guest.failures()).isEmpty();
        assertThat(guest.vm().vcpus()).allMatch(Vcpu::poweredOff);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wfi                                  | vm0/vcpu0 waits for an interrupt that nothing can raise, at 0x4",
                "movz x3, #0xa00, lsl #16; ldp x4, x5, [x3] | vm0/vcpu0: access to IPA 0xa000000 outside memory by an"
                        + " instruction without syndrome at 0x40000004",
                "br xzr                               | vm0/vcpu0: there is no memory at IPA 0x200"
            })
    void saysWhyAVcpuCannotGoOn(String program, String reason) {
        GuestVm guest = run(program + OFF, 1);
        assertThat(guest.failures()).singleElement().asString().startsWith(reason);
    }

    @Test
    void oneThreadCanServeAllVcpusInTurn() {
        GuestVm guest = guest("""
                mov x5, #10
                loop: mov x1, #1; mov x2, #0; movz w0, #0x8600, lsl #16; movk w0, #0xff00; hvc #0
                sub x5, x5, #1; cbnz x5, loop
                """ + OFF, 3);
        var scheduler = new Scheduler(host.kvm().host(), Scheduler.Options.seeded(1));
        scheduler.add(new HostThread(new TakingTurns(guest)), 0);
        assertThat(scheduler.run(1_000_000)).isTrue();
        assertThat(guest.reports()).isEqualTo(30);
        assertThat(guest.vm().vcpus()).allMatch(Vcpu::poweredOff);
    }
}
