package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.event.Use;
import dev.tlbsan.arm.mmu.Invalidation;
import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TranslationRegisters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Records what happens to the TLBs of a machine, so that a listener can hear of it later. */
public final class EventLog implements TranslationListener {
    private final boolean everyUse;
    private final List<Consumer<TranslationListener>> events = new ArrayList<>();

    /** A log of the uses in which TLB and tables disagree, and of everything else. */
    public EventLog() {
        this(false);
    }

    /**
     * A log.
     *
     * @param everyUse whether it records every use, also where TLB and tables agree
     */
    public EventLog(boolean everyUse) {
        this.everyUse = everyUse;
    }

    /** Tells a listener of everything recorded so far, in the order in which it happened. */
    public void replay(TranslationListener listener) {
        for (Consumer<TranslationListener> event : events) {
            event.accept(listener);
        }
    }

    /** How many events have been recorded. */
    public int size() {
        return events.size();
    }

    @Override
    public boolean wantsEveryUse() {
        return everyUse;
    }

    @Override
    public void filled(TlbEntry entry) {
        events.add(listener -> listener.filled(entry));
    }

    @Override
    public void used(Use use) {
        events.add(listener -> listener.used(use));
    }

    @Override
    public void invalidationIssued(Invalidation invalidation) {
        events.add(listener -> listener.invalidationIssued(invalidation));
    }

    @Override
    public void invalidationOrdered(Invalidation invalidation) {
        events.add(listener -> listener.invalidationOrdered(invalidation));
    }

    @Override
    public void invalidationCompleted(Invalidation invalidation, int pe, int removed) {
        events.add(listener -> listener.invalidationCompleted(invalidation, pe, removed));
    }

    @Override
    public void contextChanged(TranslationRegisters before, TranslationRegisters after, Provenance when) {
        events.add(listener -> listener.contextChanged(before, after, when));
    }
}
