package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/**
 * A stage 1 descriptor of 32 bits (DDI 0487, G5.4).
 *
 * @param context the registers of the walk
 * @param table the table it stands in
 * @param walked the input address of the walk
 * @param location where it stands
 * @param bits the descriptor
 */
record ShortDescriptor(WalkContext context, Table table, long walked, DescriptorRead.Location location, int bits)
        implements DescriptorRead {
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int PAGE_TABLE_BITS = 10;
    private static final int LARGE_PAGE_BITS = 16;
    private static final int SUPERSECTION_BITS = 24;
    private static final int DOMAIN_SHIFT = 5;

    /** What the low bits and the level make of a descriptor. */
    private enum Shape {
        FAULT,
        PAGE_TABLE,
        SECTION,
        SUPERSECTION,
        LARGE_PAGE,
        SMALL_PAGE
    }

    private Shape shape() {
        boolean first = table.level() == 1;
        return switch (bits & 3) {
            case 0 -> Shape.FAULT;
            case 1 -> first ? Shape.PAGE_TABLE : Shape.LARGE_PAGE;
            default -> {
                Shape section = bit(18) ? Shape.SUPERSECTION : Shape.SECTION;
                yield first ? section : Shape.SMALL_PAGE;
            }
        };
    }

    @Override
    public long value() {
        return bits & LOW_32;
    }

    @Override
    public TranslationFault.@Nullable Kind fault() {
        if (shape() == Shape.FAULT) {
            return TranslationFault.Kind.TRANSLATION;
        }
        boolean unused = !isTable() && context.stage1Registers().accessFlag() && (accessPermissions() & 1) == 0;
        return unused ? TranslationFault.Kind.ACCESS_FLAG : null;
    }

    private boolean isTable() {
        return shape() == Shape.PAGE_TABLE;
    }

    @Override
    public TlbEntry.Kind kind() {
        return isTable() ? TlbEntry.Kind.TABLE : TlbEntry.Kind.STAGE1;
    }

    @Override
    public int sizeBits() {
        return switch (shape()) {
            case SUPERSECTION -> SUPERSECTION_BITS;
            case LARGE_PAGE -> LARGE_PAGE_BITS;
            default -> table.granule().sizeBits(table.level());
        };
    }

    @Override
    public long output() {
        int lowBits = isTable() ? PAGE_TABLE_BITS : sizeBits();
        long base = value() >>> lowBits << lowBits;
        return shape() == Shape.SUPERSECTION ? base | (field(20, 4) << 32) | (field(5, 4) << 36) : base;
    }

    @Override
    public boolean global() {
        return !isTable() && !bit(isSection() ? 17 : 11);
    }

    /** The domain of a page stands in the descriptor of its page table, and is noted with the restrictions of that. */
    @Override
    public int domain() {
        return switch (shape()) {
            case PAGE_TABLE, SECTION -> (int) field(DOMAIN_SHIFT, 4);
            case SUPERSECTION -> 0;
            default -> table.domain();
        };
    }

    @Override
    public int permissions() {
        if (isTable()) {
            return bit(2) ? Hierarchical.PRIVILEGED_EXECUTE_NEVER : 0;
        }
        Stage1Registers registers = context.stage1Registers();
        int data = Permissions.ofAccessPermissions(accessPermissions(), registers.accessFlag());
        boolean privilegedNever = isSection() ? bit(0) : table.hierarchical() != 0;
        return Permissions.ofPl10(data, bit(executeNeverBit()), privilegedNever, registers);
    }

    private int executeNeverBit() {
        return switch (shape()) {
            case SMALL_PAGE -> 0;
            case LARGE_PAGE -> 15;
            default -> 4;
        };
    }

    private boolean isSection() {
        return table.level() == 1;
    }

    private int accessPermissions() {
        return isSection() ? (int) (field(15, 1) << 2 | field(10, 2)) : (int) (field(9, 1) << 2 | field(4, 2));
    }

    /** TEX, C and B. */
    private int type() {
        int tex = shape() == Shape.SMALL_PAGE ? 6 : 12;
        return (int) (field(tex, 3) << 2 | field(2, 2));
    }

    @Override
    public int attribute() {
        return ShortMemoryTypes.attribute(context.stage1Registers(), type());
    }

    @Override
    public int shareability() {
        boolean shareable = bit(isSection() ? 16 : 10);
        return ShortMemoryTypes.shareability(context.stage1Registers(), type(), shareable);
    }

    private boolean bit(int n) {
        return (bits >>> n & 1) != 0;
    }

    private long field(int lsb, int width) {
        return bits >>> lsb & (1L << width) - 1;
    }
}
