package dev.tlbsan.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A static little-endian Arm ELF executable, of 32 or 64 bits: its loadable segments, entry point and symbols.
 *
 * @param name what to call it in messages
 * @param arch the architecture that it is for
 * @param entry the physical address of the first instruction; for arm, bit 0 is set if that is T32
 * @param segments the loadable segments
 * @param symbols the named addresses
 */
public record GuestImage(String name, Arch arch, long entry, List<Segment> segments, Symbols symbols) {
    /**
     * One loadable segment.
     *
     * @param address the physical address of its first byte
     * @param contents its bytes from the file, read-only
     * @param size its size in memory in bytes; what the file does not give is zero
     */
    public record Segment(long address, MemorySegment contents, long size) {
        /** A copy of its bytes from the file. */
        public byte[] data() {
            return contents.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /**
     * Reads an executable.
     *
     * @param name what to call it in messages, such as the path it came from
     * @throws IllegalArgumentException if the bytes are no such executable; the message says what was found
     */
    public static GuestImage parse(String name, byte[] bytes) {
        ElfFile elf = ElfFile.of(name, bytes);
        GuestImage image = new GuestImage(name, elf.arch(), elf.entry(), elf.segments(), elf.symbols());
        boolean t32 = elf.arch() == Arch.ARM && (elf.entry() & 1) != 0;
        long start = t32 ? elf.entry() - 1 : elf.entry();
        if (!image.contains(start)) {
            throw new IllegalArgumentException(name + " has its entry point 0x" + Long.toHexString(elf.entry())
                    + " outside its loadable segments");
        }
        if (!t32 && start % Integer.BYTES != 0) {
            throw new IllegalArgumentException(name + " has its entry point 0x" + Long.toHexString(elf.entry())
                    + " between instructions; expected a multiple of 4"
                    + (elf.arch() == Arch.ARM ? ", or T32 with bit 0" : ""));
        }
        return image;
    }

    /**
     * Checks that a machine can run it.
     *
     * @throws IllegalArgumentException if it is for another architecture; the message says so in one line
     */
    public void requireArch(Arch machine) {
        if (arch != machine) {
            throw new IllegalArgumentException(name + " is an executable for " + arch.description()
                    + "; the machine accepts those for " + machine.description());
        }
    }

    private boolean contains(long address) {
        return segments.stream().anyMatch(s -> address >= s.address && address - s.address < s.size);
    }
}
