package dev.tlbsan.kvm;

import static dev.tlbsan.kvm.Siblings.runGuest;
import static dev.tlbsan.kvm.Siblings.stepTo;
import static dev.tlbsan.kvm.Siblings.toUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.machine.Arch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The seed's second version is right in its steady state and has four holes; the merged form has none of them. */
@ParameterizedClass
@EnumSource(Arch.class)
class HolesOfSchedInTest {
    private final Arch arch;

    HolesOfSchedInTest(Arch arch) {
        this.arch = arch;
    }

    /** What a schedule came to. */
    private record Outcome(long wrong, int oracle, long localInvalidations) {}

    /** The siblings, where they run, and the bookkeeping that a schedule can look at. */
    private record Scene(TestHost host, Siblings siblings, boolean seed) {
        HostCpu cpu(int id) {
            return host.cpu(id);
        }

        /** Checks the slot of a CPU and what the vCPU owes; what the seed's second version keeps. */
        void expect(int cpu, int slot, int vcpu, boolean owed) {
            if (seed) {
                assertThat(siblings.vm().lastVcpuRan().get(cpu)).as("slot").isEqualTo(slot);
                assertThat(siblings.vcpu(vcpu).tlbVmidStale()).as("owed").isEqualTo(owed);
            }
        }
    }

    private Outcome run(InvalidationPolicy policy, Consumer<Scene> schedule) {
        try (TestHost host = new TestHost(arch, 2, KvmConfig.DEFAULT.withPolicy(policy))) {
            Siblings siblings = new Siblings(host, 2);
            schedule.accept(new Scene(host, siblings, policy.equals(InvalidationPolicies.SCHED_IN)));
            host.cpu(0).switchTo(null);
            host.cpu(1).switchTo(null);
            assertThat(siblings.reads(0)).isPositive();
            assertThat(siblings.reads(1)).isPositive();
            return new Outcome(
                    siblings.wrong(0) + siblings.wrong(1),
                    host.oracle().wrong(),
                    host.kvm().statistics().localInvalidations());
        }
    }

    private void assertHole(Consumer<Scene> schedule) {
        assertStale(run(InvalidationPolicies.NONE, schedule));
        assertStale(run(InvalidationPolicies.SCHED_IN, schedule));
        assertClean(run(InvalidationPolicies.VCPU_LOAD, schedule));
        assertClean(run(InvalidationPolicies.ALWAYS, schedule));
    }

    private static void assertStale(Outcome outcome) {
        assertThat(outcome.wrong).isPositive();
        assertThat(outcome.oracle).isPositive();
    }

    private static void assertClean(Outcome outcome) {
        assertThat(outcome.wrong).isZero();
        assertThat(outcome.oracle).isZero();
        assertThat(outcome.localInvalidations).isPositive();
    }

    /** Both vCPUs have been scheduled in once; from then on every change of vCPU owes an invalidation. */
    private static void steadyState(Scene s) {
        s.cpu(0).switchTo(s.siblings.thread(0));
        stepTo(s.cpu(0), State.READY);
        s.cpu(0).switchTo(s.siblings.thread(1));
        stepTo(s.cpu(0), State.READY);
        for (int round = 0; round < 5; round++) {
            s.cpu(0).switchTo(s.siblings.thread(0));
            s.expect(0, 0, 0, round > 0);
            runGuest(s.cpu(0));
            s.expect(0, 0, 0, false);
            s.cpu(0).switchTo(s.siblings.thread(1));
            s.expect(0, 1, 1, true);
            runGuest(s.cpu(0));
            s.expect(0, 1, 1, false);
        }
    }

    /** Hole A: KVM_RUN on one vCPU after the other. Nobody is preempted. */
    private static void ioctl(Scene s) {
        for (int vcpu = 0; vcpu < 2; vcpu++) {
            s.cpu(0).switchTo(s.siblings.thread(vcpu));
            runGuest(s.cpu(0));
            s.expect(0, LastVcpuRan.NONE, vcpu, false);
            toUser(s.cpu(0));
        }
    }

    /** Hole A': a vCPU enters by KVM_RUN, unrecorded, while another that was scheduled in has the slot. */
    private static void bookkeeping(Scene s) {
        s.cpu(0).switchTo(s.siblings.thread(1));
        stepTo(s.cpu(0), State.LOADED);
        s.cpu(0).switchTo(null);
        s.cpu(0).switchTo(s.siblings.thread(1));
        s.expect(0, 1, 1, false);
        s.cpu(0).switchTo(s.siblings.thread(0));
        runGuest(s.cpu(0));
        s.expect(0, 1, 0, false);
        toUser(s.cpu(0));
        s.cpu(0).switchTo(s.siblings.thread(1));
        s.expect(0, 1, 1, false);
        runGuest(s.cpu(0));
    }

