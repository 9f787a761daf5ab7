package dev.tlbsan.kvm;

import dev.tlbsan.kvm.host.HostCpu;

/**
 * When the hypervisor invalidates the local TLB because another vCPU of the same VM may have left entries in it. The
 * hooks are those of the kernel; all run with preemption disabled.
 */
public interface InvalidationPolicy {
    /** The name on the command line. */
    String policyName();

    /** kvm_arch_sched_in: a preempted vCPU thread is scheduled in on a CPU. Called before {@link #vcpuLoad}. */
    default void schedIn(Vcpu vcpu, HostCpu cpu) {}

    /** kvm_arch_vcpu_load: the vCPU is made current on a CPU, by KVM_RUN or when scheduled in. */
    default void vcpuLoad(Vcpu vcpu, HostCpu cpu) {}

    /** Just before the world switch into the guest. */
    default void guestEntry(Vcpu vcpu) {}
}
