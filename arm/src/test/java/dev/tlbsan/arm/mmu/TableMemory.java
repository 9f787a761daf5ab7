package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.memory.PageWatches;
import dev.tlbsan.arm.memory.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** RAM at 0x4000_0000 and nothing else; descriptors of four and eight bytes. */
final class TableMemory implements PhysicalMemory {
    static final long BASE = 0x4000_0000L;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment ram;
    private final PageWatches watches = new PageWatches();

    TableMemory(int bytes) {
        ram = MemorySegment.ofArray(new byte[bytes]);
    }

    @Override
    public MemorySegment ram() {
        return ram;
    }

    @Override
    public long ramBase() {
        return BASE;
    }

    @Override
    public PageWatches watches() {
        return watches;
    }

    @Override
    public boolean isRam(long pa, int bytes) {
        return pa >= BASE && pa - BASE <= ram.byteSize() - bytes;
    }

    @Override
    public boolean isPresent(long pa, int bytes) {
        return isRam(pa, bytes);
    }

    @Override
    public long read(long pa, int bytes) {
        return bytes == Integer.BYTES ? ram.get(INT, pa - BASE) & 0xffff_ffffL : ram.get(LONG, pa - BASE);
    }

    @Override
    public void write(long pa, int bytes, long value) {
        if (bytes == Integer.BYTES) {
            ram.set(INT, pa - BASE, (int) value);
        } else {
            ram.set(LONG, pa - BASE, value);
        }
        watches.written(pa, bytes);
    }
}
