package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.machine.Arch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The flag and the slot, call by call. */
@ParameterizedClass
@EnumSource(Arch.class)
class InvalidationPolicyTest {
    private final Arch arch;

    InvalidationPolicyTest(Arch arch) {
        this.arch = arch;
    }

    /** A VM of two vCPUs on two CPUs under a policy. */
    private static final class Scene implements AutoCloseable {
        private final TestHost host;
        private final Vm vm;
        private final Vcpu first;
        private final Vcpu second;

        Scene(Arch arch, InvalidationPolicy policy) {
            host = new TestHost(arch, 2, KvmConfig.DEFAULT.withPolicy(policy));
            vm = host.vm();
            first = TestHost.vcpu(vm, 0);
            second = TestHost.vcpu(vm, 1);
        }

        void schedIn(Vcpu vcpu, int cpu) {
            vcpu.schedIn(host.cpu(cpu));
            vcpu.schedOut();
        }

        void load(Vcpu vcpu, int cpu) {
            vcpu.load(host.cpu(cpu));
            vcpu.put();
        }

        long invalidations() {
            return host.kvm().statistics().localInvalidations();
        }

        @Override
        public void close() {
            host.close();
        }
    }

    @Test
    void schedInOwesNothingForAnEmptySlotAndTakesIt() {
        try (Scene s = new Scene(arch, InvalidationPolicies.SCHED_IN)) {
            s.schedIn(s.first, 0);
            assertThat(s.first.tlbVmidStale()).isFalse();
            assertThat(s.vm.lastVcpuRan().get(0)).isZero();
            assertThat(s.vm.lastVcpuRan().get(1)).isEqualTo(LastVcpuRan.NONE);
        }
    }

    @Test
    void schedInOwesWhenASiblingHasTheSlotAndKeepsOwing() {
        try (Scene s = new Scene(arch, InvalidationPolicies.SCHED_IN)) {
            s.schedIn(s.first, 0);
            s.schedIn(s.second, 0);
            assertThat(s.second.tlbVmidStale()).isTrue();
            assertThat(s.first.tlbVmidStale()).isFalse();
            assertThat(s.vm.lastVcpuRan().get(0)).isEqualTo(1);
            s.schedIn(s.second, 0);
            assertThat(s.second.tlbVmidStale()).isTrue();
            s.schedIn(s.first, 0);
            assertThat(s.first.tlbVmidStale()).isTrue();
            assertThat(s.invalidations()).isZero();
        }
    }

    @Test
    void schedInOwesNothingToItself() {
        try (Scene s = new Scene(arch, InvalidationPolicies.SCHED_IN)) {
            s.schedIn(s.second, 0);
            s.schedIn(s.second, 1);
            s.schedIn(s.second, 0);
            assertThat(s.second.tlbVmidStale()).isFalse();
        }
    }

    @Test
    void schedInDoesNothingWhenAVcpuIsLoadedByKvmRun() {
        try (Scene s = new Scene(arch, InvalidationPolicies.SCHED_IN)) {
            s.schedIn(s.first, 0);
            s.load(s.second, 0);
            assertThat(s.second.tlbVmidStale()).isFalse();
            assertThat(s.vm.lastVcpuRan().get(0)).isZero();
        }
    }

    @Test
    void withoutItsTestForAnEmptySlotSchedInOwesThereToo() {
        try (Scene s = new Scene(arch, InvalidationPolicies.SCHED_IN_WITHOUT_EMPTY_TEST)) {
            s.schedIn(s.first, 0);
            assertThat(s.first.tlbVmidStale()).isTrue();
            assertThat(s.vm.lastVcpuRan().get(0)).isZero();
        }
    }

    @Test
    void vcpuLoadInvalidatesAtOnceWheneverTheSlotIsAnothers() {
        try (Scene s = new Scene(arch, InvalidationPolicies.VCPU_LOAD)) {
            s.load(s.first, 0);
            assertThat(s.invalidations()).isEqualTo(1);
            s.load(s.first, 0);
            s.schedIn(s.first, 0);
            assertThat(s.invalidations()).isEqualTo(1);
            s.schedIn(s.second, 0);
            assertThat(s.invalidations()).isEqualTo(2);
            s.load(s.first, 1);
            s.load(s.first, 0);
            assertThat(s.invalidations()).isEqualTo(4);
            assertThat(s.vm.lastVcpuRan().get(0)).isZero();
            assertThat(s.vm.lastVcpuRan().get(1)).isZero();
            assertThat(s.first.tlbVmidStale()).isFalse();
            assertThat(s.second.tlbVmidStale()).isFalse();
        }
    }

    @Test
    void eachVmHasAMapOfItsOwn() {
        try (Scene s = new Scene(arch, InvalidationPolicies.SCHED_IN)) {
            Vcpu stranger = TestHost.vcpu(s.host.vm(), 1);
            s.schedIn(s.first, 0);
            s.schedIn(stranger, 0);
            s.schedIn(s.first, 0);
            assertThat(stranger.tlbVmidStale()).isFalse();
            assertThat(s.first.tlbVmidStale()).isFalse();
        }
    }

    @Test
    void policiesAreFoundByName() {
        for (String name : List.of("none", "sched-in", "vcpu-load", "always")) {
            assertThat(InvalidationPolicies.named(name).policyName()).isEqualTo(name);
        }
        assertThat(KvmConfig.DEFAULT.policy()).isSameAs(InvalidationPolicies.VCPU_LOAD);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InvalidationPolicies.named("maybe"))
                .withMessage("unknown policy 'maybe'; accepted: none, sched-in, vcpu-load, always");
    }
}
