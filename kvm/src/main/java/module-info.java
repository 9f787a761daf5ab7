/** A hypervisor after KVM: VMs, vCPUs, stage-2 tables, VMIDs, world switch and host threads. */
module dev.tlbsan.kvm {
    requires transitive dev.tlbsan.arm;
    requires transitive dev.tlbsan.engine;
    requires transitive dev.tlbsan.machine;
    requires static org.jspecify;

    exports dev.tlbsan.kvm;
    exports dev.tlbsan.kvm.arm;
    exports dev.tlbsan.kvm.arm64;
    exports dev.tlbsan.kvm.host;
    exports dev.tlbsan.kvm.vmm;
}
