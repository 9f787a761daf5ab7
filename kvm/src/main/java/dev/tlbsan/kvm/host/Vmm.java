package dev.tlbsan.kvm.host;

import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import java.util.Optional;

/** The user space side of a host thread: which vCPU it runs next, and what it does with an exit. */
public interface Vmm {
    /** The vCPU to call KVM_RUN on, or empty if the thread has nothing to run now. */
    Optional<Vcpu> next();

    /** KVM_RUN has returned. */
    void exited(Vcpu vcpu, VcpuExit exit);
}
