package dev.tlbsan.arm.mmu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The TLBIs of one processing element that have not completed on it (DDI 0487, D8.17.5): until a DSB they are unordered
 * with everything; after it they are complete on the others, and on their own processing element only after a context
 * synchronisation event.
 */
final class InvalidationQueue {
    /** A TLBI may complete at any time, so software that never waits for one costs no more memory than this. */
    private static final int LIMIT = 1 << 16;

    private final Deque<Invalidation> issued = new ArrayDeque<>();
    private final List<Invalidation> barriered = new ArrayList<>();

    void issue(Invalidation invalidation) {
        issued.add(invalidation);
    }

    /** Whether the oldest TLBI must complete now to make room. */
    boolean overflows() {
        return issued.size() > LIMIT;
    }

    /** Gives the TLBIs that a DSB of the scope completes on the others. */
    List<Invalidation> barrier(ShareabilityDomain scope) {
        List<Invalidation> completed = new ArrayList<>();
        boolean reachesOthers = scope != ShareabilityDomain.NON_SHAREABLE;
        Iterator<Invalidation> pending = issued.iterator();
        while (pending.hasNext()) {
            Invalidation invalidation = pending.next();
            if (reachesOthers || !invalidation.operation().broadcast()) {
                pending.remove();
                completed.add(invalidation);
            }
        }
        barriered.addAll(completed);
        return completed;
    }

    /** Takes the oldest TLBI out, for it completes now. */
    Invalidation oldest() {
        return issued.remove();
    }

    boolean awaitsSynchronization() {
        return !barriered.isEmpty();
    }

    /** Takes out the TLBIs that a context synchronisation event completes here, in the order of their issue. */
    List<Invalidation> synchronize() {
        List<Invalidation> completed = List.copyOf(barriered);
        barriered.clear();
        return completed;
    }
}
