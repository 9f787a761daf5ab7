package dev.tlbsan.kvm;

import java.util.Arrays;

/** Per VM: the id of the vCPU that was last given each physical CPU; {@link #NONE} on every possible CPU at first. */
public final class LastVcpuRan {
    /** No vCPU of the VM was recorded on this CPU. */
    public static final int NONE = -1;

    private final int[] perCpu;

    /** Takes the per-CPU memory, one slot for each possible CPU. */
    LastVcpuRan(int[] perCpu) {
        this.perCpu = perCpu;
        Arrays.fill(perCpu, NONE);
    }

    public int get(int cpu) {
        return perCpu[cpu];
    }

    public void set(int cpu, int vcpuId) {
        perCpu[cpu] = vcpuId;
    }

    int[] memory() {
        return perCpu;
    }
}
