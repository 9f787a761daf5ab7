package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.memory.PageWatches;
import java.util.HashMap;
import java.util.Map;

/**
 * The descriptors that settled outcomes come from. A write to one of them unsettles; a write to any other place does
 * not, so that a kernel may add mappings without an engine forgetting what it has.
 */
final class SettledDescriptors {
    private static final int PAGE_BITS = 12;
    private static final int WORDS = 1 << (PAGE_BITS - 3 - 6);

    private final PageWatches watches;
    private final Runnable unsettle;
    /** By page, one bit for each descriptor. */
    private final Map<Long, long[]> pages = new HashMap<>();

    SettledDescriptors(PageWatches watches, Runnable unsettle) {
        this.watches = watches;
        this.unsettle = unsettle;
        watches.addListener(new PageWatches.Listener() {
            @Override
            public void watched(long pagePa) {}

            @Override
            public void written(long pa, int bytes, int reasons) {
                if ((reasons & PageWatches.TABLE) != 0) {
                    SettledDescriptors.this.written(pa, bytes);
                }
            }
        });
    }

    /** Notes a descriptor of a settled outcome. */
    void add(long pa) {
        long[] words = pages.get(pa >>> PAGE_BITS);
        if (words == null) {
            words = new long[WORDS];
            pages.put(pa >>> PAGE_BITS, words);
            watches.watch(pa, PageWatches.TABLE);
        }
        int index = index(pa);
        words[index >>> 6] |= 1L << index;
    }

    private void written(long pa, int bytes) {
        for (long at = pa & -8; at < pa + bytes; at += 8) {
            long[] words = pages.get(at >>> PAGE_BITS);
            if (words == null) {
                watches.unwatch(at, PageWatches.TABLE);
            } else if ((words[index(at) >>> 6] >>> index(at) & 1) != 0) {
                pages.clear();
                unsettle.run();
                return;
            }
        }
    }

    private static int index(long pa) {
        return (int) (pa >>> 3) & (1 << (PAGE_BITS - 3)) - 1;
    }
}
