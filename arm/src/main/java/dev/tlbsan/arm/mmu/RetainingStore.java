package dev.tlbsan.arm.mmu;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A TLB that keeps everything until an invalidation must remove it. */
final class RetainingStore implements TlbStore {
    private final TaggedEntries el2 = new TaggedEntries();
    private final Map<Integer, TaggedEntries> byVmid = new HashMap<>();

    @Override
    public @Nullable TlbEntry find(Tags tags, TlbEntry.Kind kind, long address) {
        TaggedEntries entries = tags.regime() == Regime.EL2 ? el2 : byVmid.get(tags.vmid());
        return entries == null ? null : entries.find(tags.asid(), kind, address);
    }

    @Override
    public boolean add(TlbEntry entry, boolean complete) {
        Tags tags = entry.tags();
        TaggedEntries entries =
                tags.regime() == Regime.EL2 ? el2 : byVmid.computeIfAbsent(tags.vmid(), _ -> new TaggedEntries());
        entries.add(entry);
        return true;
    }

    @Override
    public int remove(Invalidation invalidation) {
        if (invalidation.operation().concernsEl2()) {
            return el2.remove(invalidation);
        }
        if (invalidation.operation().filter() == TlbiOperation.Filter.ALL) {
            int removed = 0;
            for (TaggedEntries entries : byVmid.values()) {
                removed += entries.remove(invalidation);
            }
            return removed;
        }
        TaggedEntries entries = byVmid.get(invalidation.vmid());
        return entries == null ? 0 : entries.remove(invalidation);
    }

    @Override
    public int size() {
        int size = el2.size();
        for (TaggedEntries entries : byVmid.values()) {
            size += entries.size();
        }
        return size;
    }
}
