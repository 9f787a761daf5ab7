package dev.tlbsan.kvm.host;

import dev.tlbsan.kvm.Kvm;
import dev.tlbsan.machine.El2;
import dev.tlbsan.machine.Machine;
import java.util.ArrayList;
import java.util.List;

/** The host kernel: one {@link HostCpu} for each PE of the machine, and the machine's memory. */
public final class Host {
    private final Machine machine;
    private final HostMemory memory;
    private final List<HostCpu> cpus = new ArrayList<>();

    /** A host on a machine whose PEs have just been reset, with all of its memory. */
    public Host(Machine machine) {
        this(machine, new HostMemory(machine.memory()));
    }

    /** A host with a memory of the caller's choice. */
    public Host(Machine machine, HostMemory memory) {
        this.machine = machine;
        this.memory = memory;
    }

    /** Boots every CPU into the given hypervisor; called once, by {@link Kvm}. */
    public void initialiseHyp(Kvm kvm) {
        if (!cpus.isEmpty()) {
            throw new IllegalStateException("the host has a hypervisor already");
        }
        for (El2 el2 : machine.el2s()) {
            cpus.add(new HostCpu(cpus.size(), el2, kvm));
        }
    }

    /** A CPU by its number, from 0. */
    public HostCpu cpu(int id) {
        return cpus.get(id);
    }

    public List<HostCpu> cpus() {
        return List.copyOf(cpus);
    }

    /** How many CPUs could ever be present, whether or not they are in use. */
    public int possibleCpus() {
        return Machine.MAX_CPUS;
    }

    public HostMemory memory() {
        return memory;
    }

    public Machine machine() {
        return machine;
    }

    /** force_vm_exit: no CPU is in a guest when this returns. */
    public void forceGuestsOut() {
        cpus.forEach(HostCpu::forceGuestOut);
    }
}
