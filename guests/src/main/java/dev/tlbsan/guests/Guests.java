package dev.tlbsan.guests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The built guest programs, by file name. */
public final class Guests {
    private static final String BUILD = "(-(a32|t32)(-(lpae|short))?)?\\.elf";

    private Guests() {}

    /**
     * What a benchmark must report, whatever it is built for.
     *
     * @param name such as {@code crc32}
     * @param argument its argument; 0 is its default
     * @throws IllegalArgumentException if no checksum is recorded for them
     */
    public static long checksum(String name, long argument) {
        String start = name + " " + argument + " 0x";
        return text("bench.txt")
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> Long.parseLong(line.substring(start.length()), 16))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no checksum for " + name + " with argument " + argument + " in bench.txt"));
    }

    /** What the guest {@code printf} must print, whatever it is built for. */
    public static String printed() {
        return text("printf.txt");
    }

    /**
     * What a program is built to: one ELF for each instruction set, and for each table format if it has them all.
     *
     * @param architecture arm64 or arm
     * @param program such as {@code siblings}
     * @return names for {@link #elf}, in alphabetical order
     * @throws IllegalArgumentException if there is no such program
     */
    public static List<String> builds(String architecture, String program) {
        Pattern name = Pattern.compile(Pattern.quote(architecture + "/" + program) + BUILD);
        List<String> builds = text("sums.txt")
                .lines()
                .map(line -> line.substring(line.lastIndexOf("elf/") + "elf/".length()))
                .filter(file -> name.matcher(file).matches())
                .sorted()
                .toList();
        if (builds.isEmpty()) {
            throw new IllegalArgumentException("no guest program " + program + " for " + architecture);
        }
        return builds;
    }

    /** The bytes of the ELF {@code name}, such as {@code arm64/siblings.elf} or {@code arm/siblings-t32.elf}. */
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

    private static String text(String name) {
        return new String(elf(name), StandardCharsets.US_ASCII);
    }
}
