package dev.tlbsan.cli.demo;

import dev.tlbsan.machine.Arch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The instruction sets that the guests of a demonstration are built for. */
public enum GuestIsa {
    A64(Arch.ARM64, "arm64/%s.elf"),
    A32(Arch.ARM, "arm/%s-a32.elf"),
    T32(Arch.ARM, "arm/%s-t32.elf");

    private static final String ALL = "all";

    private final Arch arch;
    private final String elf;

    GuestIsa(Arch arch, String elf) {
        this.arch = arch;
        this.elf = elf;
    }

    public Arch arch() {
        return arch;
    }

    /** The name of a guest program among the built ones. */
    String elf(String guest) {
        return elf.formatted(guest);
    }

    /** What a table about guests of this instruction set is headed by. */
    String heading() {
        return this == A64 ? arch.word() : arch.word() + ", " + name();
    }

    /**
     * The instruction sets of an architecture, or of all.
     *
     * @param arch arm64, arm or all
     * @throws IllegalArgumentException if it is none of these
     */
    public static List<GuestIsa> of(String arch) {
        List<GuestIsa> found = Arrays.stream(values())
                .filter(isa -> arch.equals(ALL) || arch.equals(isa.arch.word()))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("unknown architecture '" + arch + "'; accepted: "
                    + Arrays.stream(Arch.values()).map(Arch::word).collect(Collectors.joining(", ")) + ", " + ALL);
        }
        return found;
    }
}
