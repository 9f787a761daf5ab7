package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/** The memory of one processing element's TLB. */
interface TlbStore {
    /** A store that keeps nothing, so that every walk reads the tables. */
    TlbStore NONE = new TlbStore() {
        @Override
        public boolean keeps() {
            return false;
        }

        @Override
        public @Nullable TlbEntry find(Tags tags, TlbEntry.Kind kind, long address) {
            return null;
        }

        @Override
        public boolean add(TlbEntry entry, boolean complete) {
            return false;
        }

        @Override
        public int remove(Invalidation invalidation) {
            return 0;
        }

        @Override
        public int size() {
            return 0;
        }
    };

    /**
     * An entry of a kind that translates the canonical address under the tags: of several, the oldest, but of walk cache
     * entries the one nearest to the last level.
     */
    @Nullable
    TlbEntry find(Tags tags, TlbEntry.Kind kind, long address);

    /**
     * Takes an entry in.
     *
     * @param complete whether it is a translation that needs no other stage
     * @return whether the entry is kept
     */
    boolean add(TlbEntry entry, boolean complete);

    /** Whether it ever keeps anything. */
    default boolean keeps() {
        return true;
    }

    /** Removes the entries that the invalidation must remove; gives how many that were. */
    int remove(Invalidation invalidation);

    /** How many entries there are. */
    int size();
}
