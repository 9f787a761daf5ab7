package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;

/** Random translation table descriptors. */
final class DescriptorGenerator {
    private static final long VALID = 1;
    private static final long TABLE_OR_PAGE = 3;
    private static final long ACCESS_FLAG = 1L << 10;
    /** AttrIndx, NS, AP, SH and AF are above; nG, Contiguous, PXN, XN and the bits for software. */
    private static final long STAGE1_ATTRIBUTES = 0x0078_0000_0000_0bfcL;
    /** MemAttr, S2AP, SH, Contiguous, XN[1] and the bits for software. */
    private static final long STAGE2_ATTRIBUTES = 0x0058_0000_0000_03fcL;
    /** NSTable, APTable, XNTable, PXNTable and the ignored bits below them. */
    private static final long TABLE_ATTRIBUTES = 0xff8L << 52;

    private static final long IGNORED_IN_TABLES = 0x0ff8_0000_0000_0000L;
    private static final long ABSENT_MEMORY = 0x6000_0000L;

    private final SeededRandom random;

    DescriptorGenerator(SeededRandom random) {
        this.random = random;
    }

    /** The last descriptor of a walk: a page at level 3, else a block. */
    long leaf(boolean stage2, int level, long output) {
        long attributes = random.next() & (stage2 ? STAGE2_ATTRIBUTES : STAGE1_ATTRIBUTES);
        long accessFlag = random.oneIn(12) ? 0 : ACCESS_FLAG;
        long kind = level == WalkShape.LAST_LEVEL ? TABLE_OR_PAGE : VALID;
        return kind | attributes | accessFlag | output;
    }

    /** A descriptor that points to the next table. Most have no attributes, lest nothing ever be permitted. */
    long table(boolean stage2, long next) {
        long ignored = random.next() & IGNORED_IN_TABLES & ~TABLE_ATTRIBUTES;
        long attributes = stage2 || !random.oneIn(4) ? 0 : random.next() & TABLE_ATTRIBUTES;
        return next | TABLE_OR_PAGE | ignored | attributes;
    }

    /** One that points to a table where there is no memory. */
    long absent() {
        return ABSENT_MEMORY + (random.next() & 0xfff_0000L) | TABLE_OR_PAGE;
    }

    /** One that ends the walk with a fault: invalid or reserved. */
    long broken(int level) {
        return switch (random.below(4)) {
            case 0 -> level == WalkShape.LAST_LEVEL ? (random.next() & ~2L) | VALID : random.next() & ~VALID;
            default -> random.next() & ~VALID;
        };
    }
}
