package dev.tlbsan.engine;

import dev.tlbsan.arm.memory.PageWatches;
import dev.tlbsan.arm.memory.PhysicalMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** RAM, and one device page that remembers what is written to it and reads as the offset times 0x11. */
final class TestMemory implements PhysicalMemory {
    static final long RAM_BASE = 0x4000_0000L;
    static final long DEVICE_BASE = 0x0900_0000L;

    private static final int DEVICE_SIZE = 0x1000;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    final List<String> deviceAccesses = new ArrayList<>();
    Runnable onDeviceAccess = () -> {};
    private final MemorySegment ram;
    private final PageWatches watches = new PageWatches();

    TestMemory(long size) {
        ram = Arena.ofAuto().allocate(size, 4096);
    }

    @Override
    public MemorySegment ram() {
        return ram;
    }

    @Override
    public long ramBase() {
        return RAM_BASE;
    }

    @Override
    public PageWatches watches() {
        return watches;
    }

    @Override
    public boolean isRam(long pa, int bytes) {
        return pa >= RAM_BASE && pa - RAM_BASE <= ram.byteSize() - bytes;
    }

    @Override
    public boolean isPresent(long pa, int bytes) {
        return isRam(pa, bytes) || isDevice(pa, bytes);
    }

    private static boolean isDevice(long pa, int bytes) {
        return pa >= DEVICE_BASE && pa + bytes <= DEVICE_BASE + DEVICE_SIZE;
    }

    @Override
    public long read(long pa, int bytes) {
        check(pa, bytes);
        if (isDevice(pa, bytes)) {
            deviceAccesses.add("read%d %x".formatted(8 * bytes, pa));
            onDeviceAccess.run();
            return ((pa - DEVICE_BASE) * 0x11) & (-1L >>> (64 - 8 * bytes));
        }
        long offset = pa - RAM_BASE;
        return switch (bytes) {
            case 1 -> ram.get(ValueLayout.JAVA_BYTE, offset) & 0xffL;
            case 2 -> ram.get(SHORT, offset) & 0xffffL;
            case 4 -> ram.get(INT, offset) & 0xffff_ffffL;
            default -> ram.get(LONG, offset);
        };
    }

    @Override
    public void write(long pa, int bytes, long value) {
        check(pa, bytes);
        if (isDevice(pa, bytes)) {
            deviceAccesses.add("write%d %x %x".formatted(8 * bytes, pa, value));
            onDeviceAccess.run();
            return;
        }
        long offset = pa - RAM_BASE;
        switch (bytes) {
            case 1 -> ram.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
            case 2 -> ram.set(SHORT, offset, (short) value);
            case 4 -> ram.set(INT, offset, (int) value);
            default -> ram.set(LONG, offset, value);
        }
        watches.written(pa, bytes);
    }

    private void check(long pa, int bytes) {
        if ((pa & (bytes - 1)) != 0 || Integer.bitCount(bytes) != 1 || bytes > 8 || !isPresent(pa, bytes)) {
            throw new IllegalArgumentException("access of %d bytes at 0x%x".formatted(bytes, pa));
        }
    }
}
