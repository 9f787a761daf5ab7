package dev.tlbsan.arm.isa;

/** Writes instructions in the assembly syntax of their definitions. */
public final class Disassembler {
    private final InstructionSet instructions;

    public Disassembler(InstructionSet instructions) {
        this.instructions = instructions;
    }

    /** The text of an instruction word at a virtual address; {@code .word 0x...} if it is UNDEFINED. */
    public String disassemble(int word, long va) {
        Instruction instruction = instructions.decode(word);
        return instruction == null
                ? ".word 0x%08x".formatted(word)
                : instruction.definition().syntax().print(word, va);
    }
}
