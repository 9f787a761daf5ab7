package dev.tlbsan.machine;

/** A memory-mapped peripheral. Accesses are 1, 2, 4 or 8 bytes, aligned to their size, and never cross its end. */
public interface Device {
    /** The size of its register window in bytes. */
    long size();

    /** Reads a register; the offset is in bytes from the window's start, the result zero-extended. */
    long read(long offset, int bytes);

    /** Writes a register; the offset is in bytes from the window's start. */
    void write(long offset, int bytes, long value);
}
