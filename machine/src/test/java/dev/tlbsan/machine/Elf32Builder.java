package dev.tlbsan.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What {@link ElfBuilder} is for 32-bit files: one segment with two T32 NOPs, and three symbols, one of them T32. */
final class Elf32Builder {
    static final int ADDRESS = 0x4000_0000;

    /** Offsets in the file. */
    static final int SEGMENT = 52;

    static final int CODE = 84;
    static final int SYMBOLS = 88;
    static final int STRINGS = 152;
    static final int SECTIONS = 172;
    static final int SIZE = SECTIONS + 3 * 40;

    private static final byte[] NAMES = "\0start\0$t\0data\0".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);

    Elf32Builder() {
        bytes.put(0, new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1});
        set16(16, 2).set16(18, 40).set32(20, 1);
        set32(24, ADDRESS | 1).set32(28, SEGMENT).set32(32, SECTIONS);
        set16(40, 52).set16(42, 32).set16(44, 1).set16(46, 40).set16(48, 3);
        set32(SEGMENT, 1).set32(SEGMENT + 4, CODE).set32(SEGMENT + 8, ADDRESS).set32(SEGMENT + 12, ADDRESS);
        set32(SEGMENT + 16, 4).set32(SEGMENT + 20, 4096);
        set32(CODE, 0xbf00_bf00);
        symbol(1, 1, 0x12, ADDRESS | 1);
        symbol(2, 7, 0x00, ADDRESS + 2);
        symbol(3, 10, 0x00, ADDRESS + 0x101);
        section(1, 2, SYMBOLS, 64).set32(SECTIONS + 40 + 24, 2);
        section(2, 3, STRINGS, NAMES.length);
        bytes.put(STRINGS, NAMES);
    }

    private void symbol(int index, int name, int info, int value) {
        int at = SYMBOLS + 16 * index;
        set32(at, name).set32(at + 4, value).set16(at + 12, info).set16(at + 14, 1);
    }

    private Elf32Builder section(int index, int type, int offset, int size) {
        int at = SECTIONS + 40 * index;
        return set32(at + 4, type).set32(at + 16, offset).set32(at + 20, size);
    }

    Elf32Builder set16(int offset, int value) {
        bytes.putShort(offset, (short) value);
        return this;
    }

    Elf32Builder set32(int offset, int value) {
        bytes.putInt(offset, value);
        return this;
    }

    byte[] build() {
        return bytes.array().clone();
    }
}
