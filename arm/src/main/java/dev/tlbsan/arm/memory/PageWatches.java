package dev.tlbsan.arm.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The 4 KiB pages of physical memory whose contents something has been derived from: translation tables, translated
 * code. A page that is watched must not be written through a fast path; every write to it is told to the listeners.
 */
public final class PageWatches {
    private static final int PAGE_BITS = 12;

    private final Map<Long, Integer> reasons = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();

    /** Hears of watched pages; called on the thread that runs the machine. */
    public interface Listener {
        /** The page at the given physical address is watched from now on: drop fast paths that write to it. */
        void watched(long pagePa);

        /** A watched page was written; the reasons are those given to {@link #watch}, combined. */
        void written(long pa, int bytes, int reasons);
    }

    /** The page holds translation table descriptors that some PE has walked. */
    public static final int TABLE = 1;
    /** The page holds instructions that some PE has translated. */
    public static final int CODE = 2;
    /** The page holds what a PE that does not run at the moment has marked for an exclusive store. */
    public static final int EXCLUSIVE = 4;

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Watches the page that holds the physical address. */
    public void watch(long pa, int reason) {
        Integer before = reasons.put(pa >>> PAGE_BITS, reasonsOf(pa) | reason);
        if (before == null) {
            for (Listener listener : listeners) {
                listener.watched(pa >>> PAGE_BITS << PAGE_BITS);
            }
        }
    }

    /** Ends the watching of the page that holds the physical address for one of its reasons. */
    public void unwatch(long pa, int reason) {
        int rest = reasonsOf(pa) & ~reason;
        if (rest == 0) {
            reasons.remove(pa >>> PAGE_BITS);
        } else {
            reasons.put(pa >>> PAGE_BITS, rest);
        }
    }

    /** Why the page that holds the physical address is watched; zero if it is not. */
    public int reasonsOf(long pa) {
        return reasons.getOrDefault(pa >>> PAGE_BITS, 0);
    }

    /** Tells the listeners of a write that may touch watched pages. */
    public void written(long pa, int bytes) {
        int hit = reasonsOf(pa) | reasonsOf(pa + bytes - 1);
        if (hit != 0) {
            for (Listener listener : listeners) {
                listener.written(pa, bytes, hit);
            }
        }
    }
}
