package dev.tlbsan.kvm;

/**
 * The hypervisor's code at EL2 of one physical CPU. Each method is one call from the host kernel at EL1 into EL2 and back
 * (kvm_call_hyp), except {@link #enter}, which leaves the CPU in the guest, and {@link #leave}, which brings it back.
 */
public interface Hyp {
    /** The first half of __kvm_vcpu_run: saves the host, installs the vCPU, and returns to the guest. */
    void enter(Vcpu vcpu);

    /** The second half of __kvm_vcpu_run, after an exception was taken to EL2: saves the vCPU, restores the host. */
    GuestExit leave(Vcpu vcpu);

    /** __kvm_tlb_flush_local_vmid: what siblings may have left in this CPU's TLB. */
    void flushLocalVmid(Vm vm);

    /**
     * __kvm_tlb_flush_vmid_ipa: one page's translations, on every CPU.
     *
     * @param ipa the intermediate physical address, in bytes
     */
    void flushVmidIpa(Vm vm, long ipa);

    /** __kvm_tlb_flush_vmid: every translation of the VM, on every CPU. */
    void flushVmid(Vm vm);

    /** __kvm_flush_vm_context: every guest's translations, on every CPU. */
    void flushVmContext();

    /**
     * What a guest left for.
     *
     * @param trap whether there is a trap to serve; if not, a physical interrupt or nothing at all, and the other
     *     components mean nothing
     * @param esr ESR_EL2, or HSR, in which {@link Esr} names the fields
     * @param far the faulting virtual address
     * @param ipa for a stage 2 fault, the intermediate physical address in bytes
     */
    record GuestExit(boolean trap, long esr, long far, long ipa) {
        /** Nothing to serve: the guest can go on. */
        public static final GuestExit NOTHING = new GuestExit(false, 0, 0, 0);
    }
}
