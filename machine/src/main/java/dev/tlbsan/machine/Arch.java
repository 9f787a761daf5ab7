package dev.tlbsan.machine;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The two architectures, by the kernel's names. */
public enum Arch {
    /** AArch64 at every Exception level. */
    ARM64("arm64", "64-bit"),
    /** AArch32 at every Exception level: A32 and T32. */
    ARM("arm", "32-bit");

    private final String word;
    private final String width;

    Arch(String word, String width) {
        this.word = word;
        this.width = width;
    }

    /** Its name on the command line and in folders. */
    public String word() {
        return word;
    }

    /** How people call it. */
    String description() {
        return word + " (" + width + ")";
    }

    /**
     * The architecture of a name.
     *
     * @throws IllegalArgumentException if there is none; the message says which there are
     */
    public static Arch of(String word) {
        return Arrays.stream(values())
                .filter(arch -> arch.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown architecture '" + word + "'; accepted: "
                        + Arrays.stream(values()).map(Arch::word).collect(Collectors.joining(", "))));
    }
}
