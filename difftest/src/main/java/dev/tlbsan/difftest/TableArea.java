package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table area of a translation case while it is filled. */
final class TableArea {
    private final SeededRandom random;
    private final Map<Long, Long> descriptors = new LinkedHashMap<>();
    private final Map<Long, Integer> shorts = new HashMap<>();
    private long next = Layout.TABLES;

    TableArea(SeededRandom random) {
        this.random = random;
    }

    /** Room for a table whose size and alignment are given in bytes, a power of two. */
    long allocate(int size) {
        long address = next + size - 1 & -size;
        // Tables do not always follow each other.
        next = address + (long) size * (1 + random.below(3));
        if (next > Layout.TABLES + Layout.TABLES_SIZE) {
            throw new IllegalStateException("a case has more tables than fit into the table area");
        }
        return address;
    }

    /** Whether a table of this size still fits. */
    boolean hasRoom(int size) {
        return next + 5L * size <= Layout.TABLES + Layout.TABLES_SIZE;
    }

    @Nullable
    Long get(long address) {
        return descriptors.get(address);
    }

    void put(long address, long descriptor) {
        descriptors.put(address, descriptor);
    }

    /** The descriptor of 32 bits at an address; null if none was put there. */
    @Nullable
    Integer getShort(long address) {
        return shorts.get(address);
    }

    /** Puts a descriptor of 32 bits. */
    void putShort(long address, int descriptor) {
        shorts.put(address, descriptor);
        long whole = address & -Long.BYTES;
        int shift = (int) (address - whole) * Byte.SIZE;
        long old = descriptors.getOrDefault(whole, 0L);
        descriptors.put(whole, (old & ~(0xffff_ffffL << shift)) | (descriptor & 0xffff_ffffL) << shift);
    }

    List<TranslationCase.Write> writes() {
        List<TranslationCase.Write> writes = new ArrayList<>();
        descriptors.forEach((address, value) -> writes.add(new TranslationCase.Write(address, value)));
        return writes;
    }
}
