package dev.tlbsan.arm.mmu;

/**
 * A TLBI that was issued, with what it captured then: the tags come from the registers in effect at that time.
 *
 * @param operation the instruction, in the form that takes effect (HCR_EL2.FB applied)
 * @param serial the position in the order of all fills and TLBIs of the machine
 * @param vmid the VMID it concerns; meaningless for operations on all VMIDs and on EL2
 * @param asid the ASID in the operand, or zero
 * @param address the canonical virtual address or the intermediate physical address in the operand, or zero
 * @param provenance who issued it
 */
public record Invalidation(
        TlbiOperation operation, long serial, int vmid, int asid, long address, Provenance provenance) {

    /**
     * Whether the operation is required to remove the entry from a TLB in which it completes now (DDI 0487, D8.17.6).
     *
     * <p>An entry that was filled after the TLBI was issued comes from descriptors as they were after that, so it may
     * stay: the invalidation has happened before it. But an entry derived from older ones, which the TLBI removes or
     * another one may have to, would make that invalidation appear not to have happened (I_BWGVK), so the age that
     * counts is that of the oldest entry in the derivation.
     */
    public boolean mustRemove(TlbEntry entry) {
        return entry.derivedSince() < serial && targets(entry) && matches(entry);
    }

    private boolean targets(TlbEntry entry) {
        if (operation.concernsEl2() != (entry.tags().regime() == Regime.EL2)) {
            return false;
        }
        boolean stage2Only = entry.kind().stage2Only();
        return switch (operation.target()) {
            case STAGE1 -> !stage2Only;
            case STAGE2 -> stage2Only;
            case STAGE1_LAST_LEVEL, EL2_LAST_LEVEL ->
                !stage2Only && !entry.kind().table();
            case STAGE2_LAST_LEVEL -> entry.kind() == TlbEntry.Kind.STAGE2;
            case BOTH_STAGES, EL2 -> true;
        };
    }

    private boolean matches(TlbEntry entry) {
        Tags tags = entry.tags();
        boolean vmidMatches = tags.regime() == Regime.EL2 || tags.vmid() == vmid;
        return switch (operation.filter()) {
            case ALL -> true;
            case VMID -> vmidMatches;
            case ASID -> vmidMatches && !entry.global() && tags.asid() == asid;
            case VA_AND_ASID ->
                vmidMatches
                        && (entry.global() || tags.asid() == asid)
                        && entry.extent().contains(address);
            case VA, IPA -> vmidMatches && entry.extent().contains(address);
        };
    }
}
