package dev.tlbsan.kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.guests.Guests;
import dev.tlbsan.kvm.InvalidationPolicies;
import dev.tlbsan.kvm.InvalidationPolicy;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.Scheduler;
import dev.tlbsan.machine.GuestImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real guest programs, which check what they see, under every policy and on several CPUs. */
class GuestsTest {
    /** A guest program, its argument and how many checks each of its vCPUs makes; one vCPU only if single. */
    record Program(String name, long argument, long checks, boolean single) {
        /** So long that its vCPUs are preempted more than once. */
        Program longer() {
            return new Program(name, argument * 8, checks * 8, single);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Program> PROGRAMS = List.of(
            new Program("siblings", 120, 720, false),
            new Program("global", 120, 720, false),
            new Program("first-switch", 120, 720, false),
            new Program("yielding", 120, 720, false),
            new Program("siblings-yielding", 120, 720, false),
            new Program("fetch", 260, 0, false),
            new Program("hello", 0, 1, false),
            new Program("smp", 100, 0, false),
            new Program("faults", 1, 185, false),
            new Program("stack-alignment", 2, 2, false),
            new Program("mmu-churn", 60, 540, false),
            new Program("break-before-make", 2, 176, true));

    /** How many vCPUs run on how many CPUs. */
    record Shape(int vcpus, int cpus) {}

    private static final List<Shape> SHAPES =
            List.of(new Shape(1, 1), new Shape(2, 1), new Shape(3, 2), new Shape(4, 3));

    /** How a guest ended. */
    record Outcome(GuestVm guest, int oracle, String console) {}

    private static Outcome run(Program program, InvalidationPolicy policy, Shape shape, long seed) {
        try (TestHost host = new TestHost(shape.cpus, KvmConfig.DEFAULT.withPolicy(policy))) {
            GuestImage image = GuestImage.parse(program.name, Guests.elf("arm64/" + program.name + ".elf"));
            var console = new StringBuilder();
            GuestVm guest = new GuestVm(host.kvm(), image, shape.vcpus, 32 << 20, b -> console.append((char) b));
            guest.argument(program.argument);
            int migration = shape.cpus > 1 ? 4 : 0;
            var scheduler = new Scheduler(
                    host.kvm().host(), Scheduler.Options.seeded(seed).withMigration(migration));
            guest.vm()
                    .vcpus()
                    .forEach(v -> scheduler.add(new HostThread(new OneVcpuThread(guest, v)), v.id() % shape.cpus));
            assertThat(scheduler.run(20_000_000)).as("ended").isTrue();
            assertThat(guest.failures()).isEmpty();
            assertThat(guest.reports()).isEqualTo(program.single ? 1 : shape.vcpus);
            if (program.checks > 0) {
                assertThat(guest.checks()).isEqualTo(program.checks * guest.reports());
            }
            return new Outcome(guest, host.oracle().wrong(), console.toString());
        }
    }

    static Stream<Arguments> correctGuests() {
        return PROGRAMS.stream().flatMap(program -> SHAPES.stream().map(shape -> Arguments.of(program, shape)));
    }

    @ParameterizedTest
    @MethodSource("correctGuests")
    void guestsSeeNothingWrongUnderTheMergedPolicyAndTheNaiveOne(Program program, Shape shape) {
        for (long seed = 1; seed <= 3; seed++) {
            for (InvalidationPolicy policy : List.of(InvalidationPolicies.VCPU_LOAD, InvalidationPolicies.ALWAYS)) {
                Outcome outcome = run(program, policy, shape, seed);
                assertThat(outcome.guest.wrong())
                        .as("%s, seed %d", policy, seed)
                        .isZero();
                assertThat(outcome.oracle).as("%s, seed %d", policy, seed).isZero();
            }
        }
    }

    static Stream<Program> programs() {
        return PROGRAMS.stream();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aSingleVcpuNeedsNoPolicy(Program program) {
        for (Shape shape : List.of(new Shape(1, 1), new Shape(1, 3))) {
            Outcome outcome = run(program, InvalidationPolicies.NONE, shape, 1);
            assertThat(outcome.guest.wrong()).isZero();
            assertThat(outcome.oracle).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"siblings", "global", "first-switch", "fetch", "mmu-churn"})
    void withoutThePatchSiblingsOnOneCpuSeeEachOthersPages(String name) {
        Program program =
                PROGRAMS.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
        Outcome outcome = run(program.longer(), InvalidationPolicies.NONE, new Shape(2, 1), 1);
        assertThat(outcome.guest.wrong()).isPositive();
        assertThat(outcome.oracle).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"siblings", "global", "fetch"})
    void theSeedsPolicyIsRightWherePreemptionIsAllThereIs(String name) {
        Program program =
                PROGRAMS.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
        for (long seed = 1; seed <= 3; seed++) {
            Outcome outcome = run(program.longer(), InvalidationPolicies.SCHED_IN, new Shape(2, 1), seed);
            assertThat(outcome.guest.wrong()).isZero();
            assertThat(outcome.oracle).isZero();
        }
    }

    @Test
    void guestsPrintInOrder() {
        Program hello = PROGRAMS.stream()
                .filter(p -> p.name.equals("hello"))
                .findFirst()
                .orElseThrow();
        Outcome outcome = run(hello, InvalidationPolicies.VCPU_LOAD, new Shape(3, 2), 5);
        assertThat(outcome.console).isEqualTo("hello from vcpu 0\nhello from vcpu 1\nhello from vcpu 2\n");
    }
}
