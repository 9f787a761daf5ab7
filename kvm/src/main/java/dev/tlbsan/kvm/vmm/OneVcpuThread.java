package dev.tlbsan.kvm.vmm;

import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.kvm.host.Vmm;
import java.util.Optional;
import java.util.OptionalLong;

/** A VMM thread that runs one vCPU, over and over. */
public record OneVcpuThread(GuestVm guest, Vcpu vcpu) implements Vmm {
    @Override
    public Optional<Vcpu> next() {
        return guest.runnable(vcpu);
    }

    @Override
    public OptionalLong alarm() {
        return guest.alarm(vcpu);
    }

    @Override
    public void exited(Vcpu ran, VcpuExit exit) {
        guest.serve(ran, exit);
    }
}
