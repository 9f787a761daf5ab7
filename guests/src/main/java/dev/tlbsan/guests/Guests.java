package dev.tlbsan.guests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The built guest programs, by file name. */
public final class Guests {
    private Guests() {}

    /**
     * What a benchmark must report.
     *
     * @param name such as {@code crc32}
     * @param argument its argument; 0 is its default
     * @throws IllegalArgumentException if no checksum is recorded for them
     */
    public static long checksum(String name, long argument) {
        String start = name + " " + argument + " 0x";
        return new String(elf("arm64/bench.txt"), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> Long.parseLong(line.substring(start.length()), 16))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no checksum for " + name + " with argument " + argument + " in bench.txt"));
    }

    /** The bytes of the ELF {@code name}, such as {@code arm64/siblings.elf}. */
    public static byte[] elf(String name) {
        try (InputStream in = Guests.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no guest program " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
