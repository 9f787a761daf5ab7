package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;
import java.util.function.LongSupplier;

/** Builds the tables of one stage: paths for chosen addresses, which end early now and then. */
final class TableBuilder {
    private static final int BROKEN = 16;

    private final SeededRandom random;
    private final DescriptorGenerator descriptors;
    private final TableArea area;
    private final WalkShape shape;
    private final boolean stage2;
    private final long root;
    private boolean mayLeaveMemory;

    TableBuilder(SeededRandom random, TableArea area, WalkShape shape, boolean stage2) {
        this.random = random;
        this.descriptors = new DescriptorGenerator(random);
        this.area = area;
        this.shape = shape;
        this.stage2 = stage2;
        this.root = area.allocate(Math.max(shape.rootSize(), 64));
    }

    /** The address of the first table. */
    long root() {
        return root;
    }

    WalkShape shape() {
        return shape;
    }

    /**
     * Lets some descriptors point to tables where there is no memory. They must be physical addresses: stage 2 might lead
     * elsewhere, to devices of QEMU's board.
     */
    void mayLeaveMemory() {
        mayLeaveMemory = true;
    }

    /** Adds what is missing of a path for an address. */
    void map(long address, LongSupplier output) {
        long table = root;
        for (int level = shape.startLevel(); ; level++) {
            long entry = table + shape.offset(level, address);
            Long present = area.get(entry);
            if (present == null) {
                present = descriptor(level, output);
                area.put(entry, present);
            }
            if (level == WalkShape.LAST_LEVEL || (present & 3) != 3 || !isTable(present)) {
                return;
            }
            table = present & ((1L << 48) - 1 & -shape.tableSize());
        }
    }

    private static boolean isTable(long descriptor) {
        long address = descriptor & 0xffff_ffff_f000L;
        return address >= Layout.TABLES && address < Layout.TABLES + Layout.TABLES_SIZE;
    }

    private long descriptor(int level, LongSupplier output) {
        if (random.oneIn(BROKEN)) {
            return mayLeaveMemory && random.oneIn(4) ? descriptors.absent() : descriptors.broken(level);
        }
        boolean last = level == WalkShape.LAST_LEVEL;
        boolean block = !last && shape.mayBeBlock(level) && random.oneIn(4);
        if (last || block || !area.hasRoom(shape.tableSize())) {
            return descriptors.leaf(stage2, level, output.getAsLong() & -(1L << shape.shift(level)));
        }
        return descriptors.table(stage2, area.allocate(shape.tableSize()));
    }

    /** Maps a range to itself, without faults: with blocks if a level has them that are small enough, else pages. */
    void identity(long from, long to, long attributes) {
        int level = shape.startLevel();
        while (!shape.mayBeBlock(level) || 1L << shape.shift(level) > to - from) {
            if (level == WalkShape.LAST_LEVEL) {
                break;
            }
            level++;
        }
        for (long address = from; address < to; address += 1L << shape.shift(level)) {
            identityEntry(address, level, attributes);
        }
    }

    private void identityEntry(long address, int last, long attributes) {
        long table = root;
        for (int level = shape.startLevel(); level < last; level++) {
            long entry = table + shape.offset(level, address);
            Long present = area.get(entry);
            if (present == null) {
                present = area.allocate(shape.tableSize()) | 3;
                area.put(entry, present);
            }
            table = present & ((1L << 48) - 1 & -shape.tableSize());
        }
        long kind = last == WalkShape.LAST_LEVEL ? 3 : 1;
        area.put(table + shape.offset(last, address), (address & -(1L << shape.shift(last))) | attributes | kind);
    }
}
