package dev.tlbsan.arm.ir;

import java.util.Arrays;

/**
 * A sequence of micro-operations in flat arrays. Element {@code n} has its operation in bits 7:0 of {@code word(n)}, its
 * slots d, a and b in bits 15:8, 23:16 and 31:24, and its immediate in {@code immediate(n)}. Its position says which of
 * the block's instructions it belongs to: the index in bits 31:16, the distance in bytes from the block's start in bits
 * 15:0.
 */
public final class MicroCode {
    private int[] words = new int[16];
    private long[] immediates = new long[16];
    private int[] positions = new int[16];
    private int size;

    /** The position of the instruction with the given index and byte offset in the block. */
    static int position(int index, int offset) {
        return index << 16 | offset;
    }

    /** Appends one micro-operation that belongs to the instruction at the given position. */
    void append(Op op, int slots, long immediate, int position) {
        if (size == words.length) {
            words = Arrays.copyOf(words, size * 2);
            immediates = Arrays.copyOf(immediates, size * 2);
            positions = Arrays.copyOf(positions, size * 2);
        }
        words[size] = op.ordinal() | slots;
        immediates[size] = immediate;
        positions[size] = position;
        size++;
    }

    /** The slots of a micro-operation, as bits 31:8 of its word. */
    static int slots(int d, int a, int b) {
        return d << 8 | a << 16 | b << 24;
    }

    void truncate(int newSize) {
        size = newSize;
    }

    void replaceWord(int n, int word) {
        words[n] = word;
    }

    public int size() {
        return size;
    }

    public int word(int n) {
        return words[n];
    }

    public long immediate(int n) {
        return immediates[n];
    }

    /** The position in the block of the instruction that micro-operation n belongs to. */
    public int position(int n) {
        return positions[n];
    }

    public Op op(int n) {
        return Op.of(words[n] & 0xff);
    }

    public int d(int n) {
        return words[n] >>> 8 & 0xff;
    }

    public int a(int n) {
        return words[n] >>> 16 & 0xff;
    }

    public int b(int n) {
        return words[n] >>> 24;
    }

    /** The words, trimmed; for an engine to keep. */
    public int[] words() {
        return Arrays.copyOf(words, size);
    }

    /** The immediates, trimmed; for an engine to keep. */
    public long[] immediates() {
        return Arrays.copyOf(immediates, size);
    }

    /** The positions, trimmed; for an engine to keep. */
    public int[] positions() {
        return Arrays.copyOf(positions, size);
    }
}
