package dev.tlbsan.kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.guests.Guests;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.Scheduler;
import dev.tlbsan.kvm.host.Vmm;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guest that has its timer interrupt it, and checks when and how. */
class VirtualTimerTest {
    private static final int TICKS = 20;
    private static final int CHECKS = 3 * TICKS + 10;
    private static final int INTERVAL = 2000;

    /** How many vCPUs run on how many CPUs. */
    record Shape(int vcpus, int cpus) {}

    private static GuestVm guest(TestHost host, String elf, int vcpus) {
        GuestImage image = GuestImage.parse(elf, Guests.elf(elf));
        GuestVm guest = new GuestVm(host.kvm(), image, vcpus, 32 << 20, ignored -> {});
        guest.argument(TICKS);
        return guest;
    }

    private static void run(TestHost host, GuestVm guest, long seed, Vmm... threads) {
        int cpus = host.kvm().host().cpus().size();
        var scheduler =
                new Scheduler(host.kvm().host(), Scheduler.Options.seeded(seed).withMigration(cpus > 1 ? 4 : 0));
        for (int i = 0; i < threads.length; i++) {
            scheduler.add(new HostThread(threads[i]), i % cpus);
        }
        assertThat(scheduler.run(20_000_000)).as("ended").isTrue();
        assertThat(guest.failures()).isEmpty();
        assertThat(guest.wrong()).isZero();
        assertThat(guest.checks()).isEqualTo((long) CHECKS * guest.reports());
        assertThat(guest.reports()).isEqualTo(guest.vm().vcpus().size());
    }

    private static Vmm[] threadForEachVcpu(GuestVm guest) {
        return guest.vm().vcpus().stream()
                .map(vcpu -> new OneVcpuThread(guest, vcpu))
                .toArray(Vmm[]::new);
    }

    static Stream<Arguments> guests() {
        return Stream.of(
                        "arm64/timer.elf",
                        "arm/timer-a32-lpae.elf",
                        "arm/timer-a32-short.elf",
                        "arm/timer-t32-lpae.elf",
                        "arm/timer-t32-short.elf")
                .flatMap(elf -> Stream.of(new Shape(1, 1), new Shape(3, 1), new Shape(3, 2), new Shape(2, 3))
                        .map(shape -> Arguments.of(elf, shape)));
    }

    private static TestHost host(String elf, int cpus) {
        return new TestHost(Arch.of(elf.substring(0, elf.indexOf('/'))), cpus);
    }

    @ParameterizedTest
    @MethodSource("guests")
    void interruptsTheGuestAtItsDeadlines(String elf, Shape shape) {
        for (long seed = 1; seed <= 3; seed++) {
            try (TestHost host = host(elf, shape.cpus)) {
                GuestVm guest = guest(host, elf, shape.vcpus);
                run(host, guest, seed, threadForEachVcpu(guest));
                assertThat(host.oracle().wrong()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm64/timer.elf", "arm/timer-a32-lpae.elf"})
    void interruptsTheVcpusOfAThreadThatTakesTurns(String elf) {
        try (TestHost host = host(elf, 1)) {
            GuestVm guest = guest(host, elf, 3);
            run(host, guest, 1, new TakingTurns(guest));
        }
    }

    @Test
    void aWaitingGuestCostsTimeButNoInstructions() {
        try (TestHost host = host("arm64/timer.elf", 1)) {
            GuestVm guest = guest(host, "arm64/timer.elf", 1);
            run(host, guest, 1, threadForEachVcpu(guest));
            long time = host.machine().systemCounter();
            assertThat(time).isBetween((long) INTERVAL * TICKS - INTERVAL, (long) INTERVAL * TICKS + INTERVAL);
            assertThat(host.machine().instructions()).isLessThan(time);
        }
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        long[] instructions = new long[2];
        for (int i = 0; i < 2; i++) {
            try (TestHost host = host("arm64/timer.elf", 2)) {
                GuestVm guest = guest(host, "arm64/timer.elf", 3);
                run(host, guest, 9, threadForEachVcpu(guest));
                instructions[i] =
                        host.machine().instructions() << 32 | host.machine().systemCounter();
            }
        }
        assertThat(instructions[0]).isEqualTo(instructions[1]);
    }
}
