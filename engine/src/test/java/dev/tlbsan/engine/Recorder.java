package dev.tlbsan.engine;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.event.Use;
import dev.tlbsan.arm.mmu.Invalidation;
import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TranslationRegisters;
import java.util.ArrayList;
import java.util.List;

/** Writes down everything that a TLB tells. */
final class Recorder implements TranslationListener {
    final List<String> events = new ArrayList<>();

    @Override
    public void filled(TlbEntry entry) {
        events.add("filled " + entry.provenance() + " " + entry);
    }

    @Override
    public void used(Use use) {
        events.add("used " + use.when() + " " + use.outcome() + " now " + use.freshOutcome());
    }

    @Override
    public void invalidationIssued(Invalidation invalidation) {
        events.add("issued " + invalidation);
    }

    @Override
    public void invalidationOrdered(Invalidation invalidation) {
        events.add("ordered " + invalidation);
    }

    @Override
    public void invalidationCompleted(Invalidation invalidation, int pe, int removed) {
        events.add("completed " + invalidation + " on " + pe + " removing " + removed);
    }

    @Override
    public void contextChanged(TranslationRegisters before, TranslationRegisters after, Provenance when) {
        events.add("context " + after + " " + when);
    }
}