    /** Hole A'': both have entered by KVM_RUN; the slot is empty, the TLB is not. */
    private static void emptySlot(Scene s) {
        s.siblings.read(1, 1);
        s.cpu(0).switchTo(s.siblings.thread(0));
        runGuest(s.cpu(0));
        s.cpu(0).switchTo(s.siblings.thread(1));
        runGuest(s.cpu(0));
        s.expect(0, LastVcpuRan.NONE, 1, false);
        s.siblings.read(0, 1);
        s.cpu(0).switchTo(s.siblings.thread(0));
        s.expect(0, 0, 0, false);
        runGuest(s.cpu(0));
    }

    /** Hole B: preempted before it enters, the vCPU pays its debt on another CPU. */
    private static void debtMovesAway(Scene s) {
        s.cpu(1).switchTo(s.siblings.thread(1));
        stepTo(s.cpu(1), State.LOADED);
        s.cpu(1).switchTo(null);
        s.cpu(0).switchTo(s.siblings.thread(0));
        stepTo(s.cpu(0), State.LOADED);
        s.cpu(0).switchTo(null);
        s.cpu(0).switchTo(s.siblings.thread(0));
        runGuest(s.cpu(0));
        s.expect(0, 0, 0, false);

        s.cpu(0).switchTo(s.siblings.thread(1));
        s.expect(0, 1, 1, true);
        s.cpu(0).switchTo(null);
        s.cpu(1).switchTo(s.siblings.thread(1));
        s.expect(1, 1, 1, true);
        runGuest(s.cpu(1));
        s.expect(1, 1, 1, false);
        s.cpu(1).switchTo(null);
        s.cpu(0).switchTo(s.siblings.thread(1));
        s.expect(0, 1, 1, false);
        runGuest(s.cpu(0));
    }

    /** Preempted before it enters, the vCPU comes back to the same CPU. */
    private static void debtStays(Scene s) {
        s.cpu(0).switchTo(s.siblings.thread(1));
        stepTo(s.cpu(0), State.LOADED);
        s.cpu(0).switchTo(s.siblings.thread(0));
        stepTo(s.cpu(0), State.LOADED);
        s.cpu(0).switchTo(null);
        s.cpu(0).switchTo(s.siblings.thread(0));
        runGuest(s.cpu(0));
        for (int i = 0; i < 3; i++) {
            s.cpu(0).switchTo(null);
            s.cpu(0).switchTo(s.siblings.thread(1));
            s.expect(0, 1, 1, true);
            stepTo(s.cpu(0), State.READY);
        }
        runGuest(s.cpu(0));
        s.expect(0, 1, 1, false);
    }

    @Test
    void isRightInItsSteadyState() {
        assertStale(run(InvalidationPolicies.NONE, HolesOfSchedInTest::steadyState));
        assertClean(run(InvalidationPolicies.SCHED_IN, HolesOfSchedInTest::steadyState));
        assertClean(run(InvalidationPolicies.VCPU_LOAD, HolesOfSchedInTest::steadyState));
    }

    @Test
    void whatIsOwedSurvivesAPreemptionBeforeEntry() {
        assertStale(run(InvalidationPolicies.NONE, HolesOfSchedInTest::debtStays));
        assertClean(run(InvalidationPolicies.SCHED_IN, HolesOfSchedInTest::debtStays));
        assertClean(run(InvalidationPolicies.VCPU_LOAD, HolesOfSchedInTest::debtStays));
    }

    @Test
    void missesVcpusThatEnterByKvmRun() {
        assertHole(HolesOfSchedInTest::ioctl);
    }

    @Test
    void forgetsToRecordVcpusThatEnterByKvmRun() {
        assertHole(HolesOfSchedInTest::bookkeeping);
    }

    @Test
    void takesAnEmptySlotForAnEmptyTlb() {
        assertHole(HolesOfSchedInTest::emptySlot);
    }

    @Test
    void letsTheDebtMoveAwayWithTheVcpu() {
        assertHole(HolesOfSchedInTest::debtMovesAway);
    }
}
