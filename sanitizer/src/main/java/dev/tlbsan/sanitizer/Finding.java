package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.TlbEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in software that relied on luck, with both sides of the story as they were the first time.
 *
 * @param rule the id of the rule
 * @param count how often it happened
 * @param access the access
 * @param entry the stale translation
 * @param used the outcome that the access had
 * @param now the outcome that the tables gave
 * @param cause why it was stale
 * @param missing the maintenance that was missing
 * @param walk the descriptors of the stage at fault, then and now, and of the other stage
 * @param manual sections and rules of DDI 0487
 */
public record Finding(
        String rule,
        long count,
        Accessed access,
        Remembered entry,
        Outcome used,
        Outcome now,
        Cause cause,
        MissingMaintenance missing,
        List<WalkLine> walk,
        List<String> manual) {

    /**
     * An access.
     *
     * @param kind read (a load), write (a store) or fetch
     * @param va the virtual address
     * @param privileged whether the permissions of EL1 or EL2 applied
     * @param regime the translation regime
     * @param upper whether the second of two table roots is for the address
     * @param vocabulary how the Execution state calls things
     * @param notation how its numbers are written
     * @param place who accessed, where and when
     */
    public record Accessed(
            Access.Kind kind,
            long va,
            boolean privileged,
            Regime regime,
            boolean upper,
            Vocabulary vocabulary,
            Notation notation,
            Place place) {}

    /**
     * A stale translation.
     *
     * @param kind what kind of entry was hit
     * @param vmid its VMID
     * @param asid its ASID; meaningless if it is global
     * @param global whether it matches every ASID
     * @param input its first input address
     * @param sizeBits log2 of the bytes it covers
     * @param output its first output address
     * @param filled who made it
     * @param origin the entry that it was derived from and that made it stale; null if that is itself
     */
    public record Remembered(
            TlbEntry.Kind kind,
            int vmid,
            int asid,
            boolean global,
            long input,
            int sizeBits,
            long output,
            Place filled,
            @Nullable Origin origin) {}

    /**
     * The descriptor that made an entry derived from it stale.
     *
     * @param kind what kind of entry was made of it
     * @param level the level of the lookup
     * @param address its physical address
     * @param value the descriptor
     * @param filled who read it
     */
    public record Origin(TlbEntry.Kind kind, int level, long address, long value, Place filled) {
        int stage() {
            return kind.stage2Only() ? 2 : 1;
        }
    }

    /**
     * What a translation came to.
     *
     * @param pa the physical address; null after a fault
     * @param fault the fault in words; null if there was none
     */
    public record Outcome(@Nullable Long pa, @Nullable String fault) {}

    /**
     * The descriptors of one level.
     *
     * @param stage 1 or 2
     * @param level the level; -1 if it is unknown
     * @param table the level of the stage 1 table whose address stage 2 was asked for; -1 for the access itself
     * @param then the descriptor that the entry comes from; null if there was none
     * @param now the descriptor that the tables have now; null if there is none
     */
    public record WalkLine(
            int stage,
            int level,
            int table,
            @Nullable Descriptor then,
            @Nullable Descriptor now) {}

    /**
     * A descriptor in memory.
     *
     * @param address its physical address; null if stage 2 gives none
     * @param value its value; null if it cannot be read
     * @param valid whether it is valid
     */
    public record Descriptor(
            @Nullable Long address, @Nullable Long value, boolean valid) {}

    /** The PE that filled the entry and used it: a TLB is private to one. */
    public int pe() {
        return access.place().provenance().pe();
    }

    Finding again() {
        return new Finding(rule, count + 1, access, entry, used, now, cause, missing, walk, manual);
    }
}
