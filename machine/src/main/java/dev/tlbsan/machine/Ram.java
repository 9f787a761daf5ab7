package dev.tlbsan.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * RAM of any size up to 64 GiB, all zeroes at first. It is a mapping of a sparse file that nobody else can see, so a page
 * that was never touched takes neither memory nor disk.
 */
final class Ram implements AutoCloseable {
    /** The largest RAM, in bytes. */
    static final long MAX_SIZE = 64L << 30;

    private static final long PAGE_SIZE = 4096;

    private final Arena arena;
    private final MemorySegment segment;

    /**
     * Reserves RAM.
     *
     * @param size in bytes, a multiple of 4096, at most {@link #MAX_SIZE}
     * @throws IllegalArgumentException if the size is out of range
     */
    Ram(long size) {
        if (size <= 0 || size > MAX_SIZE || size % PAGE_SIZE != 0) {
            throw new IllegalArgumentException(
                    "memory size " + size + " is not a multiple of 4096 bytes between 4096 and " + MAX_SIZE);
        }
        arena = Arena.ofShared();
        segment = map(size);
    }

    MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        arena.close();
    }

    private MemorySegment map(long size) {
        try {
            Path file = Files.createTempFile("tlbsan-ram", ".img");
            try (FileChannel channel = FileChannel.open(
                    file,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SPARSE,
                    StandardOpenOption.DELETE_ON_CLOSE)) {
                return channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reserve " + size + " bytes of memory for the machine", e);
        }
    }
}
