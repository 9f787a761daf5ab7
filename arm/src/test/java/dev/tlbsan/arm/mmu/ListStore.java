package dev.tlbsan.arm.mmu;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TLB that is a list: every question looks at every entry. What an invalidation removes is spelled out from the manual's
 * table, instruction by instruction.
 */
final class ListStore implements TlbStore {
    private final List<TlbEntry> entries = new ArrayList<>();
    private final IdentityHashMap<TlbEntry, Long> ages = new IdentityHashMap<>();

    @Override
    public @Nullable TlbEntry find(Tags tags, TlbEntry.Kind kind, long address) {
        TlbEntry best = null;
        for (TlbEntry entry : entries) {
            boolean sameSpace = entry.tags().regime() == tags.regime()
                    && (tags.regime() == Regime.EL2 || entry.tags().vmid() == tags.vmid());
            boolean asid = kind.stage2Only() || entry.global() || entry.tags().asid() == tags.asid();
            if (entry.kind() == kind && sameSpace && asid && covers(entry, address)) {
                best = best == null || better(entry, best) ? entry : best;
            }
        }
        return best;
    }

    private static boolean better(TlbEntry entry, TlbEntry than) {
        return entry.kind().table() ? entry.level() > than.level() : entry.serial() < than.serial();
    }

    private static boolean covers(TlbEntry entry, long address) {
        long end = entry.input() + (1L << entry.sizeBits()) - 1;
        return address >= entry.input() && address <= end;
    }

    @Override
    public boolean add(TlbEntry entry, boolean complete) {
        ages.put(entry, Math.min(entry.serial(), Math.min(ageOf(entry.parent()), ageOf(entry.via()))));
        entries.add(entry);
        return true;
    }

    @Override
    public int remove(Invalidation invalidation) {
        int before = entries.size();
        entries.removeIf(entry -> ageOf(entry) < invalidation.serial() && removed(entry, invalidation));
        return before - entries.size();
    }

    /** The serial of the oldest entry that this one depends on by now. */
    private long ageOf(@Nullable TlbEntry entry) {
        return entry == null
                ? Long.MAX_VALUE
                : Math.min(ages.getOrDefault(entry, entry.serial()), ageOf(entry.tableVia()));
    }

    private static boolean removed(TlbEntry entry, Invalidation i) {
        boolean el2 = entry.tags().regime() == Regime.EL2;
        boolean vmid = !el2 && entry.tags().vmid() == i.vmid();
        String kind = entry.kind().name();
        boolean leaf = kind.equals("STAGE1") || kind.equals("COMBINED") || kind.equals("FLAT");
        boolean one = leaf || kind.equals("TABLE");
        boolean asid = entry.global() || entry.tags().asid() == i.asid();
        boolean here = addressed(entry, i.address());
        return switch (i.operation().name().replaceAll("IS$", "")) {
            case "VMALLE1" -> vmid && one;
            case "VAE1" -> vmid && one && asid && here;
            case "VALE1" -> vmid && leaf && asid && here;
            case "VAAE1" -> vmid && one && here;
            case "VAALE1" -> vmid && leaf && here;
            case "ASIDE1" -> vmid && one && !entry.global() && entry.tags().asid() == i.asid();
            case "IPAS2E1" -> vmid && !one && here;
            case "IPAS2LE1" -> vmid && kind.equals("STAGE2") && here;
            case "VMALLS12E1" -> vmid;
            case "ALLE1" -> !el2;
            case "VAE2" -> el2 && here;
            case "VALE2" -> el2 && leaf && here;
            case "ALLE2" -> el2;
            default -> throw new AssertionError(i.operation());
        };
    }

    /** All splinters of a stage 1 block count as one. */
    private static boolean addressed(TlbEntry entry, long address) {
        return (entry.kind() == TlbEntry.Kind.COMBINED && entry.parent() != null)
                ? covers(entry.parent(), address)
                : covers(entry, address);
    }

    @Override
    public int size() {
        return entries.size();
    }
}
