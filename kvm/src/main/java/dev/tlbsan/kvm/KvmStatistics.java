package dev.tlbsan.kvm;

/** What the hypervisor has done so far. */
public final class KvmStatistics {
    private long guestEntries;
    private long localInvalidations;
    private long vmidRollovers;

    /** World switches into a guest. */
    public long guestEntries() {
        return guestEntries;
    }

    /** Invalidations of the local TLB on behalf of a vCPU, because of its siblings. */
    public long localInvalidations() {
        return localInvalidations;
    }

    /** How often the VMIDs ran out. */
    public long vmidRollovers() {
        return vmidRollovers;
    }

    public void countGuestEntry() {
        guestEntries++;
    }

    public void countLocalInvalidation() {
        localInvalidations++;
    }

    public void countVmidRollover() {
        vmidRollovers++;
    }
}
