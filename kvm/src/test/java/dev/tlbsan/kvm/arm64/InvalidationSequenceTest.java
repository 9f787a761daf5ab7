package dev.tlbsan.kvm.arm64;

import static dev.tlbsan.kvm.Siblings.runGuest;
import static dev.tlbsan.kvm.Siblings.stepTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.mmu.Invalidation;
import dev.tlbsan.kvm.InvalidationPolicies;
import dev.tlbsan.kvm.InvalidationPolicy;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.Siblings;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.host.HostThread.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The EL2 instructions by which the hypervisor invalidates, and what becomes of it without one of them. */
class InvalidationSequenceTest {
    /** The EL2 instructions of one guest entry, from the traps to the timer. */
    private static List<String> entry(Ablation ablation, boolean stale) {
        try (TestHost host = new TestHost(1, KvmConfig.DEFAULT.withAblation(ablation))) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            stepTo(host.cpu(0), State.READY);
            siblings.vcpu(0).tlbVmidStale(stale);
            List<String> trace = host.trace(0);
            siblings.vcpu(0).enterGuest(host.cpu(0));
            assertThat(siblings.vcpu(0).tlbVmidStale()).isEqualTo(stale && ablation == Ablation.CLEAR_FLAG);
            assertThat(trace.getFirst()).isEqualTo("mrs vmpidr_el2");
            assertThat(trace.getLast()).isEqualTo("eret");
            return trace.subList(trace.indexOf("msr hcr_el2"), trace.indexOf("msr cnthctl_el2"));
        }
    }

    private static List<String> withTraps(String... rest) {
        List<String> all = new ArrayList<>(List.of("msr hcr_el2", "msr hstr_el2", "msr mdcr_el2", "msr cptr_el2"));
        all.addAll(List.of(rest));
        return all;
    }

    @Test
    void entersAsTheSeedDoesWhenAnInvalidationIsOwed() {
        assertThat(entry(Ablation.NOTHING, true))
                .isEqualTo(withTraps("msr vttbr_el2", "isb", "tlbi vmalle1", "dsb nsh"));
    }

    @Test
    void entersWithoutInvalidationWhenNoneIsOwed() {
        assertThat(entry(Ablation.NOTHING, false)).isEqualTo(withTraps("msr vttbr_el2"));
    }

    @Test
    void leavesOutTheLineThatAnExperimentAsksFor() {
        assertThat(entry(Ablation.ISB, true)).isEqualTo(withTraps("msr vttbr_el2", "tlbi vmalle1", "dsb nsh"));
        assertThat(entry(Ablation.TLBI, true)).isEqualTo(withTraps("msr vttbr_el2", "isb", "dsb nsh"));
        assertThat(entry(Ablation.DSB, true)).isEqualTo(withTraps("msr vttbr_el2", "isb", "tlbi vmalle1"));
        assertThat(entry(Ablation.CLEAR_FLAG, true))
                .isEqualTo(withTraps("msr vttbr_el2", "isb", "tlbi vmalle1", "dsb nsh"));
    }

    @Test
    void countsTheInvalidationsThatWereOwed() {
        try (TestHost host = new TestHost(1)) {
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
    private static long wrongReads(Ablation ablation, InvalidationPolicy policy, List<Long> invalidations) {
        KvmConfig config = KvmConfig.DEFAULT.withPolicy(policy).withAblation(ablation);
        try (TestHost host = new TestHost(1, config)) {
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
        try (TestHost host = new TestHost(1)) {
            List<String> trace = host.trace(0);
            host.cpu(0).hyp().flushLocalVmid(host.vm());
            assertThat(trace)
                    .containsExactly(
                            "msr vttbr_el2",
                            "isb",
                            "tlbi vmalle1",
                            "dsb nsh",
                            "isb",
                            "msr vttbr_el2",
                            "msr elr_el2",
                            "msr spsr_el2",
                            "eret");
        }
    }

    @Test
    void flushesAPageInBothStagesInTheRightOrder() {
        try (TestHost host = new TestHost(1)) {
            List<Long> addresses = new ArrayList<>();
            host.machine().listen(new TranslationListener() {
                @Override
                public void invalidationIssued(Invalidation invalidation) {
                    addresses.add(invalidation.address());
                }
            });
            List<String> trace = host.trace(0);
            host.cpu(0).hyp().flushVmidIpa(host.vm(), 0x12_3456_7890L);
            assertThat(trace)
                    .containsExactly(
                            "dsb ishst",
                            "msr vttbr_el2",
                            "isb",
                            "tlbi ipas2e1is",
                            "dsb ish",
                            "tlbi vmalle1is",
                            "dsb ish",
                            "isb",
                            "msr vttbr_el2",
                            "msr elr_el2",
                            "msr spsr_el2",
                            "eret");
            assertThat(addresses).containsExactly(0x12_3456_7000L, 0L);
        }
    }

    @Test
    void flushesAWholeVmidAndAll() {
        try (TestHost host = new TestHost(1)) {
            List<String> trace = host.trace(0);
            host.cpu(0).hyp().flushVmid(host.vm());
            assertThat(trace)
                    .startsWith(
                            "dsb ishst",
                            "msr vttbr_el2",
                            "isb",
                            "tlbi vmalls12e1is",
                            "dsb ish",
                            "isb",
                            "msr vttbr_el2");
            trace.clear();
            host.cpu(0).hyp().flushVmContext();
            assertThat(trace).startsWith("dsb ishst", "tlbi alle1is", "ic ialluis", "dsb ish");
        }
    }
}
