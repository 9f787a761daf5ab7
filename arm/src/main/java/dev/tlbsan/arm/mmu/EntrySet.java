package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.mmu.TlbEntry.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries with the same tags, found by kind, size and first input address: a hash table with chained buckets. */
final class EntrySet {
    private static final int INITIAL_CAPACITY = 8;
    private static final Kind[] KINDS = Kind.values();

    private @Nullable TlbEntry[] buckets = new TlbEntry[INITIAL_CAPACITY];
    private int size;
    /** By kind, one bit for each size that entries have had since the set was last empty. */
    private final long[] sizes = new long[KINDS.length];

    private long newestDerivation = -1;

    int size() {
        return size;
    }

    /** The oldest entry of a kind that contains the address; of table entries, the smallest. */
    @Nullable
    TlbEntry find(Kind kind, long address) {
        TlbEntry best = null;
        for (long rest = sizes[kind.ordinal()]; rest != 0; rest &= rest - 1) {
            TlbEntry entry = get(kind, Long.numberOfTrailingZeros(rest), address);
            if (entry != null && (best == null || entry.serial() < best.serial())) {
                best = entry;
                if (kind.table()) {
                    return best;
                }
            }
        }
        return best;
    }

    private @Nullable TlbEntry get(Kind kind, int sizeBits, long address) {
        long input = address >>> sizeBits << sizeBits;
        TlbEntry entry = buckets[hash(kind, sizeBits, input) & buckets.length - 1];
        while (entry != null && !is(entry, kind, sizeBits, input)) {
            entry = entry.nextInBucket;
        }
        return entry;
    }

    private static boolean is(TlbEntry entry, Kind kind, int sizeBits, long input) {
        return entry.input() == input && entry.sizeBits() == sizeBits && entry.kind() == kind;
    }

    private static int hash(Kind kind, int sizeBits, long input) {
        long mixed = ((input >>> 12) + kind.ordinal() * 64L + sizeBits) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 32) ^ (int) (mixed >>> 52);
    }

    void add(TlbEntry entry) {
        if (size >= buckets.length) {
            grow();
        }
        insert(entry);
        size++;
        sizes[entry.kind().ordinal()] |= 1L << entry.sizeBits();
        TlbEntry stage1 = entry.kind() == Kind.COMBINED ? entry.parent() : null;
        if (stage1 != null) {
            entry.nextCombined = stage1.firstCombined;
            stage1.firstCombined = entry;
        }
        newestDerivation = Math.max(newestDerivation, entry.serial());
    }

    private void insert(TlbEntry entry) {
        int index = hash(entry.kind(), entry.sizeBits(), entry.input()) & buckets.length - 1;
        entry.nextInBucket = buckets[index];
        buckets[index] = entry;
    }

    private void grow() {
        @Nullable TlbEntry[] old = buckets;
        buckets = new TlbEntry[old.length * 2];
        for (TlbEntry first : old) {
            TlbEntry entry = first;
            while (entry != null) {
                TlbEntry next = entry.nextInBucket;
                insert(entry);
                entry = next;
            }
        }
    }

    /** Removes what an invalidation that names an address must remove, given that the tags match. */
    int removeAt(Invalidation invalidation) {
        int before = size;
        for (Kind kind : KINDS) {
            if (kind != Kind.COMBINED) {
                for (long rest = sizes[kind.ordinal()]; rest != 0; rest &= rest - 1) {
                    TlbEntry entry = get(kind, Long.numberOfTrailingZeros(rest), invalidation.address());
                    if (entry != null) {
                        removeWithCombined(entry, invalidation);
                    }
                }
            }
        }
        return before - size;
    }

    /** The combined entries of a stage 1 entry have its tags, and count as large as it is. */
    private void removeWithCombined(TlbEntry entry, Invalidation invalidation) {
        TlbEntry combined = entry.firstCombined;
        entry.firstCombined = null;
        while (combined != null) {
            TlbEntry next = combined.nextCombined;
            combined.nextCombined = null;
            if (invalidation.mustRemove(combined)) {
                unlink(combined);
            } else {
                combined.nextCombined = entry.firstCombined;
                entry.firstCombined = combined;
            }
            combined = next;
        }
        if (invalidation.mustRemove(entry)) {
            unlink(entry);
        }
    }

    private void unlink(TlbEntry entry) {
        int index = hash(entry.kind(), entry.sizeBits(), entry.input()) & buckets.length - 1;
        TlbEntry before = null;
        TlbEntry at = buckets[index];
        while (at != null && at != entry) {
            before = at;
            at = at.nextInBucket;
        }
        if (at == null) {
            return;
        }
        if (before == null) {
            buckets[index] = entry.nextInBucket;
        } else {
            before.nextInBucket = entry.nextInBucket;
        }
        entry.nextInBucket = null;
        size--;
        if (size == 0) {
            clear();
        }
    }

    /** Removes all that an invalidation must remove; at once if nothing is younger than it. */
    int removeAll(Invalidation invalidation) {
        int before = size;
        if (newestDerivation < invalidation.serial()) {
            clear();
            return before;
        }
        List<TlbEntry> survivors = survivors(invalidation);
        clear();
        for (TlbEntry entry : survivors) {
            entry.firstCombined = null;
        }
        survivors.forEach(this::add);
        return before - size;
    }

    private List<TlbEntry> survivors(Invalidation invalidation) {
        List<TlbEntry> survivors = new ArrayList<>();
        for (TlbEntry first : buckets) {
            for (TlbEntry entry = first; entry != null; entry = entry.nextInBucket) {
                if (!invalidation.mustRemove(entry)) {
                    survivors.add(entry);
                }
            }
        }
        return survivors;
    }

    private void clear() {
        buckets = new TlbEntry[INITIAL_CAPACITY];
        size = 0;
        newestDerivation = -1;
        Arrays.fill(sizes, 0);
    }
}
