package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.arm.mmu.TranslationFault.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Translates: asks a store first, reads tables where it has nothing, and lets the store keep what it read (DDI 0487,
 * D8.2). With {@link TlbStore#NONE} the outcome depends on the registers and the tables alone.
 */
final class Walker {
    private static final int CLIENT = 1;
    private static final int MANAGER = 3;

    private final PhysicalMemory memory;
    private final TlbStore store;
    private final Filler filler;
    private long started;

    /** Where new entries get their place in time from, and who hears of them. */
    interface Filler {
        /** The serial number that the next entry will have. */
        long nextSerial();

        /** When and by whom an entry for the address is made; takes the serial number. */
        TlbEntry.Fill fill(WalkContext context, long address);

        /** Hears of an entry that the store keeps. */
        void filled(TlbEntry entry);
    }

    /** A stage 2 lookup that one of stage 1 needs. */
    private record Stage2Request(long ipa, boolean onWalk) {}

    Walker(PhysicalMemory memory, TlbStore store, Filler filler) {
        this.memory = memory;
        this.store = store;
        this.filler = filler;
    }

    /** Translates an address by all stages that are on. */
    Walk translate(WalkContext context, long va, Access access) {
        started = filler.nextSerial();
        Walk walk = new Walk(context, va, access, started);
        TlbEntry whole = context.stage1On() ? find(walk, TlbEntry.Kind.COMBINED, walk.address()) : flat(walk);
        if (whole != null) {
            useWhole(walk, whole);
        } else if (!walk.failed()) {
            byStages(walk);
        }
        return walk;
    }

    /** Translates an address by stage 1 alone; its walk still goes through stage 2. */
    Walk translateStage1(WalkContext context, long va, Access access) {
        started = filler.nextSerial();
        Walk walk = new Walk(context, va, access, started);
        if (context.stage1On()) {
            TlbEntry leaf = stage1(walk);
            if (leaf != null) {
                walk.stage1(leaf);
                permit(walk, leaf, 1);
            }
        } else {
            checkFlat(walk);
        }
        return walk;
    }

    private @Nullable TlbEntry flat(Walk walk) {
        checkFlat(walk);
        boolean ask = !walk.failed() && walk.context().regime() == Regime.EL10;
        return ask ? find(walk, TlbEntry.Kind.FLAT, walk.address()) : null;
    }

    /** With stage 1 off, an address that exceeds the physical address size is a fault. */
    private static void checkFlat(Walk walk) {
        if (walk.address() >>> walk.context().paBits() != 0) {
            walk.fail(new TranslationFault(Kind.ADDRESS_SIZE, 0, 1, false, 0));
        }
    }

    private static void useWhole(Walk walk, TlbEntry whole) {
        TlbEntry stage1 = whole.parent();
        TlbEntry stage2 = whole.via();
        if (stage1 != null) {
            walk.stage1(stage1);
            if (!permit(walk, stage1, 1)) {
                return;
            }
        }
        if (stage2 != null) {
            walk.stage2(stage2);
            permit(walk, stage2, 2);
        }
    }

    private void byStages(Walk walk) {
        WalkContext context = walk.context();
        TlbEntry leaf = null;
        if (context.stage1On()) {
            leaf = stage1(walk);
            if (leaf == null) {
                return;
            }
            walk.stage1(leaf);
            if (!permit(walk, leaf, 1)) {
                return;
            }
        }
        if (context.stage2On()) {
            TlbEntry second = stage2(walk, new Stage2Request(walk.intermediate(), false));
            if (second != null) {
                walk.stage2(second);
                combine(walk, leaf, second);
                permit(walk, second, 2);
            }
        }
    }

    private void combine(Walk walk, @Nullable TlbEntry stage1, TlbEntry stage2) {
        if (!store.keeps()) {
            return;
        }
        WalkContext context = walk.context();
        TlbEntry.Fill fill = filler.fill(context, walk.address());
        keep(context, new TlbEntry(stage1, stage2, walk.address(), context.tags(), fill), true);
    }

    /** Checks the permission of the access in a last level entry; false after a Permission fault. */
    private static boolean permit(Walk walk, TlbEntry leaf, int stage) {
        int access =
                leaf.domain() < 0 ? CLIENT : walk.context().stage1Registers().domainAccess(leaf.domain());
        if (access == MANAGER) {
            return true;
        }
        if (access != CLIENT) {
            walk.fail(new TranslationFault(Kind.DOMAIN, leaf.level(), stage, false, 0, leaf.domain()));
            return false;
        }
        if ((leaf.permissions() & Permissions.neededBy(walk.access())) != 0) {
            return true;
        }
        long ipa = stage == 2 ? walk.intermediate() : 0;
        walk.fail(new TranslationFault(Kind.PERMISSION, leaf.level(), stage, false, ipa, leaf.domain()));
        return false;
    }

    private @Nullable TlbEntry stage1(Walk walk) {
        long va = walk.address();
        TlbEntry leaf = find(walk, TlbEntry.Kind.STAGE1, va);
        if (leaf != null) {
            return leaf;
        }
        TlbEntry cached = find(walk, TlbEntry.Kind.TABLE, va);
        Table table = cached == null ? firstTable(walk) : Table.below(cached);
        while (table != null) {
            long address = table.descriptorAddress(va);
            TlbEntry via = null;
            if (walk.context().stage2On()) {
                via = tableVia(walk, table, address);
                if (via == null) {
                    return null;
                }
                address = via.translate(address);
            }
            TlbEntry entry = read(walk, table, va, new DescriptorRead.Location(1, address, via));
            if (entry == null || !entry.kind().table()) {
                return entry;
            }
            table = Table.below(entry);
        }
        return null;
    }

    private static @Nullable Table firstTable(Walk walk) {
        WalkContext context = walk.context();
        Table table = FirstTable.stage1(context, walk.address());
        if (table == null) {
            walk.fail(new TranslationFault(Kind.TRANSLATION, context.faultLevel(), 1, false, 0));
        } else if (table.address() >>> context.stage1OutputBits() != 0) {
            walk.fail(new TranslationFault(Kind.ADDRESS_SIZE, context.faultLevel(), 1, false, 0));
            return null;
        }
        return table;
    }

    /** The stage 2 entry that translates the address of a stage 1 descriptor; null after a fault. */
    private @Nullable TlbEntry tableVia(Walk walk, Table table, long address) {
        TlbEntry owner = table.entry();
        TlbEntry known = owner == null ? null : owner.tableVia();
        TlbEntry via =
                known != null && known.contains(address) ? known : stage2(walk, new Stage2Request(address, true));
        if (via == null) {
            return null;
        }
        if (owner != null && known == null) {
            owner.tableVia(via);
        }
        boolean device = MemoryTypes.isStage2Device(via.attribute());
        boolean guarded = device && walk.context().registers().stage2().protectsWalks();
        if (guarded || (via.permissions() & Permissions.READ) == 0) {
            walk.fail(new TranslationFault(Kind.PERMISSION, via.level(), 2, true, address));
            return null;
        }
        return via;
    }

    private @Nullable TlbEntry stage2(Walk walk, Stage2Request request) {
        long ipa = request.ipa();
        TlbEntry leaf = find(walk, TlbEntry.Kind.STAGE2, ipa);
        if (leaf != null) {
            return leaf;
        }
        TlbEntry cached = find(walk, TlbEntry.Kind.STAGE2_TABLE, ipa);
        Table table = cached == null ? firstStage2Table(walk, request) : Table.below(cached);
        while (table != null) {
            var location = new DescriptorRead.Location(2, table.descriptorAddress(ipa), null);
            TlbEntry entry = readStage2(walk, table, request, location);
            if (entry == null || !entry.kind().table()) {
                return entry;
            }
            table = Table.below(entry);
        }
        return null;
    }

    private static @Nullable Table firstStage2Table(Walk walk, Stage2Request request) {
        WalkContext context = walk.context();
        Table table = FirstTable.stage2(context, request.ipa());
        if (table == null) {
            walk.fail(new TranslationFault(Kind.TRANSLATION, context.faultLevel(), 2, request.onWalk(), request.ipa()));
        } else if (table.address() >>> context.stage2OutputBits() != 0) {
            walk.fail(
                    new TranslationFault(Kind.ADDRESS_SIZE, context.faultLevel(), 2, request.onWalk(), request.ipa()));
            return null;
        }
        return table;
    }

    private @Nullable TlbEntry read(Walk walk, Table table, long va, DescriptorRead.Location location) {
        int bytes = table.descriptorBytes();
        if (!memory.isRam(location.address(), bytes)) {
            walk.fail(new TranslationFault(Kind.EXTERNAL_ON_WALK, table.level(), 1, false, 0, table.domain()));
            return null;
        }
        boolean bigEndian = walk.context().stage1Registers().bigEndianTables();
        long value = descriptor(walk, location, bytes, bigEndian);
        DescriptorRead read = DescriptorRead.of(walk.context(), table, va, location, value);
        Kind fault = read.fault();
        if (fault != null) {
            walk.refuse(read.refused(fault));
            walk.fail(new TranslationFault(fault, table.level(), 1, false, 0, read.domain()));
            return null;
        }
        return entry(walk, read, !walk.context().stage2On());
    }

    private @Nullable TlbEntry readStage2(
            Walk walk, Table table, Stage2Request request, DescriptorRead.Location location) {
        Kind fault = Kind.EXTERNAL_ON_WALK;
        if (memory.isRam(location.address(), 8)) {
            boolean bigEndian = walk.context().registers().el2().bigEndianTables();
            long value = descriptor(walk, location, Long.BYTES, bigEndian);
            DescriptorRead read = DescriptorRead.of(walk.context(), table, request.ipa(), location, value);
            fault = read.fault();
            if (fault == null) {
                return entry(walk, read, false);
            }
            walk.refuse(read.refused(fault));
        }
        walk.fail(new TranslationFault(fault, table.level(), 2, request.onWalk(), request.ipa()));
        return null;
    }

    private long descriptor(Walk walk, DescriptorRead.Location location, int bytes, boolean bigEndian) {
        walk.countDescriptorRead();
        long value = memory.read(location.address(), bytes);
        return bigEndian ? Long.reverseBytes(value) >>> (Long.SIZE - 8 * bytes) : value;
    }

    private TlbEntry entry(Walk walk, DescriptorRead read, boolean complete) {
        TlbEntry.Fill fill = filler.fill(walk.context(), walk.address());
        TlbEntry entry = new TlbEntry(read.kind(), walk.tags(), read, fill.provenance(), fill.serial());
        walk.reached(entry);
        keep(walk.context(), entry, complete && !entry.kind().table());
        return entry;
    }

    private void keep(WalkContext context, TlbEntry entry, boolean complete) {
        if (!context.exceedsHalf(entry) && store.add(entry, complete)) {
            filler.filled(entry);
        }
    }

    private @Nullable TlbEntry find(Walk walk, TlbEntry.Kind kind, long address) {
        TlbEntry entry = store.find(walk.tags(), kind, address);
        if (entry != null) {
            if (entry.serial() < started) {
                walk.remember(entry);
            } else {
                walk.reached(entry);
            }
        }
        return entry;
    }
}
