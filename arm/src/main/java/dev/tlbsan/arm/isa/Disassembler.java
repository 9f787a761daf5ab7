package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.pe.InstructionState;

/** Writes instructions in the assembly syntax of their definitions. */
public final class Disassembler {
    private final InstructionSet instructions;

    public Disassembler(InstructionSet instructions) {
        this.instructions = instructions;
    }

    /**
     * The text of an instruction word at a virtual address; {@code .word 0x...} if it is UNDEFINED, of T32
     * {@code .inst.n 0x...} or {@code .inst.w 0x...}.
     */
    public String disassemble(int word, long va) {
        Instruction instruction = instructions.decode(word);
        return instruction == null
                ? data(word)
                : instruction.definition().syntax().print(word, va);
    }

    private String data(int word) {
        if (instructions.state() != InstructionState.T32) {
            return ".word 0x%08x".formatted(word);
        }
        return instructions.bytes(word) == 2
                ? ".inst.n 0x%04x".formatted(word >>> 16)
                : ".inst.w 0x%08x".formatted(word);
    }
}
