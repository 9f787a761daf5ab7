package dev.tlbsan.arm.event;

import dev.tlbsan.arm.mmu.Invalidation;
import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TranslationRegisters;

/**
 * Hears of what happens to the TLBs of a machine, on the thread that runs it and in the order in which it happens. It
 * must not cause translations.
 */
public interface TranslationListener {
    /** Whether {@link #used} is wanted for every access, also where TLB and tables agree; asked once. That is slow. */
    default boolean wantsEveryUse() {
        return false;
    }

    /** A TLB keeps a new entry. */
    default void filled(TlbEntry entry) {}

    /** An access found that TLB and tables disagree; or, if wanted, any access. */
    default void used(Use use) {}

    /** A TLBI was executed. */
    default void invalidationIssued(Invalidation invalidation) {}

    /**
     * A DSB that completes the TLBI has followed it on its own processing element, where it completes with the next
     * context synchronisation event.
     */
    default void invalidationOrdered(Invalidation invalidation) {}

    /**
     * A TLBI has completed on a processing element.
     *
     * @param pe the index of that processing element
     * @param removed how many entries went
     */
    default void invalidationCompleted(Invalidation invalidation, int pe, int removed) {}

    /** Other translation registers have come into effect by a context synchronisation event. */
    default void contextChanged(TranslationRegisters before, TranslationRegisters after, Provenance when) {}
}
