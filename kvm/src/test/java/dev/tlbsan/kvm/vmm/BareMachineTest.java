package dev.tlbsan.kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.guests.Guests;
import dev.tlbsan.kvm.Oracle;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;
import dev.tlbsan.machine.Stop;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The guests for arm without a hypervisor: from SVC mode, and from Hyp mode, which they leave by themselves. */
class BareMachineTest {
    private static final long MOST_INSTRUCTIONS = 20_000_000;

    /** What a program printed, and how the machine stopped. */
    private record Outcome(Stop stop, String console) {}

    /** On as many CPUs, of which the first is on; 0 as the number of vCPUs tells the guest that it is alone. */
    private static Outcome run(String elf, boolean hyp, int cpus, int argument) {
        GuestImage image = GuestImage.parse(elf, Guests.elf(elf));
        var console = new StringBuilder();
        var oracle = new Oracle();
        MachineConfig config = new MachineConfig(Arch.ARM, cpus, 64L << 20, TlbMode.RETAIN, hyp);
        try (Machine machine = new Machine(config)) {
            machine.listen(oracle);
            machine.attachUart(b -> console.append((char) b));
            MemorySegment ram = machine.memory().ram();
            for (GuestImage.Segment segment : image.segments()) {
                MemorySegment from = segment.contents();
                MemorySegment.copy(from, 0, ram, segment.address() - Machine.RAM_BASE, from.byteSize());
            }
            ProcessingElement first = machine.pes().getFirst();
            first.reset(image.entry() & ~1L);
            first.registers()[RegisterFile.T] = image.entry() & 1;
            first.registers()[0] = argument;
            first.registers()[1] = cpus == 1 ? 0 : cpus;
            Stop stop = machine.run(MOST_INSTRUCTIONS, 1);
            assertThat(oracle.wrong()).isZero();
            return new Outcome(stop, console.toString());
        }
    }

    private static Stream<Arguments> builds(String program, int argument) {
        return Guests.builds("arm", program).stream()
                .flatMap(elf -> Stream.of(false, true).map(hyp -> Arguments.of(elf, hyp, argument)));
    }

    static Stream<Arguments> guestsForOne() {
        return Stream.of(
                        builds("siblings", 120),
                        builds("siblings-yielding", 120),
                        builds("global", 120),
                        builds("fetch", 600),
                        builds("faults", 3),
                        builds("mmu-churn", 600),
                        builds("break-before-make", 5),
                        builds("allocator", 200),
                        builds("quicksort", 100),
                        builds("timer", 20))
                .flatMap(stream -> stream);
    }

    @ParameterizedTest
    @MethodSource("guestsForOne")
    void findsNothingWrongOnOneCpu(String elf, boolean hyp, int argument) {
        Outcome outcome = run(elf, hyp, 1, argument);
        assertThat(outcome.stop).isInstanceOf(Stop.PowerOff.class);
        assertThat(outcome.console).matches("vcpu 0 reports 1 checks [1-9][0-9]* wrong 0 first 0\n");
    }

    static Stream<Arguments> printfs() {
        return builds("printf", 0);
    }

    @ParameterizedTest
    @MethodSource("printfs")
    void printsWhatItShould(String elf, boolean hyp, int argument) {
        assertThat(run(elf, hyp, 1, argument).console)
                .isEqualTo(Guests.printed() + "vcpu 0 reports 1 checks 62 wrong 0 first 0\n");
    }

    static Stream<Arguments> multiprocessors() {
        return builds("smp", 100);
    }

    @ParameterizedTest
    @MethodSource("multiprocessors")
    void otherCpusAreStartedThroughTheFirmware(String elf, boolean hyp, int argument) {
        Outcome outcome = run(elf, hyp, 3, argument);
        assertThat(outcome.stop).isInstanceOf(Stop.Deadlock.class);
        assertThat(outcome.console.lines())
                .containsExactlyInAnyOrder(
                        "vcpu 0 reports 1 checks 104 wrong 0 first 0",
                        "vcpu 1 reports 1 checks 100 wrong 0 first 0",
                        "vcpu 2 reports 1 checks 100 wrong 0 first 0");
    }
}
