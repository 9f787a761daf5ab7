package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/**
 * A descriptor of 64 bits (DDI 0487, D8.3 and G5.5).
 *
 * @param context the registers of the walk
 * @param table the table it stands in
 * @param walked the input address of the walk
 * @param location where it stands
 * @param value the descriptor
 */
record LongDescriptor(WalkContext context, Table table, long walked, DescriptorRead.Location location, long value)
        implements DescriptorRead {
    private static final long OUTPUT_MASK = (1L << 48) - 1;
    /** Armv7 ignores the bits above, of which later architectures make an Address size fault. */
    private static final long AARCH32_OUTPUT_MASK = (1L << 40) - 1;

    @Override
    public TranslationFault.@Nullable Kind fault() {
        if (!valid()) {
            return TranslationFault.Kind.TRANSLATION;
        }
        int outputBits = stage2() ? context.stage2OutputBits() : context.stage1OutputBits();
        if (addressField() >>> outputBits != 0) {
            return TranslationFault.Kind.ADDRESS_SIZE;
        }
        boolean accessed = isTable() || (value >>> 10 & 1) != 0;
        return accessed ? null : TranslationFault.Kind.ACCESS_FLAG;
    }

    private long addressField() {
        return value & (context.aarch32() ? AARCH32_OUTPUT_MASK : OUTPUT_MASK);
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

    @Override
    public TlbEntry.Kind kind() {
        if (stage2()) {
            return isTable() ? TlbEntry.Kind.STAGE2_TABLE : TlbEntry.Kind.STAGE2;
        }
        return isTable() ? TlbEntry.Kind.TABLE : TlbEntry.Kind.STAGE1;
    }

    @Override
    public int sizeBits() {
        return table.granule().sizeBits(table.level());
    }

    @Override
    public long output() {
        int lowBits = isTable() ? table.granule().pageBits() : sizeBits();
        return addressField() >>> lowBits << lowBits;
    }

    @Override
    public boolean global() {
        boolean untagged = stage2() || context.regime() == Regime.EL2;
        return untagged || (!isTable() && (value >>> 11 & 1) == 0);
    }

    @Override
    public int permissions() {
        if (stage2()) {
            return isTable() ? 0 : stage2Permissions();
        }
        if (isTable()) {
            return table.hierarchical() | Hierarchical.of(value);
        }
        if (context.format() == TableFormat.LONG && context.regime() == Regime.EL10) {
            return Permissions.ofPl10(value, table.hierarchical(), context.stage1Registers());
        }
        boolean wxn = context.stage1Registers().writableIsExecuteNever();
        return context.regime() == Regime.EL2
                ? Permissions.ofEl2(value, table.hierarchical(), wxn)
                : Permissions.ofEl10(value, table.hierarchical(), wxn);
    }

    private int stage2Permissions() {
        return context.aarch32() ? Permissions.ofAarch32Stage2(value) : Permissions.ofStage2(value);
    }

    @Override
    public int attribute() {
        int field = (int) (value >>> 2);
        return stage2() ? field & 0xf : context.stage1Registers().memoryAttribute(field & 7);
    }

    @Override
    public int shareability() {
        return (int) (value >>> 8) & 3;
    }

    @Override
    public int domain() {
        return TranslationFault.NO_DOMAIN;
    }
}
