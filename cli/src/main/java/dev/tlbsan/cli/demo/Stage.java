package dev.tlbsan.cli.demo;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.guests.Guests;
import dev.tlbsan.kvm.Kvm;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.host.Host;
import dev.tlbsan.kvm.vmm.GuestVm;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;
import dev.tlbsan.sanitizer.Sanitizer;
import java.util.ArrayList;
import java.util.List;

/** A machine with a host, a hypervisor and the guests of one scenario, watched by the sanitizer. */
final class Stage implements AutoCloseable {
    private static final long GUEST_MEMORY = 64L << 20;
    private static final long HOST_MEMORY = 512L << 20;

    private final GuestIsa isa;
    private final Machine machine;
    private final Host host;
    private final Kvm kvm;
    private final Sanitizer sanitizer;
    private final List<GuestVm> guests = new ArrayList<>();
    private final long seed;

    Stage(GuestIsa isa, Scenario scenario, KvmConfig config, TlbMode tlb, long seed) {
        this.isa = isa;
        this.seed = seed;
        GuestImage image = GuestImage.parse(scenario.guest(), Guests.elf(isa.elf(scenario.guest())));
        sanitizer = new Sanitizer(image.symbols()::describe);
        machine = new Machine(new MachineConfig(scenario.cpus(), HOST_MEMORY, tlb).withArch(isa.arch()));
        machine.listen(sanitizer);
        host = new Host(machine);
        kvm = new Kvm(host, config);
        for (int i = 0; i < scenario.vms(); i++) {
            guests.add(new GuestVm(kvm, image, scenario.vcpus(), GUEST_MEMORY, ignored -> {}));
        }
    }

    GuestIsa isa() {
        return isa;
    }

    Host host() {
        return host;
    }

    Kvm kvm() {
        return kvm;
    }

    Machine machine() {
        return machine;
    }

    Sanitizer sanitizer() {
        return sanitizer;
    }

    List<GuestVm> guests() {
        return List.copyOf(guests);
    }

    long seed() {
        return seed;
    }

    @Override
    public void close() {
        machine.close();
    }
}
