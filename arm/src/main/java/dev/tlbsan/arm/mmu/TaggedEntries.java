package dev.tlbsan.arm.mmu;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of one VMID, or of the EL2 regime, whose entries all are global. */
final class TaggedEntries {
    private final EntrySet stage2 = new EntrySet();
    private final EntrySet global = new EntrySet();
    private final Map<Integer, EntrySet> byAsid = new HashMap<>();

    @Nullable
    TlbEntry find(int asid, TlbEntry.Kind kind, long address) {
        if (kind.stage2Only()) {
            return stage2.find(kind, address);
        }
        TlbEntry untagged = global.find(kind, address);
        EntrySet own = byAsid.get(asid);
        TlbEntry tagged = own == null ? null : own.find(kind, address);
        if (untagged == null || tagged == null) {
            return untagged == null ? tagged : untagged;
        }
        return tagged.serial() < untagged.serial() ? tagged : untagged;
    }

    void add(TlbEntry entry) {
        setOf(entry).add(entry);
    }

    private EntrySet setOf(TlbEntry entry) {
        if (entry.kind().stage2Only()) {
            return stage2;
        }
        return entry.global() ? global : byAsid.computeIfAbsent(entry.tags().asid(), _ -> new EntrySet());
    }

    int remove(Invalidation invalidation) {
        return switch (invalidation.operation().target()) {
            case STAGE1, STAGE1_LAST_LEVEL, EL2, EL2_LAST_LEVEL -> removeStage1(invalidation);
            case STAGE2, STAGE2_LAST_LEVEL -> stage2.removeAt(invalidation);
            case BOTH_STAGES -> removeStage1(invalidation) + stage2.removeAll(invalidation);
        };
    }

    private int removeStage1(Invalidation invalidation) {
        return switch (invalidation.operation().filter()) {
            case ALL, VMID -> removeEveryAsid(invalidation) + global.removeAll(invalidation);
            case ASID -> removeAsid(invalidation);
            case VA_AND_ASID ->
                removeAddress(byAsid.get(invalidation.asid()), invalidation) + global.removeAt(invalidation);
            case VA, IPA -> removeAddressOfEveryAsid(invalidation) + global.removeAt(invalidation);
        };
    }

    private int removeEveryAsid(Invalidation invalidation) {
        int removed = 0;
        for (EntrySet set : byAsid.values()) {
            removed += set.removeAll(invalidation);
        }
        byAsid.values().removeIf(set -> set.size() == 0);
        return removed;
    }

    private int removeAsid(Invalidation invalidation) {
        EntrySet set = byAsid.get(invalidation.asid());
        return set == null ? 0 : set.removeAll(invalidation);
    }

    private static int removeAddress(@Nullable EntrySet set, Invalidation invalidation) {
        return set == null ? 0 : set.removeAt(invalidation);
    }

    private int removeAddressOfEveryAsid(Invalidation invalidation) {
        int removed = 0;
        for (EntrySet set : byAsid.values()) {
            removed += set.removeAt(invalidation);
        }
        return removed;
    }

    int size() {
        int size = stage2.size() + global.size();
        for (EntrySet set : byAsid.values()) {
            size += set.size();
        }
        return size;
    }
}
