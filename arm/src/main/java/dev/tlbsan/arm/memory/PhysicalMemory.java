package dev.tlbsan.arm.memory;

import java.lang.foreign.MemorySegment;

/**
 * The physical address space of a machine. RAM is one contiguous range; anything else is devices or nothing. Values are
 * little-endian. Every write to RAM that does not go through {@link #ram()} is reported to {@link #watches()}.
 */
public interface PhysicalMemory {
    /** The bytes of RAM; byte 0 is at physical address {@link #ramBase()}. Writers must respect {@link #watches()}. */
    MemorySegment ram();

    /** The physical address of the first byte of RAM. */
    long ramBase();

    /** The pages whose writes somebody must hear of. */
    PageWatches watches();

    /** Whether the whole access falls into RAM. */
    boolean isRam(long pa, int bytes);

    /** Whether anything answers at this address; an access to nothing is a synchronous External abort. */
    boolean isPresent(long pa, int bytes);

    /** Reads 1, 2, 4 or 8 bytes of RAM or of a device, zero-extended. The address is present and aligned to the size. */
    long read(long pa, int bytes);

    /** Writes 1, 2, 4 or 8 bytes of RAM or of a device. The address is present and aligned to the size. */
    void write(long pa, int bytes, long value);
}
