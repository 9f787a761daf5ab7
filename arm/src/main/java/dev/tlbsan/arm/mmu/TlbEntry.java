package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/**
 * Something that a TLB remembers: what one descriptor said, or two combined. Entries made from other entries point to
 * them, so that every entry tells its whole derivation; an entry lives on in what was derived from it.
 */
public final class TlbEntry {
    /** What an entry holds. */
    public enum Kind {
        /** A table descriptor of stage 1: walk cache. */
        TABLE,
        /** A block or page descriptor of stage 1. */
        STAGE1,
        /** A translation by both stages. */
        COMBINED,
        /** A translation by both stages, stage 1 being off: never hit while it is on. */
        FLAT,
        /** A table descriptor of stage 2: walk cache. */
        STAGE2_TABLE,
        /** A block or page descriptor of stage 2; also translates stage 1 walks. */
        STAGE2;

        /** Whether the entry is of stage 2 alone. */
        public boolean stage2Only() {
            return this == STAGE2_TABLE || this == STAGE2;
        }

        /** Whether the entry is walk cache. */
        public boolean table() {
            return this == TABLE || this == STAGE2_TABLE;
        }
    }

    private final Kind kind;
    private final Tags tags;
    private final Provenance provenance;
    private final @Nullable TlbEntry parent;
    private final @Nullable TlbEntry via;
    private final long input;
    private final long output;
    private final long descriptorAddress;
    private final long descriptor;
    private final long serial;
    private final byte sizeBits;
    private final byte level;
    private final byte permissions;
    private final byte attribute;
    private final byte shareability;
    private final byte domain;
    private final boolean global;
    private long derivedSince;
    private @Nullable TlbEntry tableVia;

    /** The next entry of the same bucket of a {@link EntrySet}. */
    @Nullable
    TlbEntry nextInBucket;
    /** The first of the combined entries that a {@link EntrySet} holds and that were made from this entry. */
    @Nullable
    TlbEntry firstCombined;
    /** The next combined entry made from the same stage 1 entry. */
    @Nullable
    TlbEntry nextCombined;

    /** An entry for one descriptor. */
    TlbEntry(Kind kind, Tags tags, DescriptorRead read, Provenance provenance, long serial) {
        this.kind = kind;
        this.tags = tags;
        this.provenance = provenance;
        this.parent = read.table().entry();
        this.via = read.via();
        this.sizeBits = (byte) read.sizeBits();
        this.input = read.input();
        this.output = read.output();
        this.descriptorAddress = read.address();
        this.descriptor = read.value();
        this.serial = serial;
        this.level = (byte) read.table().level();
        this.permissions = (byte) read.permissions();
        this.attribute = (byte) read.attribute();
        this.shareability = (byte) read.shareability();
        this.domain = (byte) read.domain();
        this.global = read.global();
        this.derivedSince = oldest(serial, parent, via);
    }

    /** A translation of a page by both stages; stage 1 is null if it is off. */
    TlbEntry(@Nullable TlbEntry stage1, TlbEntry stage2, long va, Tags tags, Fill fill) {
        this.kind = stage1 == null ? Kind.FLAT : Kind.COMBINED;
        this.tags = tags;
        this.provenance = fill.provenance();
        this.parent = stage1;
        this.via = stage2;
        this.sizeBits = stage1 == null ? stage2.sizeBits : (byte) Math.min(stage1.sizeBits, stage2.sizeBits);
        this.input = va >>> sizeBits << sizeBits;
        this.output = stage2.translate(stage1 == null ? input : stage1.translate(input));
        this.descriptorAddress = 0;
        this.descriptor = 0;
        this.serial = fill.serial();
        this.level = stage1 == null ? stage2.level : stage1.level;
        this.permissions = 0;
        this.attribute = 0;
        this.shareability = 0;
        this.domain = TranslationFault.NO_DOMAIN;
        this.global = stage1 == null || stage1.global;
        this.derivedSince = oldest(serial, parent, via);
    }

    /** When and by whom an entry is made. */
    record Fill(Provenance provenance, long serial) {}

    private static long oldest(long serial, @Nullable TlbEntry a, @Nullable TlbEntry b) {
        long ofA = a == null ? serial : a.derivedSince;
        long ofB = b == null ? serial : b.derivedSince;
        return Math.min(serial, Math.min(ofA, ofB));
    }

    public Kind kind() {
        return kind;
    }

    /** The tags under which the entry was made; the ASID matters unless the entry is {@link #global()}. */
    public Tags tags() {
        return tags;
    }

    /** Whether the entry matches any ASID. */
    public boolean global() {
        return global;
    }

    public Provenance provenance() {
        return provenance;
    }

    /**
     * The table entry whose table holds the descriptor, or null if it is the first table; of a combined entry, the
     * stage 1 entry.
     */
    public @Nullable TlbEntry parent() {
        return parent;
    }

    /**
     * The stage 2 entry through which the stage 1 descriptor was read, or null without stage 2; of a combined entry,
     * the stage 2 entry.
     */
    public @Nullable TlbEntry via() {
        return via;
    }

    /** The first input address: a canonical virtual address, or an intermediate physical address for stage 2. */
    public long input() {
        return input;
    }

    /** log2 of the bytes of input address that the entry covers. */
    public int sizeBits() {
        return sizeBits;
    }

    /** The first output address; of a table descriptor, the address of the next table. */
    public long output() {
        return output;
    }

    /** The physical address that the descriptor was read from; zero for a combined entry. */
    public long descriptorAddress() {
        return descriptorAddress;
    }

    /** The descriptor; zero for a combined entry. */
    public long descriptor() {
        return descriptor;
    }

    /** The lookup level of the descriptor; of a combined entry, that of stage 1 unless it is off. */
    public int level() {
        return level;
    }

    /** The position of the fill in the order of all fills and TLBIs of the machine. */
    public long serial() {
        return serial;
    }

    /** The {@link #serial()} of the oldest entry that this one was derived from, itself included. */
    public long derivedSince() {
        return derivedSince;
    }

    /** Whether the entry translates the canonical input address. */
    public boolean contains(long address) {
        return (address ^ input) >>> sizeBits == 0;
    }

    /** What the entry counts as in size: of a combined entry its stage 1 part, all splinters of which are one (R_LGSCG). */
    TlbEntry extent() {
        return kind == Kind.COMBINED && parent != null ? parent : this;
    }

    /** The output address for an input address within the entry. */
    long translate(long address) {
        return output + (address - input);
    }

    /** {@link Permissions}; of a table descriptor, {@link Hierarchical} restrictions. */
    int permissions() {
        return permissions;
    }

    /** The MAIR byte of a stage 1 entry, MemAttr of a stage 2 entry. */
    int attribute() {
        return attribute & 0xff;
    }

    /** SH of the descriptor. */
    int shareability() {
        return shareability;
    }

    /** The domain of a short descriptor, else {@link TranslationFault#NO_DOMAIN}. */
    int domain() {
        return domain;
    }

    /** The stage 2 entry that translated the address of the next table, as far as anybody asked. */
    @Nullable
    TlbEntry tableVia() {
        return tableVia;
    }

    void tableVia(TlbEntry stage2) {
        tableVia = stage2;
        derivedSince = Math.min(derivedSince, stage2.derivedSince);
    }

    @Override
    public String toString() {
        return "%s[vmid %d, %s, 0x%x/%d -> 0x%x, level %d, #%d]"
                .formatted(
                        kind,
                        tags.vmid(),
                        global ? "global" : "asid " + tags.asid(),
                        input,
                        sizeBits,
                        output,
                        level,
                        serial);
    }
}
