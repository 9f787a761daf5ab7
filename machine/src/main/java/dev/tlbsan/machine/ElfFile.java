package dev.tlbsan.machine;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of a static 64-bit little-endian Arm ELF executable (ELF-64 Object File Format; ELF for the Arm 64-bit). */
final class ElfFile {
    private static final int HEADER_SIZE = 64;
    private static final int IDENT_CLASS = 4;
    private static final int IDENT_DATA = 5;
    private static final int CLASS_64 = 2;
    private static final int DATA_LITTLE_ENDIAN = 1;
    private static final int TYPE_EXECUTABLE = 2;
    private static final int MACHINE_AARCH64 = 183;

    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int SEGMENT_LOAD = 1;
    private static final long ADDRESS_LIMIT = 1L << 48;

    private static final int SECTION_HEADER_SIZE = 64;
    private static final int SECTION_SYMBOLS = 2;
    private static final int SYMBOL_SIZE = 24;
    private static final int SYMBOL_UNTYPED = 0;
    private static final int SYMBOL_FUNCTION = 2;

    private final String name;
    private final ByteBuffer bytes;

    private ElfFile(String name, byte[] bytes) {
        this.name = name;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Looks at the header.
     *
     * @throws IllegalArgumentException if it is not that of such an executable; the message says what was found
     */
    static ElfFile of(String name, byte[] bytes) {
        if (bytes.length < 4 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F') {
            throw new IllegalArgumentException(name + " is not an ELF file; expected a 64-bit Arm ELF executable");
        }
        var elf = new ElfFile(name, bytes);
        if (bytes.length < HEADER_SIZE) {
            throw elf.damaged("it ends after " + bytes.length + " bytes, within its header");
        }
        elf.check(bytes[IDENT_CLASS] == CLASS_64, "of class " + bytes[IDENT_CLASS] + " (32-bit is 1)", "64-bit (2)");
        elf.check(bytes[IDENT_DATA] == DATA_LITTLE_ENDIAN, "of byte order " + bytes[IDENT_DATA], "little-endian (1)");
        elf.check(elf.u16(18) == MACHINE_AARCH64, "for machine " + elf.u16(18), "AArch64 (183)");
        elf.check(elf.u16(16) == TYPE_EXECUTABLE, "of type " + elf.u16(16), "a static executable (2)");
        return elf;
    }

    private void check(boolean good, String found, String expected) {
        if (!good) {
            throw new IllegalArgumentException(name + " is an ELF file " + found + "; expected " + expected);
        }
    }

    /** The address of the first instruction. */
    long entry() {
        return bytes.getLong(24);
    }

    /** The segments to be loaded, in the order of the file. */
    List<GuestImage.Segment> segments() {
        List<GuestImage.Segment> segments = new ArrayList<>();
        for (int at : headers("program header", bytes.getLong(32), u16(54), u16(56), PROGRAM_HEADER_SIZE)) {
            if (bytes.getInt(at) == SEGMENT_LOAD) {
                segments.add(segment(at));
            }
        }
        return List.copyOf(segments);
    }

    private GuestImage.Segment segment(int header) {
        long address = bytes.getLong(header + 24);
        long inFile = bytes.getLong(header + 32);
        long inMemory = bytes.getLong(header + 40);
        String which = "its segment at 0x" + Long.toHexString(address);
        if (address < 0 || inMemory < 0 || address >= ADDRESS_LIMIT || inMemory > ADDRESS_LIMIT - address) {
            throw damaged(which + " of 0x" + Long.toHexString(inMemory) + " bytes ends beyond 48 bits of address");
        }
        if (Long.compareUnsigned(inFile, inMemory) > 0) {
            throw damaged(which + " is larger in the file (0x" + Long.toHexString(inFile) + " bytes) than in memory (0x"
                    + Long.toHexString(inMemory) + " bytes)");
        }
        byte[] data = new byte[size(which, bytes.getLong(header + 8), inFile)];
        bytes.get((int) bytes.getLong(header + 8), data);
        return new GuestImage.Segment(address, MemorySegment.ofArray(data).asReadOnly(), inMemory);
    }

    /** The functions and labels; of several at one address, the first. */
    Symbols symbols() {
        Map<Long, String> byAddress = new TreeMap<>();
        List<Integer> sections = headers("section header", bytes.getLong(40), u16(58), u16(60), SECTION_HEADER_SIZE);
        for (int header : sections) {
            if (bytes.getInt(header + 4) == SECTION_SYMBOLS) {
                int strings = bytes.getInt(header + 40);
                if (strings < 0 || strings >= sections.size()) {
                    throw damaged("its symbols have their names in section " + strings + " of " + sections.size());
                }
                addSymbols(byAddress, header, sections.get(strings));
            }
        }
        return new Symbols(byAddress);
    }

    private void addSymbols(Map<Long, String> byAddress, int header, int stringsHeader) {
        long offset = bytes.getLong(header + 24);
        int end = size("its symbol table", offset, bytes.getLong(header + 32)) / SYMBOL_SIZE * SYMBOL_SIZE;
        long names = bytes.getLong(stringsHeader + 24);
        int namesSize = size("its table of names", names, bytes.getLong(stringsHeader + 32));
        for (int at = (int) offset; at < offset + end; at += SYMBOL_SIZE) {
            int type = bytes.get(at + 4) & 15;
            boolean defined = u16(at + 6) != 0;
            if (defined && (type == SYMBOL_FUNCTION || type == SYMBOL_UNTYPED)) {
                String symbol = string((int) names, namesSize, bytes.getInt(at));
                if (!symbol.isEmpty() && !symbol.startsWith("$")) {
                    byAddress.putIfAbsent(bytes.getLong(at + 8), symbol);
                }
            }
        }
    }

    private String string(int table, int size, int index) {
        if (index < 0 || index >= size) {
            throw damaged("a symbol has its name at " + index + " in a table of " + size + " bytes");
        }
        int end = table + index;
        while (end < table + size && bytes.get(end) != 0) {
            end++;
        }
        return new String(bytes.array(), table + index, end - table - index, StandardCharsets.UTF_8);
    }

    /** Where the headers of a table are, all of which lie in the file. */
    private List<Integer> headers(String kind, long offset, int size, int count, int expectedSize) {
        if (count > 0 && size != expectedSize) {
            throw damaged("a " + kind + " has " + size + " bytes, not " + expectedSize);
        }
        size("its table of " + count + " " + kind + "s", offset, (long) count * size);
        List<Integer> headers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            headers.add((int) offset + i * size);
        }
        return headers;
    }

    /** The size of something that must lie in the file. */
    private int size(String what, long offset, long size) {
        long length = bytes.capacity();
        if (offset < 0 || size < 0 || offset > length || size > length - offset) {
            throw damaged(what + " lies at 0x" + Long.toHexString(offset) + " with 0x" + Long.toHexString(size)
                    + " bytes in a file of 0x" + Long.toHexString(length) + " bytes");
        }
        return (int) size;
    }

    private int u16(int offset) {
        return bytes.getShort(offset) & 0xffff;
    }

    private IllegalArgumentException damaged(String how) {
        return new IllegalArgumentException(name + " is a damaged ELF file: " + how);
    }
}
