package dev.tlbsan.kvm.host;

import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import java.util.Optional;
import java.util.OptionalLong;

/** The user space side of a host thread: which vCPU it runs next, and what it does with an exit. */
public interface Vmm {
    /** The vCPU to call KVM_RUN on, or empty if the thread has nothing to run now. */
    Optional<Vcpu> next();

    /**
     * If there is nothing to run now: the value of the system counter, unsigned, at which there will be something because a
     * timer fires; empty if there is none such.
     */
    OptionalLong alarm();

    /** KVM_RUN has returned. */
    void exited(Vcpu vcpu, VcpuExit exit);
}
