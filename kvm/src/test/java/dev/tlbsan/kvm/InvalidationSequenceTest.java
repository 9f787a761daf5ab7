package dev.tlbsan.kvm;

import static dev.tlbsan.kvm.Siblings.runGuest;
import static dev.tlbsan.kvm.Siblings.stepTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.mmu.Invalidation;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The instructions at EL2 by which the hypervisor invalidates, and what becomes of it without one of them. */
@ParameterizedClass
@EnumSource(Arch.class)
class InvalidationSequenceTest {
    private static final String STAGE_2 = "stage 2";
    private static final String LOCAL = "local";

    private final Arch arch;
    private final boolean is64Bit;

    InvalidationSequenceTest(Arch arch) {
        this.arch = arch;
        this.is64Bit = arch == Arch.ARM64;
    }

    /** Instructions by what they are for; those that the architectures share stand for themselves. */
    private List<String> words(String... purposes) {
        return Stream.of(purposes).flatMap(this::word).toList();
    }

    private Stream<String> word(String purpose) {
        return switch (purpose) {
            case "traps" ->
                is64Bit
                        ? Stream.of("msr hcr_el2", "msr hstr_el2", "msr mdcr_el2", "msr cptr_el2")
                        : Stream.of("mcr hcr", "mcr hstr", "mcr hcptr", "mcr hdcr");
            case STAGE_2 -> Stream.of(is64Bit ? "msr vttbr_el2" : "mcrr vttbr");
            case LOCAL -> Stream.of(is64Bit ? "tlbi vmalle1" : "mcr tlbiall");
            case "midr" -> is64Bit ? Stream.empty() : Stream.of("mcr vpidr");
            case "to host" ->
                is64Bit
                        ? Stream.of("msr elr_el2", "msr spsr_el2", "eret")
                        : Stream.of("msr elr_hyp", "msr spsr_cxsf", "eret");
            default -> Stream.of(purpose);
        };
    }

