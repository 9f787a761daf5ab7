package dev.tlbsan.difftest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequence of instructions at EL0, EL1 or EL2.
 *
 * @param flush whether the payload invalidates the EL1&0 TLB after it
 * @param offset of the first instruction in the code area, in bytes
 * @param spsr the PSTATE that it begins with
 * @param seed of the contents of the windows
 * @param registers X0 to X30, SP_EL0, SP_EL1, SP_EL2
 * @param words the instructions
 */
record InstructionCase(
        long tag,
        boolean flush,
        int offset,
        int spsr,
        long seed,
        Controls controls,
        List<Long> registers,
        List<Integer> words)
        implements TestCase {
    static final int KIND = 1;
    /** X0 to X30 and three stack pointers. */
    static final int REGISTERS = 34;
    /** The indices of the stack pointers. */
    static final int SP_EL0 = 31;

    static final int SP_EL1 = 32;
    static final int SP_EL2 = 33;
    /** BRK #0xf00d, with which every other word of the code area is filled. */
    static final int END = 0xd43e_01a0;

    private static final int FLUSH = 2;
    private static final int ALL_WINDOWS = (1 << Layout.WINDOW_COUNT) - 1;
    /** Those that stage 1 lets anybody write to: 0, 1, 3, 5, 8 and 9. */
    private static final int WRITABLE_WINDOWS = 0x32b;

    InstructionCase {
        registers = List.copyOf(registers);
        words = List.copyOf(words);
    }

    /** The Exception level that it begins at. */
    int level() {
        return spsr >> 2 & 3;
    }

    /** The address of its first instruction. */
    long start() {
        return Layout.CODE + offset;
    }

    /** The word at an address in the code area. */
    int wordAt(long address) {
        long index = (address - start()) >> 2;
        return index >= 0 && index < words.size() ? words.get((int) index) : END;
    }

    InstructionCase withWords(List<Integer> others) {
        return new InstructionCase(tag, flush, offset, spsr, seed, controls, registers, others);
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public void writeBody(ByteBuffer out) {
        out.putInt(flush ? FLUSH : 0).putInt(words.size()).putInt(offset).putInt(END);
        out.putInt(spsr)
                .putInt(controls.isStage1Off(level()) ? ALL_WINDOWS : WRITABLE_WINDOWS)
                .putLong(seed);
        controls.write(out);
        for (long register : registers) {
            out.putLong(register);
        }
        for (int word : words) {
            out.putInt(word);
        }
    }

    static InstructionCase readBody(long tag, ByteBuffer in) {
        boolean flush = (in.getInt() & FLUSH) != 0;
        int size = in.getInt();
        int offset = in.getInt();
        in.getInt();
        int spsr = in.getInt();
        in.getInt();
        long seed = in.getLong();
        Controls controls = Controls.read(in);
        List<Long> registers = new ArrayList<>();
        for (int i = 0; i < REGISTERS; i++) {
            registers.add(in.getLong());
        }
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            words.add(in.getInt());
        }
        return new InstructionCase(tag, flush, offset, spsr, seed, controls, registers, words);
    }
}
