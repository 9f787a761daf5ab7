package dev.tlbsan.machine;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of a static little-endian Arm ELF executable, of 32 or 64 bits (System V ABI, chapters 4 and 5; ELF for the Arm
 * architecture, and for its 64-bit one).
 */
final class ElfFile {
    private static final int IDENT_SIZE = 16;
    private static final int IDENT_CLASS = 4;
    private static final int IDENT_DATA = 5;
    private static final int DATA_LITTLE_ENDIAN = 1;
    private static final int TYPE_EXECUTABLE = 2;
    private static final int SEGMENT_LOAD = 1;
    private static final int SECTION_SYMBOLS = 2;
    private static final int SYMBOL_UNTYPED = 0;
    private static final int SYMBOL_FUNCTION = 2;

    private final String name;
    private final ByteBuffer bytes;
    private final ElfLayout layout;

    private ElfFile(String name, byte[] bytes, ElfLayout layout) {
        this.name = name;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.layout = layout;
    }

    /**
     * Looks at the header.
     *
     * @throws IllegalArgumentException if it is not that of such an executable; the message says what was found
     */
    static ElfFile of(String name, byte[] bytes) {
        if (bytes.length < 4 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F') {
            throw new IllegalArgumentException(name + " is not an ELF file; expected an Arm ELF executable");
        }
        ElfLayout layout = bytes.length < IDENT_SIZE ? ElfLayout.CLASS_64 : layout(name, bytes[IDENT_CLASS]);
        var elf = new ElfFile(name, bytes, layout);
        if (bytes.length < layout.headerSize) {
            throw elf.damaged("it ends after " + bytes.length + " bytes, within its header");
        }
        check(name, bytes[IDENT_DATA] == DATA_LITTLE_ENDIAN, "of byte order " + bytes[IDENT_DATA], "little-endian (1)");
        check(name, elf.u16(18) == layout.machine, "for machine " + elf.u16(18), layout.machineName);
        check(name, elf.u16(16) == TYPE_EXECUTABLE, "of type " + elf.u16(16), "a static executable (2)");
        return elf;
    }

    private static ElfLayout layout(String name, int elfClass) {
        boolean known = elfClass == ElfLayout.CLASS_32.number || elfClass == ElfLayout.CLASS_64.number;
        check(name, known, "of class " + elfClass, "32-bit (1) or 64-bit (2)");
        return elfClass == ElfLayout.CLASS_32.number ? ElfLayout.CLASS_32 : ElfLayout.CLASS_64;
    }

    private static void check(String name, boolean good, String found, String expected) {
        if (!good) {
            throw new IllegalArgumentException(name + " is an ELF file " + found + "; expected " + expected);
        }
    }

    /** The architecture that it is for. */
    Arch arch() {
        return layout.arch;
    }

    /** The address of the first instruction; bit 0 is set if that is T32. */
    long entry() {
        return word(24);
    }

    /** The segments to be loaded, in the order of the file. */
    List<GuestImage.Segment> segments() {
        List<GuestImage.Segment> segments = new ArrayList<>();
        long table = word(layout.programHeaders);
        int counts = layout.programHeaderCounts;
        for (int at : headers("program header", table, counts, layout.programHeaderSize)) {
            if (bytes.getInt(at) == SEGMENT_LOAD) {
                segments.add(segment(at));
            }
        }
        return List.copyOf(segments);
    }

    private GuestImage.Segment segment(int header) {
        long address = word(header + layout.segmentAddress);
        long inFile = word(header + layout.segmentFileSize);
        long inMemory = word(header + layout.segmentMemorySize);
        long offset = word(header + layout.segmentOffset);
        long limit = 1L << layout.addressBits;
        String which = "its segment at 0x" + Long.toHexString(address);
        if (address < 0 || inMemory < 0 || address >= limit || inMemory > limit - address) {
            throw damaged(which + " of 0x" + Long.toHexString(inMemory) + " bytes ends beyond " + layout.addressBits
                    + " bits of address");
        }
        if (Long.compareUnsigned(inFile, inMemory) > 0) {
            throw damaged(which + " is larger in the file (0x" + Long.toHexString(inFile) + " bytes) than in memory (0x"
                    + Long.toHexString(inMemory) + " bytes)");
        }
        byte[] data = new byte[size(which, offset, inFile)];
        bytes.get((int) offset, data);
        return new GuestImage.Segment(address, MemorySegment.ofArray(data).asReadOnly(), inMemory);
    }

    /** The functions and labels; of several at one address, the first. */
    Symbols symbols() {
        Map<Long, String> byAddress = new TreeMap<>();
        long table = word(layout.sectionHeaders);
        List<Integer> sections = headers("section header", table, layout.sectionHeaderCounts, layout.sectionHeaderSize);
        for (int header : sections) {
            if (bytes.getInt(header + 4) == SECTION_SYMBOLS) {
                int strings = bytes.getInt(header + layout.sectionLink);
                if (strings < 0 || strings >= sections.size()) {
                    throw damaged("its symbols have their names in section " + strings + " of " + sections.size());
                }
                addSymbols(byAddress, header, sections.get(strings));
            }
        }
        return new Symbols(byAddress);
    }

    private void addSymbols(Map<Long, String> byAddress, int header, int stringsHeader) {
        long offset = word(header + layout.sectionOffset);
        int count = size("its symbol table", offset, word(header + layout.sectionSize)) / layout.symbolSize;
        long names = word(stringsHeader + layout.sectionOffset);
        int namesSize = size("its table of names", names, word(stringsHeader + layout.sectionSize));
        for (int i = 0; i < count; i++) {
            int at = (int) offset + i * layout.symbolSize;
            int type = bytes.get(at + layout.symbolInfo) & 15;
            boolean defined = u16(at + layout.symbolSection) != 0;
            if (defined && (type == SYMBOL_FUNCTION || type == SYMBOL_UNTYPED)) {
                String symbol = string((int) names, namesSize, bytes.getInt(at));
                if (!symbol.isEmpty() && !symbol.startsWith("$")) {
                    byAddress.putIfAbsent(symbolAddress(at, type), symbol);
                }
            }
        }
    }

    /** The value of a symbol; bit 0 of a function's says in 32-bit files that it is in T32. */
    private long symbolAddress(int symbol, int type) {
        long value = word(symbol + layout.symbolValue);
        return layout == ElfLayout.CLASS_32 && type == SYMBOL_FUNCTION ? value & ~1L : value;
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
    private List<Integer> headers(String kind, long offset, int counts, int expectedSize) {
        int size = u16(counts);
        int count = u16(counts + 2);
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

    /** The address, offset or size in the file's width at an offset. */
    private long word(int offset) {
        return layout == ElfLayout.CLASS_32 ? Integer.toUnsignedLong(bytes.getInt(offset)) : bytes.getLong(offset);
    }

    private int u16(int offset) {
        return bytes.getShort(offset) & 0xffff;
    }

    private IllegalArgumentException damaged(String how) {
        return new IllegalArgumentException(name + " is a damaged ELF file: " + how);
    }
}
