package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.memory.PageWatches;
import dev.tlbsan.arm.memory.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A megabyte of RAM at {@link #BASE}, and nothing else. */
final class TestRam implements PhysicalMemory {
    static final long BASE = 0x4000_0000L;

    private static final int SIZE = 1 << 20;

    private final MemorySegment ram = MemorySegment.ofArray(new long[SIZE / Long.BYTES]);
    private final PageWatches watches = new PageWatches();

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
        return pa >= BASE && pa + bytes <= BASE + SIZE;
    }

    @Override
    public boolean isPresent(long pa, int bytes) {
        return isRam(pa, bytes);
    }

    @Override
    public long read(long pa, int bytes) {
        long value = 0;
        for (int n = 0; n < bytes; n++) {
            value |= (ram.get(ValueLayout.JAVA_BYTE, pa - BASE + n) & 0xffL) << (8 * n);
        }
        return value;
    }

    @Override
    public void write(long pa, int bytes, long value) {
        for (int n = 0; n < bytes; n++) {
            ram.set(ValueLayout.JAVA_BYTE, pa - BASE + n, (byte) (value >>> (8 * n)));
        }
        watches.written(pa, bytes);
    }
}
