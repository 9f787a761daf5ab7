package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.memory.PageWatches;
import java.util.ArrayList;
import java.util.List;

/**
 * The exclusive monitors of the PEs that share a physical address space (DDI 0487, B2.9). A monitor marks a granule of 64
 * bytes of physical memory; a write to it by anybody else clears the mark. The PE's own writes do not.
 *
 * <p>PEs take turns on one thread, so nobody else writes while a PE runs: only the marks of PEs that do not run are
 * watched, and a pair of load and store that is not interrupted costs nothing.
 */
public final class ExclusiveMonitors implements PageWatches.Listener {
    private static final long GRANULE_MASK = -64;
    private static final long PAGE_MASK = -4096;

    private final PageWatches watches;
    private final List<Monitor> monitors = new ArrayList<>();

    /** Monitors for a physical address space whose writes the watches tell of. */
    public ExclusiveMonitors(PageWatches watches) {
        this.watches = watches;
        watches.addListener(this);
    }

    /**
     * The monitor of one more PE.
     *
     * @param event what to do when somebody else's write clears its mark: the PE gets an event (D1.6.1)
     */
    public Monitor add(Runnable event) {
        var monitor = new Monitor(this, event);
        monitors.add(monitor);
        return monitor;
    }

    @Override
    public void watched(long pagePa) {}

    @Override
    public void written(long pa, int bytes, int reasons) {
        if ((reasons & PageWatches.EXCLUSIVE) != 0) {
            for (Monitor monitor : monitors) {
                monitor.written(pa, bytes);
            }
        }
    }

    private void watch(Monitor monitor) {
        watches.watch(monitor.granule, PageWatches.EXCLUSIVE);
    }

    private void unwatch(long granule) {
        for (Monitor monitor : monitors) {
            if (monitor.paused && monitor.marked && ((monitor.granule ^ granule) & PAGE_MASK) == 0) {
                return;
            }
        }
        watches.unwatch(granule, PageWatches.EXCLUSIVE);
    }

    /** The local and the global monitor of one PE, which are marked and cleared together. */
    public static final class Monitor {
        private final ExclusiveMonitors all;
        private final Runnable event;
        private boolean marked;
        private boolean paused;
        private long granule;
        private long marker;
        private int size;

        private Monitor(ExclusiveMonitors all, Runnable event) {
            this.all = all;
            this.event = event;
        }

        /** Marks what a load-exclusive read: the given number of bytes at a physical address. */
        public void mark(long pa, int bytes) {
            marked = true;
            granule = pa & GRANULE_MASK;
            marker = pa;
            size = bytes;
        }

        /** Whether anything is marked. */
        public boolean isMarked() {
            return marked;
        }

        /** Whether a store-exclusive of these bytes may be performed: it names just those marked. Clears the mark. */
        public boolean claim(long pa, int bytes) {
            boolean granted = marked && marker == pa && size == bytes;
            marked = false;
            return granted;
        }

        /** CLREX, and an exception return. */
        public void clear() {
            marked = false;
        }

        /** The PE stops running; what others write from now on may clear the mark. */
        public void pause() {
            paused = true;
            if (marked) {
                all.watch(this);
            }
        }

        /** The PE runs again. */
        public void resume() {
            boolean watched = paused && marked;
            paused = false;
            if (watched) {
                all.unwatch(granule);
            }
        }

        private void written(long pa, int bytes) {
            if (paused && marked && pa < granule - GRANULE_MASK && pa + bytes > granule) {
                marked = false;
                all.unwatch(granule);
                event.run();
            }
        }
    }
}
