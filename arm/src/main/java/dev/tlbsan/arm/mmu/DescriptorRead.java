package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/**
 * One descriptor that a walk has read, and what it means there (DDI 0487, D8.3).
 *
 * @param context the registers of the walk
 * @param table the table it stands in
 * @param walked the input address of the walk
 * @param location where it stands
 * @param value the descriptor
 */
record DescriptorRead(WalkContext context, Table table, long walked, Location location, long value) {
    private static final long OUTPUT_MASK = (1L << 48) - 1;

    /**
     * Where a descriptor stands.
     *
     * @param stage 1 or 2
     * @param address its physical address
     * @param via the stage 2 entry that gave that address, if stage 2 was asked
     */
    record Location(int stage, long address, @Nullable TlbEntry via) {}

    /** The fault that the descriptor itself gives, before any permission; null if none. */
    TranslationFault.@Nullable Kind fault() {
        if (!valid()) {
            return TranslationFault.Kind.TRANSLATION;
        }
        int outputBits = stage2() ? context.stage2OutputBits() : context.stage1OutputBits();
        if ((value & OUTPUT_MASK) >>> outputBits != 0) {
            return TranslationFault.Kind.ADDRESS_SIZE;
        }
        boolean accessed = isTable() || (value >>> 10 & 1) != 0;
        return accessed ? null : TranslationFault.Kind.ACCESS_FLAG;
    }

    /** The descriptor as one that gave the fault. */
    RefusedDescriptor refused(TranslationFault.Kind fault) {
        TlbEntry parent = table.entry();
        return new RefusedDescriptor(
                kind(), fault, table.level(), address(), value, sizeBits(), output(), parent, location.via());
    }

    private boolean valid() {
        boolean bit1 = (value & 2) != 0;
        boolean known = bit1 || table.granule().blockAllowed(table.level());
        return (value & 1) != 0 && known;
    }

    private boolean isTable() {
        return table.level() < 3 && (value & 2) != 0;
    }

    private boolean stage2() {
        return location.stage() == 2;
    }

    TlbEntry.Kind kind() {
        if (stage2()) {
            return isTable() ? TlbEntry.Kind.STAGE2_TABLE : TlbEntry.Kind.STAGE2;
        }
        return isTable() ? TlbEntry.Kind.TABLE : TlbEntry.Kind.STAGE1;
    }

    long address() {
        return location.address();
    }

    @Nullable
    TlbEntry via() {
        return location.via();
    }

    int sizeBits() {
        return table.granule().sizeBits(table.level());
    }

    long input() {
        return walked >>> sizeBits() << sizeBits();
    }

    long output() {
        int lowBits = isTable() ? table.granule().pageBits() : sizeBits();
        return (value & OUTPUT_MASK) >>> lowBits << lowBits;
    }

    /** Whether the entry matches every ASID; table descriptors of EL1&0 never do. */
    boolean global() {
        boolean untagged = stage2() || context.regime() == Regime.EL2;
        return untagged || (!isTable() && (value >>> 11 & 1) == 0);
    }

    /** {@link Permissions} of a last level, {@link Hierarchical} restrictions of a table. */
    int permissions() {
        if (stage2()) {
            return isTable() ? 0 : Permissions.ofStage2(value);
        }
        if (isTable()) {
            return table.hierarchical() | Hierarchical.of(value);
        }
        boolean wxn = context.stage1Registers().writableIsExecuteNever();
        return context.regime() == Regime.EL2
                ? Permissions.ofEl2(value, table.hierarchical(), wxn)
                : Permissions.ofEl10(value, table.hierarchical(), wxn);
    }

    /** The MAIR byte that a stage 1 descriptor selects; MemAttr of a stage 2 descriptor. */
    int attribute() {
        int field = (int) (value >>> 2);
        return stage2() ? field & 0xf : context.stage1Registers().memoryAttribute(field & 7);
    }

    int shareability() {
        return (int) (value >>> 8) & 3;
    }
}
