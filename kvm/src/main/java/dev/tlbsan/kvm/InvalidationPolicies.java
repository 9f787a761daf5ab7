package dev.tlbsan.kvm;

import dev.tlbsan.kvm.host.HostCpu;
import java.util.List;
import java.util.stream.Collectors;

/** The policies that can be chosen. */
public final class InvalidationPolicies {
    /** As before the seed's patch: nothing is invalidated. */
    public static final InvalidationPolicy NONE = new None();
    /** The seed's second version. */
    public static final InvalidationPolicy SCHED_IN = new SchedIn(true);
    /** The seed's second version without its test for an empty slot. */
    public static final InvalidationPolicy SCHED_IN_WITHOUT_EMPTY_TEST = new SchedIn(false);
    /** As merged into Linux 4.9. */
    public static final InvalidationPolicy VCPU_LOAD = new VcpuLoad();
    /** The naive answer: before every guest entry. */
    public static final InvalidationPolicy ALWAYS = new Always();

    private static final List<InvalidationPolicy> ALL = List.of(NONE, SCHED_IN, VCPU_LOAD, ALWAYS);

    private InvalidationPolicies() {}

    /** Every policy, from none to naive. */
    public static List<InvalidationPolicy> all() {
        return ALL;
    }

    /**
     * The policy with a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists what is accepted
     */
    public static InvalidationPolicy named(String name) {
        return ALL.stream()
                .filter(p -> p.policyName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown policy '" + name + "'; accepted: "
                        + ALL.stream().map(InvalidationPolicy::policyName).collect(Collectors.joining(", "))));
    }

    private record None() implements InvalidationPolicy {
        @Override
        public String policyName() {
            return "none";
        }
    }

    /** kvm_arch_sched_in of the seed. */
    private record SchedIn(boolean testsForEmptySlot) implements InvalidationPolicy {
        @Override
        public String policyName() {
            return "sched-in";
        }

        @Override
        public void schedIn(Vcpu vcpu, HostCpu cpu) {
            LastVcpuRan last = vcpu.vm().lastVcpuRan();
            int lastRan = last.get(cpu.id());
            if (lastRan != vcpu.id()) {
                if (!testsForEmptySlot || lastRan != LastVcpuRan.NONE) {
                    vcpu.tlbVmidStale(true);
                }
                last.set(cpu.id(), vcpu.id());
            }
        }
    }

    /** kvm_arch_vcpu_load of Linux 4.9: the invalidation is done at once, on the CPU that the slot speaks of. */
    private record VcpuLoad() implements InvalidationPolicy {
        @Override
        public String policyName() {
            return "vcpu-load";
        }

        @Override
        public void vcpuLoad(Vcpu vcpu, HostCpu cpu) {
            LastVcpuRan last = vcpu.vm().lastVcpuRan();
            if (last.get(cpu.id()) != vcpu.id()) {
                cpu.hyp().flushLocalVmid(vcpu.vm());
                last.set(cpu.id(), vcpu.id());
            }
        }
    }

    private record Always() implements InvalidationPolicy {
        @Override
        public String policyName() {
            return "always";
        }

        @Override
        public void guestEntry(Vcpu vcpu) {
            vcpu.tlbVmidStale(true);
        }
    }
}