    /** The EL2 instructions of one guest entry, from the traps to the timer. */
    private List<String> entry(Ablation ablation, boolean stale) {
        try (TestHost host = new TestHost(arch, 1, KvmConfig.DEFAULT.withAblation(ablation))) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            stepTo(host.cpu(0), State.READY);
            siblings.vcpu(0).tlbVmidStale(stale);
            List<String> trace = host.trace(0);
            siblings.vcpu(0).enterGuest(host.cpu(0));
            assertThat(siblings.vcpu(0).tlbVmidStale()).isEqualTo(stale && ablation == Ablation.CLEAR_FLAG);
            assertThat(trace.getFirst()).isEqualTo(is64Bit ? "mrs vmpidr_el2" : "mrc vmpidr");
            assertThat(trace.getLast()).isEqualTo("eret");
            return trace.subList(
                    trace.indexOf(is64Bit ? "msr hcr_el2" : "mcr hcr"),
                    trace.indexOf(is64Bit ? "msr cnthctl_el2" : "mcr cnthctl"));
        }
    }

    @Test
    void entersAsTheSeedDoesWhenAnInvalidationIsOwed() {
        assertThat(entry(Ablation.NOTHING, true)).isEqualTo(words("traps", STAGE_2, "isb", LOCAL, "dsb nsh", "midr"));
    }

    @Test
    void entersWithoutInvalidationWhenNoneIsOwed() {
        assertThat(entry(Ablation.NOTHING, false)).isEqualTo(words("traps", STAGE_2, "midr"));
    }

    @Test
    void leavesOutTheLineThatAnExperimentAsksFor() {
        assertThat(entry(Ablation.ISB, true)).isEqualTo(words("traps", STAGE_2, LOCAL, "dsb nsh", "midr"));
        assertThat(entry(Ablation.TLBI, true)).isEqualTo(words("traps", STAGE_2, "isb", "dsb nsh", "midr"));
        assertThat(entry(Ablation.DSB, true)).isEqualTo(words("traps", STAGE_2, "isb", LOCAL, "midr"));
        assertThat(entry(Ablation.CLEAR_FLAG, true))
                .isEqualTo(words("traps", STAGE_2, "isb", LOCAL, "dsb nsh", "midr"));
    }

    @Test
    void countsTheInvalidationsThatWereOwed() {
        try (TestHost host = new TestHost(arch, 1)) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            stepTo(host.cpu(0), State.IN_GUEST);
            assertThat(host.kvm().statistics().localInvalidations()).isEqualTo(1);
            siblings.thread(0).leaveGuest(host.cpu(0));
            siblings.vcpu(0).tlbVmidStale(true);
            stepTo(host.cpu(0), State.IN_GUEST);
            assertThat(host.kvm().statistics().localInvalidations()).isEqualTo(2);
            assertThat(host.kvm().statistics().guestEntries()).isEqualTo(2);
        }
    }

    /** What two vCPUs that take turns on a CPU read wrong under the seed's policy with something left out. */
    private long wrongReads(Ablation ablation, InvalidationPolicy policy, List<Long> invalidations) {
        KvmConfig config = KvmConfig.DEFAULT.withPolicy(policy).withAblation(ablation);
        try (TestHost host = new TestHost(arch, 1, config)) {
            Siblings siblings = new Siblings(host, 2);
            for (int i = 0; i < 2; i++) {
                host.cpu(0).switchTo(siblings.thread(i));
                stepTo(host.cpu(0), State.READY);
            }
            for (int i = 0; i < 10; i++) {
                host.cpu(0).switchTo(siblings.thread(i % 2));
                runGuest(host.cpu(0));
                siblings.thread(i % 2).leaveGuest(host.cpu(0));
                runGuest(host.cpu(0));
            }
            host.cpu(0).switchTo(null);
            invalidations.add(host.kvm().statistics().localInvalidations());
            return siblings.wrong(0) + siblings.wrong(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ISB", "TLBI", "DSB"})
    void withoutAnyLineOfTheSequenceSiblingsReadEachOthersPages(Ablation ablation) {
        assertThat(wrongReads(ablation, InvalidationPolicies.SCHED_IN, new ArrayList<>()))
                .isPositive();
    }

    @Test
    void theOtherLinesOnlySpareInvalidations() {
        List<Long> whole = new ArrayList<>();
        List<Long> notCleared = new ArrayList<>();
        List<Long> notTested = new ArrayList<>();
        assertThat(wrongReads(Ablation.NOTHING, InvalidationPolicies.SCHED_IN, whole))
                .isZero();
        assertThat(wrongReads(Ablation.CLEAR_FLAG, InvalidationPolicies.SCHED_IN, notCleared))
                .isZero();
        assertThat(wrongReads(Ablation.EMPTY_TEST, InvalidationPolicies.SCHED_IN_WITHOUT_EMPTY_TEST, notTested))
                .isZero();
        assertThat(notCleared.getFirst()).isGreaterThan(whole.getFirst());
        assertThat(notTested.getFirst()).isGreaterThanOrEqualTo(whole.getFirst());
    }

    @Test
    void flushesTheLocalVmidAsMerged() {
        try (TestHost host = new TestHost(arch, 1)) {
            List<String> trace = host.trace(0);
            host.cpu(0).hyp().flushLocalVmid(host.vm());
            assertThat(trace).isEqualTo(words(STAGE_2, "isb", LOCAL, "dsb nsh", "isb", STAGE_2, "to host"));
        }
    }

    /** VMALLE1 leaves entries of stage 2 alone; TLBIALL in Hyp mode takes them too. */
    @Test
    void theLocalInvalidationTakesStage2OnArmOnly() {
        try (TestHost host = new TestHost(arch, 1)) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            runGuest(host.cpu(0));
            host.cpu(0).switchTo(null);
            int before = host.pe(0).mmu().size();
            host.cpu(0).hyp().flushLocalVmid(siblings.vm());
            assertThat(host.pe(0).mmu().size()).isLessThan(before);
            assertThat(host.pe(0).mmu().size() == 0).isNotEqualTo(is64Bit);
        }
    }

    private List<String> flushOfVmid() {
        String all = is64Bit ? "tlbi vmalls12e1is" : "mcr tlbiallis";
        return words("dsb ishst", STAGE_2, "isb", all, "dsb ish", "isb", STAGE_2, "to host");
    }

    @Test
    void flushesAPageInBothStagesInTheRightOrderWhereThereIsSuchAnInstruction() {
        try (TestHost host = new TestHost(arch, 1)) {
            List<Long> addresses = new ArrayList<>();
            host.machine().listen(new TranslationListener() {
                @Override
                public void invalidationIssued(Invalidation invalidation) {
                    addresses.add(invalidation.address());
                }
            });
            List<String> trace = host.trace(0);
            host.cpu(0).hyp().flushVmidIpa(host.vm(), 0x12_3456_7890L);
            List<String> page = words(
                    "dsb ishst",
                    STAGE_2,
                    "isb",
                    "tlbi ipas2e1is",
                    "dsb ish",
                    "tlbi vmalle1is",
                    "dsb ish",
                    "isb",
                    STAGE_2,
                    "to host");
            assertThat(trace).isEqualTo(is64Bit ? page : flushOfVmid());
            assertThat(addresses).isEqualTo(is64Bit ? List.of(0x12_3456_7000L, 0L) : List.of(0L));
        }
    }

    @Test
    void flushesAWholeVmidAndAll() {
        try (TestHost host = new TestHost(arch, 1)) {
            List<String> trace = host.trace(0);
            host.cpu(0).hyp().flushVmid(host.vm());
            assertThat(trace).isEqualTo(flushOfVmid());
            trace.clear();
            host.cpu(0).hyp().flushVmContext();
            assertThat(trace)
                    .isEqualTo(
                            is64Bit
                                    ? words("dsb ishst", "tlbi alle1is", "ic ialluis", "dsb ish", "to host")
                                    : words("mcr tlbiallnsnhis", "mcr icialluis", "dsb ish", "to host"));
        }
    }
}
