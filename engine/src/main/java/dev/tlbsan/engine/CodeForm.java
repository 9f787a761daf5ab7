package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.InstructionState;
import dev.tlbsan.arm.pe.ProcessingElement;

/** What the bytes of a program mean: the state of a PE that blocks are made for. */
enum CodeForm {
    A64(InstructionState.A64, false),
    A32(InstructionState.A32, false),
    T32(InstructionState.T32, false),
    A32_BIG_ENDIAN_DATA(InstructionState.A32, true),
    T32_BIG_ENDIAN_DATA(InstructionState.T32, true);

    private static final int HALFWORD = 2;

    private final InstructionState state;
    private final boolean bigEndian;
    private final int alignment;

    CodeForm(InstructionState state, boolean bigEndian) {
        this.state = state;
        this.bigEndian = bigEndian;
        this.alignment = state.alignment();
    }

    /** The form of what a PE executes now. */
    static CodeForm of(ProcessingElement pe) {
        return switch (pe.instructionState()) {
            case A64 -> A64;
            case A32 -> pe.bigEndian() ? A32_BIG_ENDIAN_DATA : A32;
            case T32 -> pe.bigEndian() ? T32_BIG_ENDIAN_DATA : T32;
        };
    }

    InstructionSet instructions() {
        return InstructionSet.of(state);
    }

    /** Begins a block at an instruction with the given PSTATE.IT. */
    Semantics semantics(int itState) {
        return state == InstructionState.A64
                ? new Semantics()
                : new Aarch32Semantics(state == InstructionState.T32, bigEndian, itState);
    }

    /** What the address of an instruction is a multiple of, and how many bytes tell its size. */
    int alignment() {
        return alignment;
    }

    /** The word that an instruction has whose first {@link #alignment} bytes are given: all of it, or its upper half. */
    int word(long firstBytes) {
        return alignment == HALFWORD ? (int) firstBytes << 16 : (int) firstBytes;
    }

    /** The size of an instruction of which {@link #word} gives the first bytes. */
    int bytes(int word) {
        return instructions().bytes(word);
    }
}
