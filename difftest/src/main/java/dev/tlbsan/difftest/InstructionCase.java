package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.InstructionState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

    /** BRK #0xf00d. */
    private static final int BRK = 0xd43e_01a0;
    /** BKPT in A32, and BKPT as the first halfword in T32; its second one is a branch forward. */
    private static final int BKPT = 0xe120_be70;

    private static final int AARCH32 = 0x10;
    private static final int T32 = 0x20;
    private static final int HALF = 16;
    private static final int MODE = 0x1f;
    private static final int USER = 0x10;
    private static final int HYP = 0x1a;

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
        return levelOf(spsr);
    }

    /** The Exception level of a processor state. */
    static int levelOf(int spsr) {
        if ((spsr & AARCH32) == 0) {
            return spsr >> 2 & 3;
        }
        return switch (spsr & MODE) {
            case USER -> 0;
            case HYP -> 2;
            default -> 1;
        };
    }

    /** The instruction set that it begins with. */
    InstructionSet instructionSet() {
        if (!isAarch32()) {
            return InstructionSet.a64();
        }
        return (spsr & T32) == 0 ? InstructionSet.a32() : InstructionSet.t32();
    }

    /** Whether its instructions are A32 or T32. */
    boolean isAarch32() {
        return (spsr & AARCH32) != 0;
    }

    /** The breakpoint with which every other word of the code area is filled. */
    int end() {
        return isAarch32() ? BKPT : BRK;
    }

    /** The address of its first instruction. */
    long start() {
        return Layout.CODE + offset;
    }

    /** The instructions by their addresses, if all are in the instruction set of the first; T32 as words with the first halfword above. */
    Map<Long, Integer> program() {
        Map<Long, Integer> program = new LinkedHashMap<>();
        long end = start() + (long) words.size() * Integer.BYTES;
        for (long address = start(); address < end; ) {
            int word = instructionAt(address);
            program.put(address, word);
            address += instructionSet().bytes(word);
        }
        return program;
    }

    /** The instruction at an address, if it is in the instruction set of the first. */
    int instructionAt(long address) {
        if (instructionSet().state() != InstructionState.T32) {
            return wordAt(address);
        }
        int word = halfwordAt(address) << HALF | halfwordAt(address + 2);
        return instructionSet().bytes(word) == 2 ? word & -1 << HALF : word;
    }

    private int halfwordAt(long address) {
        return wordAt(address & -Integer.BYTES) >>> ((int) (address & 2) * 8) & 0xffff;
    }

    /** The word at an address in the code area. */
    int wordAt(long address) {
        long index = (address - start()) >> 2;
        return index >= 0 && index < words.size() ? words.get((int) index) : end();
    }

    /** The same case, ending before the instruction at an address. */
    InstructionCase endingAt(long address) {
        List<Integer> changed = new ArrayList<>(words);
        int index = (int) (address - start()) / Integer.BYTES;
        boolean lower = (address & 2) != 0;
        changed.set(index, lower ? (words.get(index) & 0xffff) | end() << HALF : end());
        return withWords(changed);
    }

    /** The same case with fewer instructions, the shortest first. */
    List<InstructionCase> prefixes() {
        if (instructionSet().state() == InstructionState.T32) {
            return program().keySet().stream().skip(1).map(this::endingAt).toList();
        }
        return IntStream.range(1, words.size())
                .mapToObj(length -> withWords(words.subList(0, length)))
                .toList();
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
        out.putInt(flush ? FLUSH : 0).putInt(words.size()).putInt(offset).putInt(end());
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
