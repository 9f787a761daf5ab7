package dev.tlbsan.kvm;

/**
 * VMIDs with generations: each VM gets the next number of the current generation when it first runs in it. When the
 * numbers are used up a new generation begins, for which every TLB must be invalidated and every guest must leave. VMID
 * 0 belongs to the host.
 */
public final class VmidAllocator {
    private static final int FIRST = 1;

    private final int end;
    private int next = FIRST;
    private long generation = 1;

    /**
     * Begins the first generation.
     *
     * @param bits the width of VTTBR_EL2.VMID: 8 or 16
     */
    VmidAllocator(int bits) {
        end = 1 << bits;
    }

    /** Whether a VMID of the given generation must be replaced before its VM runs (need_new_vmid_gen). */
    public boolean isOutdated(long vmidGeneration) {
        return vmidGeneration != generation;
    }

    public long generation() {
        return generation;
    }

    /** Whether the next allocation begins a new generation. */
    public boolean isExhausted() {
        return next == end;
    }

    /** Begins a new generation. */
    public void rollOver() {
        generation++;
        next = FIRST;
    }

    /** The next VMID of this generation. */
    public int allocate() {
        if (isExhausted()) {
            throw new IllegalStateException("all " + (end - FIRST) + " VMIDs of the generation are in use");
        }
        return next++;
    }
}
