package dev.tlbsan.machine;

import dev.tlbsan.arm.memory.PageWatches;
import dev.tlbsan.arm.memory.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The physical address space of a board: RAM at its base, devices around it, nothing elsewhere. */
public final class Bus implements PhysicalMemory {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final long ramBase;
    private final MemorySegment ram;
    private final PageWatches watches = new PageWatches();
    private final TreeMap<Long, Device> devices = new TreeMap<>();

    /** A device and where an access falls in it. */
    private record Target(Device device, long offset) {}

    Bus(long ramBase, MemorySegment ram) {
        this.ramBase = ramBase;
        this.ram = ram;
    }

    /**
     * Maps a device.
     *
     * @param base the physical address of its first register
     * @throws IllegalArgumentException if the window overlaps RAM or another device
     */
    public void attach(long base, Device device) {
        long end = base + device.size();
        Map.Entry<Long, Device> below = devices.floorEntry(end - 1);
        if (below != null && below.getKey() + below.getValue().size() > base) {
            throw overlap(base, end, "the device at 0x" + Long.toHexString(below.getKey()));
        }
        if (base < ramBase + ram.byteSize() && end > ramBase) {
            throw overlap(base, end, "RAM at 0x" + Long.toHexString(ramBase));
        }
        devices.put(base, device);
    }

    private static IllegalArgumentException overlap(long base, long end, String other) {
        return new IllegalArgumentException(
                "device at 0x" + Long.toHexString(base) + " to 0x" + Long.toHexString(end - 1) + " overlaps " + other);
    }

    @Override
    public MemorySegment ram() {
        return ram;
    }

    @Override
    public long ramBase() {
        return ramBase;
    }

    @Override
    public PageWatches watches() {
        return watches;
    }

    @Override
    public boolean isRam(long pa, int bytes) {
        long offset = pa - ramBase;
        return offset >= 0 && offset <= ram.byteSize() - bytes;
    }

    @Override
    public boolean isPresent(long pa, int bytes) {
        return isRam(pa, bytes) || target(pa, bytes) != null;
    }

    @Override
    public long read(long pa, int bytes) {
        if (isRam(pa, bytes)) {
            return readRam(pa - ramBase, bytes);
        }
        Target target = presentTarget(pa, bytes);
        return target.device.read(target.offset, bytes);
    }

    @Override
    public void write(long pa, int bytes, long value) {
        if (isRam(pa, bytes)) {
            writeRam(pa - ramBase, bytes, value);
            watches.written(pa, bytes);
        } else {
            Target target = presentTarget(pa, bytes);
            target.device.write(target.offset, bytes, value);
        }
    }

    private long readRam(long offset, int bytes) {
        return switch (bytes) {
            case 1 -> ram.get(ValueLayout.JAVA_BYTE, offset) & 0xffL;
            case 2 -> ram.get(SHORT, offset) & 0xffffL;
            case 4 -> ram.get(INT, offset) & 0xffff_ffffL;
            case 8 -> ram.get(LONG, offset);
            default -> throw new IllegalArgumentException("access of " + bytes + " bytes, not 1, 2, 4 or 8");
        };
    }

    private void writeRam(long offset, int bytes, long value) {
        switch (bytes) {
            case 1 -> ram.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
            case 2 -> ram.set(SHORT, offset, (short) value);
            case 4 -> ram.set(INT, offset, (int) value);
            case 8 -> ram.set(LONG, offset, value);
            default -> throw new IllegalArgumentException("access of " + bytes + " bytes, not 1, 2, 4 or 8");
        }
    }

    private @Nullable Target target(long pa, int bytes) {
        Map.Entry<Long, Device> below = devices.floorEntry(pa);
        if (below == null || pa + bytes - below.getKey() > below.getValue().size()) {
            return null;
        }
        return new Target(below.getValue(), pa - below.getKey());
    }

    private Target presentTarget(long pa, int bytes) {
        Target target = target(pa, bytes);
        if (target == null) {
            throw new IllegalArgumentException("nothing answers at physical address 0x" + Long.toHexString(pa));
        }
        return target;
    }
}
