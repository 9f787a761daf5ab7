package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/**
 * A set-associative TLB of complete translations, the least recently used entry of a set giving way. It has no walk
 * caches. The set of an entry follows from the number of its page, whatever the size of the page.
 */
final class FiniteStore implements TlbStore {
    private final @Nullable TlbEntry[] entries;
    private final long[] lastUsed;
    private final int ways;
    private final int sets;
    private long sizesSeen;
    private long now;
    private int size;

    FiniteStore(TlbMode.Finite mode) {
        entries = new TlbEntry[mode.size()];
        lastUsed = new long[mode.size()];
        ways = mode.ways();
        sets = mode.size() / mode.ways();
    }

    private int firstOfSet(long input, int sizeBits) {
        return (int) Long.remainderUnsigned(input >>> sizeBits, sets) * ways;
    }

    @Override
    public @Nullable TlbEntry find(Tags tags, TlbEntry.Kind kind, long address) {
        int best = -1;
        for (long rest = sizesSeen; rest != 0; rest &= rest - 1) {
            int sizeBits = Long.numberOfTrailingZeros(rest);
            int first = firstOfSet(address, sizeBits);
            for (int i = first; i < first + ways; i++) {
                TlbEntry entry = entries[i];
                boolean hit = entry != null && entry.sizeBits() == sizeBits && matches(entry, tags, kind, address);
                if (hit && (best < 0 || older(entry, entries[best]))) {
                    best = i;
                }
            }
        }
        if (best < 0) {
            return null;
        }
        lastUsed[best] = ++now;
        return entries[best];
    }

    private static boolean older(TlbEntry entry, @Nullable TlbEntry than) {
        return than == null || entry.serial() < than.serial();
    }

    private static boolean matches(TlbEntry entry, Tags tags, TlbEntry.Kind kind, long address) {
        Tags own = entry.tags();
        return entry.kind() == kind
                && entry.contains(address)
                && own.regime() == tags.regime()
                && own.vmid() == tags.vmid()
                && (entry.global() || own.asid() == tags.asid());
    }

    @Override
    public boolean add(TlbEntry entry, boolean complete) {
        if (!complete) {
            return false;
        }
        int victim = victim(firstOfSet(entry.input(), entry.sizeBits()));
        if (entries[victim] == null) {
            size++;
        }
        entries[victim] = entry;
        lastUsed[victim] = ++now;
        sizesSeen |= 1L << entry.sizeBits();
        return true;
    }

    private int victim(int first) {
        int victim = first;
        for (int i = first; i < first + ways; i++) {
            if (entries[i] == null) {
                return i;
            }
            if (lastUsed[i] < lastUsed[victim]) {
                victim = i;
            }
        }
        return victim;
    }

    @Override
    public int remove(Invalidation invalidation) {
        int before = size;
        for (int i = 0; i < entries.length; i++) {
            TlbEntry entry = entries[i];
            if (entry != null && invalidation.mustRemove(entry)) {
                entries[i] = null;
                size--;
            }
        }
        return before - size;
    }

    @Override
    public int size() {
        return size;
    }
}
