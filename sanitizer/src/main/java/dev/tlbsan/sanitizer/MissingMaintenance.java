package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.TlbiOperation;
import java.util.List;

/**
 * What software left out between the making of an entry and its stale use.
 *
 * @param gap how far it got
 * @param explanation the same in words, with the TLBI that came nearest if there is one
 * @param remedies the TLBIs that would have removed the entry, each to be followed by a DSB and an ISB; none if one was
 *     executed and only needs completing
 * @param advice the remedies in words
 */
public record MissingMaintenance(Gap gap, String explanation, List<Remedy> remedies, String advice) {
    /** How far the maintenance of an entry got. */
    public enum Gap {
        /** No TLBI came near the entry. */
        NOT_ISSUED,
        /** A TLBI that removes the entry was executed, but no sufficient DSB after it. */
        NOT_ORDERED,
        /** A TLBI that removes the entry was executed, and a DSB, but no context synchronisation event after it. */
        NOT_SYNCHRONIZED,
        /** A TLBI was executed while another VMID was still in effect than the one that software had just written. */
        OTHER_VMID,
        /** A TLBI that would remove the entry was executed on another PE, and for that PE only. */
        OTHER_PE,
        /** A TLBI for the tags and the address was executed that need not remove this kind of entry. */
        OTHER_KIND,
        /** A TLBI that would remove the entry but for its ASID was executed. */
        OTHER_ASID
    }

    /**
     * A TLBI that would have helped.
     *
     * @param operation the local form
     * @param instruction the same as software writes it
     * @param operand the value of its operand register
     */
    public record Remedy(TlbiOperation operation, String instruction, long operand) {}
}
