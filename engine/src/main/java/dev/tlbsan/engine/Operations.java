package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Op;
import java.util.Arrays;

/** The operations of a {@link Program} that is being made. */
final class Operations {
    private final int[] words;
    private final long[] immediates;
    private final int[] positions;
    private final Op[] ops;
    private int size;

    Operations(int capacity) {
        words = new int[capacity];
        immediates = new long[capacity];
        positions = new int[capacity];
        ops = new Op[capacity];
    }

    void append(Op op, int word, long immediate, int position) {
        words[size] = word;
        immediates[size] = immediate;
        positions[size] = position;
        ops[size] = op;
        size++;
    }

    int size() {
        return size;
    }

    int word(int n) {
        return words[n];
    }

    long immediate(int n) {
        return immediates[n];
    }

    int position(int n) {
        return positions[n];
    }

    Op op(int n) {
        return ops[n];
    }

    int code(int n) {
        return words[n] & 0xff;
    }

    int d(int n) {
        return (words[n] >>> 8) & 0xff;
    }

    int a(int n) {
        return (words[n] >>> 16) & 0xff;
    }

    int b(int n) {
        return words[n] >>> 24;
    }

    /** Whether the operation reads the slot. */
    boolean reads(int n, int slot) {
        return a(n) == slot || b(n) == slot || (ops[n].readsImmediateSlot() && (immediates[n] & 0xff) == slot);
    }

    private int firstOfNextInstruction(int n) {
        int next = n + 1;
        while (next < size - 1 && positions[next] >>> 16 == positions[n] >>> 16) {
            next++;
        }
        return next;
    }

    Program program(Block block) {
        for (int n = 0; n < size; n++) {
            if (ops[n] == Op.SKIP_UNLESS) {
                immediates[n] = firstOfNextInstruction(n);
            }
        }
        return new Program(
                block,
                Arrays.copyOf(words, size),
                Arrays.copyOf(immediates, size),
                Arrays.copyOf(positions, size),
                Arrays.copyOf(ops, size));
    }
}
