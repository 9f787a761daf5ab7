package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.isa.AssemblyPass.Purpose;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles what the {@link Disassembler} writes and the usual aliases. A program has one or more statements a line,
 * separated by semicolons; a comment starts with two slashes. Besides instructions there are labels ({@code name:}),
 * {@code .word}, {@code .quad} and in T32 {@code .hword} with numbers separated by commas, {@code .balign bytes}, and
 * {@code .equ name, number}. A number may be a sum of numbers and names; {@code :lo12:name} is the offset of a label in its
 * page, {@code :lower16:name} and {@code :upper16:name} are its halfwords.
 */
public final class Assembler {
    private final InstructionSet instructions;

    public Assembler(InstructionSet instructions) {
        this.instructions = instructions;
    }

    /**
     * Assembles one instruction as if at virtual address zero.
     *
     * @return its word; of T32 the first halfword is in bits 31:16, and a second one that is not there zero
     * @throws AssemblyException if it cannot
     */
    public int assemble(String instruction) {
        int[] units = assemble(instruction, 0);
        int unit = instructions.smallestInstruction();
        int word = units.length == 0 || unit == 4 ? 0 : (units[0] << 16) | (units.length > 1 ? units[1] : 0);
        if (units.length == 0 || units.length * unit > (unit == 4 ? unit : instructions.bytes(word))) {
            throw new AssemblyException(1, "one instruction expected: " + instruction);
        }
        return unit == 4 ? units[0] : word;
    }

    /**
     * Assembles a program for a virtual address.
     *
     * @return its words, in order; of T32 its halfwords
     * @throws AssemblyException if it cannot
     */
    public int[] assemble(String program, long va) {
        Map<String, Long> symbols = new HashMap<>();
        List<Integer> sizes = new ArrayList<>();
        new AssemblyPass(Purpose.LABELS, instructions, symbols, va, sizes).run(program);
        if (instructions.smallestInstruction() == 2) {
            // Sizes only grow, so this ends.
            List<Integer> before;
            do {
                before = List.copyOf(sizes);
                new AssemblyPass(Purpose.SIZES, instructions, symbols, va, sizes).run(program);
            } while (!sizes.equals(before));
        }
        return new AssemblyPass(Purpose.WORDS, instructions, symbols, va, sizes).run(program);
    }

    /**
     * Assembles a program for a virtual address.
     *
     * @return its bytes as they lie in memory
     * @throws AssemblyException if it cannot
     */
    public byte[] assembleBytes(String program, long va) {
        int[] units = assemble(program, va);
        int unit = instructions.smallestInstruction();
        var bytes = ByteBuffer.allocate(units.length * unit).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : units) {
            if (unit == 4) {
                bytes.putInt(value);
            } else {
                bytes.putShort((short) value);
            }
        }
        return bytes.array();
    }
}
