package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.MemoryAccess;
import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.arm.mmu.Translation.Mapped;
import dev.tlbsan.arm.pe.DataAccess;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The loads and stores of a PE: at once where the soft TLBs know the page, else by its {@link DataAccess}. The operation
 * that makes the access is given by its index in the program that runs.
 */
final class GuestMemory {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Progress progress;
    private final DataAccess data;
    private final PhysicalMemory physical;
    private final MemorySegment ram;
    private final SoftTlb readable = new SoftTlb();
    private final SoftTlb writable = new SoftTlb();
    private final long[] readTags = readable.tags;
    private final long[] readDeltas = readable.deltas;
    private final long[] writeTags = writable.tags;
    private final long[] writeDeltas = writable.deltas;
    private final long ramBase;
    private final boolean remembers;
    private long context;

    GuestMemory(Progress progress, DataAccess data, boolean remembers) {
        this.progress = progress;
        this.data = data;
        this.remembers = remembers;
        this.physical = data.memory();
        this.ram = physical.ram();
        this.ramBase = physical.ramBase();
    }

    /** Says which Exception level's permissions plain accesses have from now on. */
    void level(int el) {
        context = el;
    }

    /** Forgets all translations. */
    void forget() {
        readable.clear();
        writable.clear();
    }

    /** Writes to the page at a physical address take the slow path from now on. */
    void protect(long pagePa) {
        writable.forget(pagePa - ramBase);
    }

    long load8(long va, int operation) {
        int index = SoftTlb.index(va);
        return readTags[index] == ((va & SoftTlb.PAGE_MASK) | context)
                ? ram.get(ValueLayout.JAVA_BYTE, va + readDeltas[index]) & 0xffL
                : load(va, 1, operation);
    }

    long load16(long va, int operation) {
        int index = SoftTlb.index(va);
        return readTags[index] == (((va + 1) & SoftTlb.PAGE_MASK) | context)
                ? ram.get(SHORT, va + readDeltas[index]) & 0xffffL
                : load(va, 2, operation);
    }

    long load32(long va, int operation) {
        int index = SoftTlb.index(va);
        return readTags[index] == (((va + 3) & SoftTlb.PAGE_MASK) | context)
                ? ram.get(INT, va + readDeltas[index]) & 0xffff_ffffL
                : load(va, 4, operation);
    }

    long load64(long va, int operation) {
        int index = SoftTlb.index(va);
        return readTags[index] == (((va + 7) & SoftTlb.PAGE_MASK) | context)
                ? ram.get(LONG, va + readDeltas[index])
                : load(va, 8, operation);
    }

    /** Stores the low byte of the value; as the other stores, gives nothing. */
    long store8(long va, long value, int operation) {
        int index = SoftTlb.index(va);
        if (writeTags[index] != ((va & SoftTlb.PAGE_MASK) | context)) {
            return store(va, 1, value, operation);
        }
        ram.set(ValueLayout.JAVA_BYTE, va + writeDeltas[index], (byte) value);
        return 0;
    }

    long store16(long va, long value, int operation) {
        int index = SoftTlb.index(va);
        if (writeTags[index] != (((va + 1) & SoftTlb.PAGE_MASK) | context)) {
            return store(va, 2, value, operation);
        }
        ram.set(SHORT, va + writeDeltas[index], (short) value);
        return 0;
    }

    long store32(long va, long value, int operation) {
        int index = SoftTlb.index(va);
        if (writeTags[index] != (((va + 3) & SoftTlb.PAGE_MASK) | context)) {
            return store(va, 4, value, operation);
        }
        ram.set(INT, va + writeDeltas[index], (int) value);
        return 0;
    }

    long store64(long va, long value, int operation) {
        int index = SoftTlb.index(va);
        if (writeTags[index] != (((va + 7) & SoftTlb.PAGE_MASK) | context)) {
            return store(va, 8, value, operation);
        }
        ram.set(LONG, va + writeDeltas[index], value);
        return 0;
    }

    private long load(long va, int bytes, int operation) {
        long tag = (va & SoftTlb.PAGE_MASK) | context;
        int index = SoftTlb.index(va);
        if (knows(readTags[index], tag) && (va & (bytes - 1)) == 0) {
            return physical.read(va + readDeltas[index] + ramBase, bytes);
        }
        progress.callOut(operation);
        long value = data.load(va, bytes);
        remember(readable, tag);
        progress.callBack();
        return value;
    }

    private long store(long va, int bytes, long value, int operation) {
        long tag = (va & SoftTlb.PAGE_MASK) | context;
        int index = SoftTlb.index(va);
        if (knows(writeTags[index], tag) && (va & (bytes - 1)) == 0) {
            physical.write(va + writeDeltas[index] + ramBase, bytes, value);
            return 0;
        }
        progress.callOut(operation);
        data.store(va, bytes, value);
        remember(writable, tag);
        progress.callBack();
        return 0;
    }

    /** A load with special properties. */
    long load(long va, MemoryAccess access, int operation) {
        long tag = (va & SoftTlb.PAGE_MASK) | level(access);
        int index = SoftTlb.index(va);
        if (knows(readTags[index], tag) && (va & (access.size() - 1)) == 0) {
            long pa = va + readDeltas[index] + ramBase;
            if (access.has(MemoryAccess.EXCLUSIVE)) {
                data.monitor().mark(pa, access.size());
            }
            return physical.read(pa, access.bytes());
        }
        progress.callOut(operation);
        long value = data.load(va, access);
        remember(readable, tag);
        progress.callBack();
        return value;
    }

    /** A store with special properties, except an exclusive one; gives nothing. */
    long store(long va, MemoryAccess access, long value, int operation) {
        long tag = (va & SoftTlb.PAGE_MASK) | level(access);
        int index = SoftTlb.index(va);
        if (knows(writeTags[index], tag) && (va & (access.size() - 1)) == 0) {
            physical.write(va + writeDeltas[index] + ramBase, access.bytes(), value);
            return 0;
        }
        progress.callOut(operation);
        data.store(va, access, value);
        remember(writable, tag);
        progress.callBack();
        return 0;
    }

    /** An exclusive store, of a second value too if it is that of a pair; zero if it was performed, else one. */
    long storeExclusive(long va, MemoryAccess access, long first, long second, int operation) {
        progress.callOut(operation);
        boolean performed = data.storeExclusive(va, access, first, second);
        progress.callBack();
        return performed ? 0 : 1;
    }

    private void remember(SoftTlb tlb, long tag) {
        Mapped mapped = data.outcome();
        if (!remembers || mapped == null || !mapped.settled()) {
            return;
        }
        long page = mapped.pa() & SoftTlb.PAGE_MASK;
        boolean fast = tlb == readable || physical.watches().reasonsOf(page) == 0;
        if (fast && physical.isRam(page, SoftTlb.PAGE_SIZE)) {
            boolean strict = mapped.attributes().device() || data.checksAlignment();
            tlb.put(strict ? tag | SoftTlb.STRICT : tag, page - ramBase);
        }
    }

    private long level(MemoryAccess access) {
        return context == 1 && access.has(MemoryAccess.UNPRIVILEGED) ? 0 : context;
    }

    private static boolean knows(long tag, long wanted) {
        return (tag & ~SoftTlb.STRICT) == wanted;
    }
}
