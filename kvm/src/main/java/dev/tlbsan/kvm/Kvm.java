package dev.tlbsan.kvm;

import dev.tlbsan.kvm.host.Host;
import java.util.ArrayList;
import java.util.List;

/** The hypervisor: {@code /dev/kvm} of one host. */
public final class Kvm {
    /** The most vCPUs of a VM (KVM_CAP_MAX_VCPUS with a GICv2). */
    public static final int MAX_VCPUS = 8;

    private final Host host;
    private final KvmConfig config;
    private final Architecture architecture;
    private final VmidAllocator vmids;
    private final KvmStatistics statistics = new KvmStatistics();
    private final List<Vm> vms = new ArrayList<>();
    private int nextVm;

    public Kvm(Host host, KvmConfig config) {
        this.host = host;
        this.config = config;
        this.architecture = Architecture.of(host.machine());
        this.vmids = new VmidAllocator(Math.min(config.vmidBits(), architecture.vmidBits()));
        host.initialiseHyp(this);
    }

    /**
     * KVM_CREATE_VM.
     *
     * @param type must be zero
     * @throws KvmException EINVAL for another type, ENOMEM if the host has no memory for it
     */
    public Vm createVm(long type) {
        Vm vm = new Vm(this, nextVm, type);
        nextVm++;
        vms.add(vm);
        return vm;
    }

    public Host host() {
        return host;
    }

    public KvmConfig config() {
        return config;
    }

    /** What the architecture of the host decides. */
    public Architecture architecture() {
        return architecture;
    }

    public VmidAllocator vmids() {
        return vmids;
    }

    public KvmStatistics statistics() {
        return statistics;
    }

    /** The VMs that exist, in the order of their creation. */
    public List<Vm> vms() {
        return List.copyOf(vms);
    }

    void forget(Vm vm) {
        vms.remove(vm);
    }
}
