package dev.tlbsan.kvm.vmm;

import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.kvm.host.Vmm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A single-threaded VMM that calls KVM_RUN on each of its vCPUs in turn. */
public final class TakingTurns implements Vmm {
    private final GuestVm guest;
    private final List<Vcpu> vcpus;
    private int turn;

    public TakingTurns(GuestVm guest) {
        this.guest = guest;
        this.vcpus = guest.vm().vcpus();
    }

    @Override
    public Optional<Vcpu> next() {
        for (int i = 0; i < vcpus.size(); i++) {
            Optional<Vcpu> candidate = guest.runnable(vcpus.get((turn + i) % vcpus.size()));
            if (candidate.isPresent()) {
                return candidate;
            }
        }
        return Optional.empty();
    }

    @Override
    public OptionalLong alarm() {
        return vcpus.stream()
                .map(guest::alarm)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .min(Long::compareUnsigned)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    @Override
    public void exited(Vcpu ran, VcpuExit exit) {
        guest.serve(ran, exit);
        turn = vcpus.indexOf(ran) + 1;
    }
}
