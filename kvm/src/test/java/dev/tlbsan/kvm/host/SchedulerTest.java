package dev.tlbsan.kvm.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.guests.Guests;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.Siblings;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.kvm.vmm.GuestVm;
import dev.tlbsan.kvm.vmm.OneVcpuThread;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Arch.class)
class SchedulerTest {
    private final Arch arch;

    SchedulerTest(Arch arch) {
        this.arch = arch;
    }

    /** Everything that a run can be told from: what was counted, and where each vCPU stands. */
    private String trace(long seed) {
        try (TestHost host = new TestHost(arch, 2)) {
            GuestImage image = GuestImage.parse(
                    "siblings", Guests.elf(arch == Arch.ARM64 ? "arm64/siblings.elf" : "arm/siblings-a32.elf"));
            GuestVm guest = new GuestVm(host.kvm(), image, 4, 16 << 20, ignored -> {});
            guest.argument(1000);
            var scheduler = new Scheduler(
                    host.kvm().host(), Scheduler.Options.seeded(seed).withMigration(4));
            guest.vm().vcpus().forEach(v -> scheduler.add(new HostThread(new OneVcpuThread(guest, v)), 0));
            var trace = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                scheduler.run(1_000);
                host.kvm().host().forceGuestsOut();
                trace.append(scheduler.executed()).append(' ');
                trace.append(host.kvm().statistics().guestEntries()).append(' ');
                trace.append(host.kvm().statistics().localInvalidations()).append(' ');
                for (Vcpu vcpu : guest.vm().vcpus()) {
                    trace.append(vcpu.context().pc()).append(' ');
                    IntStream.range(0, arch == Arch.ARM64 ? 31 : 15)
                            .forEach(x ->
                                    trace.append(vcpu.context().register(x)).append(' '));
                }
                host.machine()
                        .pes()
                        .forEach(pe -> trace.append(pe.mmu().counters()).append(' '));
            }
            return trace.toString();
        }
    }

    @Test
    void theSameSeedGivesTheSameRunToTheLastRegister() {
        assertThat(trace(7)).isEqualTo(trace(7));
    }

    @Test
    void everySeedGivesAnotherRun() {
        Set<String> traces = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            traces.add(trace(seed));
        }
        assertThat(traces).hasSize(10);
    }

    /** How many reads each of the vCPUs makes in a million instructions. */
    private List<Long> progress(int cpus, int vcpus, Scheduler.Options options) {
        try (TestHost host = new TestHost(arch, cpus)) {
            Siblings siblings = new Siblings(host, vcpus);
            var scheduler = new Scheduler(host.kvm().host(), options);
            for (int i = 0; i < vcpus; i++) {
                scheduler.add(siblings.thread(i), i % cpus);
            }
            assertThat(scheduler.run(1_000_000)).isFalse();
            assertThat(scheduler.executed()).isBetween(1_000_000L, 1_010_000L);
            host.kvm().host().forceGuestsOut();
            List<Long> reads = new ArrayList<>();
            for (int i = 0; i < vcpus; i++) {
                reads.add(siblings.reads(i));
                assertThat(siblings.wrong(i)).isZero();
            }
            return reads;
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "1, 2, 0", "1, 5, 0", "2, 2, 0", "2, 6, 0", "3, 6, 16", "2, 3, 4", "4, 8, 2"})
    void everyThreadGetsItsShare(int cpus, int vcpus, int migration) {
        List<Long> reads = progress(cpus, vcpus, Scheduler.Options.seeded(3).withMigration(migration));
        long share = 1_000_000 / 5 / vcpus;
        int tolerance = migration == 0 ? 8 : 2;
        assertThat(reads)
                .allSatisfy(r -> assertThat(r)
                        .isBetween(share - share / tolerance - share / 10, share + share / tolerance + share / 10));
        assertThat(LongStream.of(reads.stream().mapToLong(Long::longValue).toArray())
                        .sum())
                .isBetween(195_000L, 202_000L);
    }

    @Test
    void threadsOnlyMoveIfTheyMay() {
        try (TestHost host = new TestHost(arch, 2)) {
            Siblings siblings = new Siblings(host, 2);
            var scheduler = new Scheduler(host.kvm().host(), Scheduler.Options.seeded(1));
            scheduler.add(siblings.thread(0), 0);
            scheduler.add(siblings.thread(1), 0);
            scheduler.run(50_000);
            assertThat(host.cpu(1).instructions()).isZero();
            assertThat(host.cpu(1).current()).isNull();
        }
    }

    @Test
    void endsWhenNobodyHasAnythingToRun() {
        try (TestHost host = new TestHost(arch, 2)) {
            String count = host.choose(
                    "mov x1, #1000; loop: sub x1, x1, #1; cbnz x1, loop",
                    "mov r1, #1000; loop: subs r1, r1, #1; bne loop");
            Vcpu vcpu = host.vcpu(count + TestHost.call(arch, 0x8400_0002));
            UntilOff vmm = new UntilOff(vcpu);
            var scheduler = new Scheduler(host.kvm().host(), Scheduler.Options.seeded(1));
            scheduler.add(new HostThread(vmm), 1);
            assertThat(scheduler.run(500)).isFalse();
            assertThat(scheduler.run(1_000_000)).isTrue();
            assertThat(vcpu.poweredOff()).isTrue();
            assertThat(host.cpu(0).current()).isNull();
            assertThat(host.cpu(1).current()).isNull();
            assertThat(scheduler.run(1)).isTrue();
        }
    }

    /** Runs a vCPU until it is off. */
    private record UntilOff(Vcpu vcpu) implements Vmm {
        @Override
        public Optional<Vcpu> next() {
            return Optional.of(vcpu).filter(v -> !v.poweredOff());
        }

        @Override
        public OptionalLong alarm() {
            return OptionalLong.empty();
        }

        @Override
        public void exited(Vcpu ran, VcpuExit exit) {}
    }

    @Test
    void whoWaitsForEventsAloneGoesOnAtOnce() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vcpu waiting =
                    host.vcpu("wfe; wfe; loop: add x1, x1, #1; b loop", "wfe; wfe; loop: add r1, r1, #1; b loop");
            var scheduler = new Scheduler(host.kvm().host(), Scheduler.Options.seeded(1));
            scheduler.add(new HostThread(new UntilOff(waiting)), 0);
            scheduler.run(10_000);
            assertThat(host.cpu(0).yieldRequested()).isFalse();
            host.kvm().host().forceGuestsOut();
            assertThat(waiting.context().register(1)).isGreaterThan(4_900);
        }
    }

    @Test
    void aThreadThatWaitsForEventsLetsOthersGoFirst() {
        try (TestHost host = new TestHost(arch, 1, KvmConfig.DEFAULT)) {
            Siblings siblings = new Siblings(host, 1);
            Vcpu waiting = host.vcpu("loop: wfe; add x1, x1, #1; b loop", "loop: wfe; add r1, r1, #1; b loop");
            var scheduler = new Scheduler(host.kvm().host(), Scheduler.Options.seeded(1));
            scheduler.add(siblings.thread(0), 0);
            scheduler.add(new HostThread(new UntilOff(waiting)), 0);
            scheduler.run(200_000);
            host.kvm().host().forceGuestsOut();
            assertThat(siblings.reads(0)).isGreaterThan(38_000);
            assertThat(waiting.context().register(1)).isBetween(20L, 1_000L);
        }
    }
}
