package dev.tlbsan.kvm;

/** Why {@link Vcpu#run} returned: the exit reasons of the kernel's {@code struct kvm_run}. */
public sealed interface VcpuExit {
    /**
     * KVM_EXIT_MMIO: an access outside every memory slot. For a read, give the value with
     * {@link Vcpu#completeMmio} before the next run.
     *
     * @param ipa the intermediate physical address, in bytes
     * @param bytes the size: 1, 2, 4 or 8
     * @param write whether it is a store
     * @param value the stored value, zero-extended; zero for a read
     */
    record Mmio(long ipa, int bytes, boolean write, long value) implements VcpuExit {}

    /**
     * KVM_EXIT_HYPERCALL: HVC #0 with a function of the vendor range. The answer is written to x0, or r0, before the next run.
     *
     * @param function the SMCCC function identifier in w0, or r0
     * @param x1 the first argument
     * @param x2 the second argument
     */
    record Hypercall(int function, long x1, long x2) implements VcpuExit {}

    /**
     * The vCPU waits for an interrupt and none is pending; it goes on after the instruction if run again. The kernel would
     * make KVM_RUN sleep until there is one.
     */
    record WaitForInterrupt() implements VcpuExit {}

    /**
     * KVM_EXIT_SYSTEM_EVENT: a vCPU asked for the whole VM to be shut down. All vCPUs are powered off.
     *
     * @param reset whether it asked for a reset
     */
    record Shutdown(boolean reset) implements VcpuExit {}

    /** The vCPU is powered off, by itself or because nobody has switched it on; the kernel would make KVM_RUN sleep. */
    record PoweredOff() implements VcpuExit {}

    /** KVM_EXIT_INTR: the caller asked for the run to end. */
    record Interrupted() implements VcpuExit {}

    /**
     * KVM_EXIT_INTERNAL_ERROR: an exit that the hypervisor cannot serve, such as an MMIO access without syndrome.
     *
     * @param reason what happened, for people
     */
    record HypervisorError(String reason) implements VcpuExit {}
}
