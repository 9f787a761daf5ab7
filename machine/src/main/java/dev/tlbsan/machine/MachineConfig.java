package dev.tlbsan.machine;

import dev.tlbsan.arm.mmu.TlbMode;

/**
 * What a board is made of.
 *
 * @param arch the architecture of its PEs
 * @param cpus how many PEs, 1 to {@link Machine#MAX_CPUS}
 * @param memory the size of RAM in bytes, a multiple of 4096, at most 64 GiB
 * @param tlb what the PEs' TLBs remember
 * @param el2 whether EL2, which is Hyp mode, is implemented; the PEs start at the highest level there is
 */
public record MachineConfig(Arch arch, int cpus, long memory, TlbMode tlb, boolean el2) {
    public MachineConfig {
        if (cpus < 1 || cpus > Machine.MAX_CPUS) {
            throw new IllegalArgumentException(cpus + " CPUs; accepted: 1 to " + Machine.MAX_CPUS);
        }
    }

    /** A board of the default architecture, arm64. */
    public MachineConfig(int cpus, long memory, TlbMode tlb, boolean el2) {
        this(Arch.ARM64, cpus, memory, tlb, el2);
    }

    /** A board of the default architecture, arm64, whose PEs have EL2. */
    public MachineConfig(int cpus, long memory, TlbMode tlb) {
        this(cpus, memory, tlb, true);
    }

    /** The same with PEs of another architecture. */
    public MachineConfig withArch(Arch choice) {
        return new MachineConfig(choice, cpus, memory, tlb, el2);
    }
}
