package dev.tlbsan.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes small ELF executables: one segment with one NOP at its entry, and two symbols. Fields can be set by offset. */
final class ElfBuilder {
    static final long ADDRESS = 0x4000_0000L;

    /** Offsets in the file. */
    static final int SEGMENT = 64;

    static final int CODE = 120;
    static final int SYMBOLS = 128;
    static final int STRINGS = 200;
    static final int SECTIONS = 216;
    static final int SIZE = SECTIONS + 3 * 64;

    private static final byte[] NAMES = "\0start\0$x\0".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);

    ElfBuilder() {
        bytes.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        set16(16, 2)
                .set16(18, 183)
                .set32(20, 1)
                .set64(24, ADDRESS)
                .set64(32, SEGMENT)
                .set64(40, SECTIONS);
        set16(52, 64).set16(54, 56).set16(56, 1).set16(58, 64).set16(60, 3);
        set32(SEGMENT, 1).set64(SEGMENT + 8, CODE).set64(SEGMENT + 16, ADDRESS).set64(SEGMENT + 24, ADDRESS);
        set64(SEGMENT + 32, 4).set64(SEGMENT + 40, 4096);
        set32(CODE, 0xd503_201f);
        symbol(1, 1, 0x12, ADDRESS);
        symbol(2, 7, 0x00, ADDRESS + 4);
        bytes.put(STRINGS, NAMES);
        section(1, 2, SYMBOLS, 72).set32(SECTIONS + 64 + 40, 2);
        section(2, 3, STRINGS, NAMES.length);
    }

    private void symbol(int index, int name, int info, long value) {
        int at = SYMBOLS + 24 * index;
        set32(at, name).set8(at + 4, info).set16(at + 6, 1).set64(at + 8, value);
    }

    private ElfBuilder section(int index, int type, long offset, long size) {
        int at = SECTIONS + 64 * index;
        return set32(at + 4, type).set64(at + 24, offset).set64(at + 32, size);
    }

    ElfBuilder set8(int offset, int value) {
        bytes.put(offset, (byte) value);
        return this;
    }

    ElfBuilder set16(int offset, int value) {
        bytes.putShort(offset, (short) value);
        return this;
    }

    ElfBuilder set32(int offset, int value) {
        bytes.putInt(offset, value);
        return this;
    }

    ElfBuilder set64(int offset, long value) {
        bytes.putLong(offset, value);
        return this;
    }

    byte[] build() {
        return bytes.array().clone();
    }
}
