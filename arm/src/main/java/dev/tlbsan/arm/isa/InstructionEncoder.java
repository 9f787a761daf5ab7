package dev.tlbsan.arm.isa;

import java.util.OptionalInt;

/** Finds the words of assembly statements, one after the other. */
interface InstructionEncoder {
    /**
     * The word of one instruction, if it can be assembled; the source is left at the end or where it stopped.
     *
     * @param minimumBytes the size that the instruction has at least
     */
    OptionalInt encode(Source source, int minimumBytes);

    /** The encoder of an instruction set, at the beginning of a program. */
    static InstructionEncoder of(InstructionSet instructions) {
        return switch (instructions.state()) {
            case A64 -> new A64Encoder(new SyntaxMatcher(instructions));
            case A32 -> new A32Encoder(new SyntaxMatcher(instructions));
            case T32 -> new T32Encoder(new SyntaxMatcher(instructions));
        };
    }
}
