package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Builds tables of the short descriptor format: paths for chosen addresses, which end early now and then. */
final class ShortTableBuilder {
    private static final int BROKEN = 16;
    private static final int PAGE_TABLE_SIZE = 1024;
    private static final int SECTION_SHIFT = 20;
    private static final int PAGE_SHIFT = 12;
    /** How often a supersection or large page stands in its table. */
    private static final int COPIES = 16;

    private static final long LOW_32 = 0xffff_ffffL;
    /** TEX, C and B that mean something without SCTLR.TRE. */
    private static final int[] TYPES = {
        0, 1, 2, 3, 4, 7, 8, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    };

    private static final int IMPLEMENTATION_DEFINED_TYPE = 6;
    private static final int RESERVED_ACCESS = 4;

    private final SeededRandom random;
    private final TableArea area;
    private final boolean remapsTypes;
    private final boolean accessFlag;
    private final LongSupplier outputs;

    ShortTableBuilder(
            SeededRandom random, TableArea area, boolean remapsTypes, boolean accessFlag, LongSupplier outputs) {
        this.random = random;
        this.area = area;
        this.remapsTypes = remapsTypes;
        this.accessFlag = accessFlag;
        this.outputs = outputs;
    }

    /** Adds what is missing of a path for an address to the first level table at a root, of a given size in bytes. */
    void map(long root, int size, long address) {
        long entry = root + ((address >>> SECTION_SHIFT) * Integer.BYTES & size - 1);
        Integer present = get(entry);
        if (present == null) {
            present = first(entry);
        }
        if ((present & 3) == 1) {
            long table = present & -PAGE_TABLE_SIZE & LOW_32;
            long page = table + (address >>> PAGE_SHIFT & 0xff) * Integer.BYTES;
            if (get(page) == null) {
                second(page);
            }
        }
    }

    private int first(long entry) {
        int domain = random.below(16) << 5;
        int descriptor = switch (random.below(4)) {
            case 0 -> section() | domain;
            case 1 -> areAbsent(entry) ? supersection() : section() | domain;
            default -> table() | domain;
        };
        if (random.oneIn(BROKEN)) {
            descriptor = (int) random.next() & ~3;
        }
        boolean copied = (descriptor & 3) >= 2 && (descriptor & 1 << 18) != 0;
        put(entry, descriptor, copied);
        return descriptor;
    }

    private int table() {
        return (int) area.allocate(PAGE_TABLE_SIZE) | 1 | (random.oneIn(4) ? 4 : 0) | (random.oneIn(8) ? 8 : 0);
    }

    /** A section with its permissions, its memory type, XN, PXN, S and nG. */
    private int section() {
        int access = access();
        int type = type();
        int flags = (random.oneIn(4) ? 0x10 : 0) | random.below(2) << 16 | random.below(2) << 17;
        return ((int) outputs.getAsLong() & -1 << SECTION_SHIFT)
                | flags
                | (access >> 2) << 15
                | (access & 3) << 10
                | (type >> 2) << 12
                | (type & 3) << 2
                | 2
                | (random.oneIn(4) ? 1 : 0);
    }

    private int supersection() {
        long output = outputs.getAsLong();
        int extended = (int) (output >>> 32 & 15) << 20 | (int) (output >>> 36 & 15) << 5;
        return (section() & 0xff0f_ffff & ~(15 << 5)) | extended | 1 << 18;
    }

    private void second(long entry) {
        int access = access();
        int type = type();
        int common = (access >> 2) << 9 | (access & 3) << 4 | (type & 3) << 2 | random.below(4) << 10;
        boolean never = random.oneIn(4);
        int output = (int) outputs.getAsLong();
        if (random.oneIn(BROKEN)) {
            put(entry, (int) random.next() & ~3, false);
        } else if (random.oneIn(3) && areAbsent(entry)) {
            put(entry, (output & 0xffff_0000) | common | (type >> 2) << 12 | (never ? 1 << 15 : 0) | 1, true);
        } else {
            put(entry, (output & -1 << PAGE_SHIFT) | common | (type >> 2) << 6 | (never ? 1 : 0) | 2, false);
        }
    }

    /** AP[2:0], not the reserved one; AP[0] as the Access flag is mostly set. */
    private int access() {
        while (true) {
            int access = random.below(8) | (accessFlag && !random.oneIn(12) ? 1 : 0);
            if (accessFlag || access != RESERVED_ACCESS) {
                return access;
            }
        }
    }

    private int type() {
        if (!remapsTypes) {
            return TYPES[random.below(TYPES.length)];
        }
        int type = random.below(32);
        return (type & 7) == IMPLEMENTATION_DEFINED_TYPE ? type ^ 1 : type;
    }

    private boolean areAbsent(long entry) {
        long first = entry & -COPIES * Integer.BYTES;
        for (int i = 0; i < COPIES; i++) {
            if (get(first + (long) i * Integer.BYTES) != null) {
                return false;
            }
        }
        return true;
    }

    private void put(long entry, int descriptor, boolean copied) {
        long first = copied ? entry & -COPIES * Integer.BYTES : entry;
        for (int i = 0; i < (copied ? COPIES : 1); i++) {
            area.putShort(first + (long) i * Integer.BYTES, descriptor);
        }
    }

    private @Nullable Integer get(long entry) {
        return area.getShort(entry);
    }
}
