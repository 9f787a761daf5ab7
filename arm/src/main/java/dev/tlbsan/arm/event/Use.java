package dev.tlbsan.arm.event;

import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.Translation;
import dev.tlbsan.arm.mmu.Walk;
import org.jspecify.annotations.Nullable;

/**
 * An access, or an address translation instruction, that asked a TLB.
 *
 * @param used the translation that took place, with the entries it used
 * @param fresh the translation that the same registers and the tables in memory give now
 * @param instruction the address translation instruction; null for an access
 * @param when who accessed
 */
public record Use(Walk used, Walk fresh, @Nullable AtOperation instruction, Provenance when) {
    /** Whether the two translations have the same outcome for this access. */
    public boolean agrees() {
        return outcome().equals(freshOutcome());
    }

    /** The outcome that the access had. */
    public Translation outcome() {
        return used.outcome();
    }

    /** The outcome that the tables give now. */
    public Translation freshOutcome() {
        return fresh.outcome();
    }
}
