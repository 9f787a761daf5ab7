package dev.tlbsan.kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.guests.Guests;
import dev.tlbsan.kvm.InvalidationPolicies;
import dev.tlbsan.kvm.InvalidationPolicy;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.Scheduler;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real guest programs, which check what they see, under every policy and on several CPUs. */
class GuestsTest {
    /** A guest program as it is built, its argument, and how many checks each vCPU makes; one vCPU only if single. */
    record Program(String elf, long argument, long checks, boolean single) {
        /** So long that its vCPUs are preempted more than once. */
        Program longer() {
            return new Program(elf, argument * 8, checks * 8, single);
        }

        Arch arch() {
            return Arch.of(elf.substring(0, elf.indexOf('/')));
        }

        @Override
        public String toString() {
            return elf;
        }
    }

    /** What is the same for all builds of a program, and the checks of those for each architecture; 0: it depends. */
    private record Source(String name, long argument, long checks64, long checks32, boolean single) {
        Stream<Program> builds(Arch arch) {
            long checks = arch == Arch.ARM64 ? checks64 : checks32;
            return Guests.builds(arch.word(), name).stream().map(elf -> new Program(elf, argument, checks, single));
        }
    }

    private static final List<Source> SOURCES = List.of(
            new Source("siblings", 120, 720, 720, false),
            new Source("global", 120, 720, 720, false),
            new Source("first-switch", 120, 720, 720, false),
            new Source("yielding", 120, 720, 720, false),
            new Source("siblings-yielding", 120, 720, 720, false),
            new Source("fetch", 260, 260, 260, false),
            new Source("hello", 0, 1, 1, false),
            new Source("smp", 100, 0, 0, false),
            new Source("faults", 1, 185, 0, false),
            new Source("mmu-churn", 60, 540, 540, false),
            new Source("break-before-make", 2, 176, 144, true),
            new Source("allocator", 100, 0, 0, false),
            new Source("quicksort", 60, 0, 0, false),
            new Source("printf", 0, 62, 62, true),
            new Source("timer", 10, 40, 40, false));

    private static final Program STACK_ALIGNMENT = new Program("arm64/stack-alignment.elf", 2, 2, false);

    private static Stream<Program> programs(Arch arch) {
        Stream<Program> all = SOURCES.stream().flatMap(source -> source.builds(arch));
        return arch == Arch.ARM64 ? Stream.concat(all, Stream.of(STACK_ALIGNMENT)) : all;
    }

    private static Stream<Program> builds(String name) {
        Source source =
                SOURCES.stream().filter(s -> s.name.equals(name)).findFirst().orElseThrow();
        return Stream.of(Arch.values()).flatMap(source::builds);
    }

    /** How many vCPUs run on how many CPUs. */
    record Shape(int vcpus, int cpus) {}

    private static final List<Shape> SHAPES =
            List.of(new Shape(1, 1), new Shape(2, 1), new Shape(3, 2), new Shape(4, 3));

    /** How a guest ended. */
    record Outcome(GuestVm guest, int oracle, String console) {}

    private static Outcome run(Program program, InvalidationPolicy policy, Shape shape, long seed) {
        try (TestHost host = new TestHost(program.arch(), shape.cpus, KvmConfig.DEFAULT.withPolicy(policy))) {
            GuestImage image = GuestImage.parse(program.elf, Guests.elf(program.elf));
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
            } else {
                assertThat(guest.checks()).isPositive();
            }
            return new Outcome(guest, host.oracle().wrong(), console.toString());
        }
    }

    static Stream<Arguments> correctGuests() {
        return programs()
                .flatMap(program -> SHAPES.stream()
                        .filter(shape -> program.arch() == Arch.ARM64 || shape.vcpus % 2 == 0)
                        .map(shape -> Arguments.of(program, shape)));
    }

    @ParameterizedTest
    @MethodSource("correctGuests")
    void guestsSeeNothingWrongUnderTheMergedPolicyAndTheNaiveOne(Program program, Shape shape) {
        for (long seed = 1; seed <= (program.arch() == Arch.ARM64 ? 3 : 1); seed++) {
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
        return Stream.of(Arch.values()).flatMap(GuestsTest::programs);
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

    static Stream<Program> guestsThatNoticeSiblings() {
        return Stream.of("siblings", "global", "first-switch", "fetch", "mmu-churn")
                .flatMap(GuestsTest::builds);
    }

    @ParameterizedTest
    @MethodSource("guestsThatNoticeSiblings")
    void withoutThePatchSiblingsOnOneCpuSeeEachOthersPages(Program program) {
        Outcome outcome = run(program.longer(), InvalidationPolicies.NONE, new Shape(2, 1), 1);
        assertThat(outcome.guest.wrong()).isPositive();
        assertThat(outcome.oracle).isPositive();
    }

    static Stream<Program> guestsThatWaitForEachOther() {
        return Stream.of("siblings", "global", "fetch").flatMap(GuestsTest::builds);
    }

    @ParameterizedTest
    @MethodSource("guestsThatWaitForEachOther")
    void theSeedsPolicyIsRightWherePreemptionIsAllThereIs(Program program) {
        for (long seed = 1; seed <= 3; seed++) {
            Outcome outcome = run(program.longer(), InvalidationPolicies.SCHED_IN, new Shape(2, 1), seed);
            assertThat(outcome.guest.wrong()).isZero();
            assertThat(outcome.oracle).isZero();
        }
    }

    static Stream<Program> hellos() {
        return builds("hello");
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void guestsPrintInOrder(Program hello) {
        Outcome outcome = run(hello, InvalidationPolicies.VCPU_LOAD, new Shape(3, 2), 5);
        assertThat(outcome.console).isEqualTo("hello from vcpu 0\nhello from vcpu 1\nhello from vcpu 2\n");
    }

    static Stream<Program> printfs() {
        return builds("printf");
    }

    @ParameterizedTest
    @MethodSource("printfs")
    void numbersAndTextsArePrintedAsTheyShould(Program printf) {
        Outcome outcome = run(printf, InvalidationPolicies.VCPU_LOAD, new Shape(2, 1), 1);
        assertThat(outcome.console).isEqualTo(Guests.printed());
    }
}
