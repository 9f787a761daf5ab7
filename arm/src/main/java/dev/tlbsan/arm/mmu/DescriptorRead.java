package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/** One descriptor that a walk has read, and what it means there. */
sealed interface DescriptorRead permits LongDescriptor, ShortDescriptor {
    /**
     * Where a descriptor stands.
     *
     * @param stage 1 or 2
     * @param address its physical address
     * @param via the stage 2 entry that gave that address, if stage 2 was asked
     */
    record Location(int stage, long address, @Nullable TlbEntry via) {}

    /**
     * A descriptor in a table, of the table's format.
     *
     * @param context the registers of the walk
     * @param table the table it stands in
     * @param walked the input address of the walk
     * @param location where it stands
     * @param value the descriptor
     */
    static DescriptorRead of(WalkContext context, Table table, long walked, Location location, long value) {
        return table.granule() == Granule.SHORT
                ? new ShortDescriptor(context, table, walked, location, (int) value)
                : new LongDescriptor(context, table, walked, location, value);
    }

    /** The table it stands in. */
    Table table();

    /** The input address of the walk. */
    long walked();

    Location location();

    /** The descriptor; one of 32 bits is zero-extended. */
    long value();

    /** The fault that the descriptor itself gives, before any permission; null if none. */
    TranslationFault.@Nullable Kind fault();

    TlbEntry.Kind kind();

    /** log2 of the bytes of input address that it describes. */
    int sizeBits();

    /** The first output address, or the address of the next table. */
    long output();

    /** Whether the entry matches every ASID; table descriptors of EL1&0 never do. */
    boolean global();

    /** {@link Permissions} of a last level, {@link Hierarchical} restrictions of a table. */
    int permissions();

    /** A stage 1 memory type as a byte of MAIR; MemAttr of a stage 2 descriptor. */
    int attribute();

    int shareability();

    /** The domain, 0 to 15, or {@link TranslationFault#NO_DOMAIN}. */
    int domain();

    /** The physical address of the descriptor. */
    default long address() {
        return location().address();
    }

    /** The stage 2 entry through which it was read; null without stage 2. */
    default @Nullable TlbEntry via() {
        return location().via();
    }

    /** The first input address that it describes. */
    default long input() {
        return walked() >>> sizeBits() << sizeBits();
    }

    /** The descriptor as one that gave the fault. */
    default RefusedDescriptor refused(TranslationFault.Kind fault) {
        TlbEntry parent = table().entry();
        return new RefusedDescriptor(
                kind(), fault, table().level(), address(), value(), sizeBits(), output(), parent, via());
    }
}
