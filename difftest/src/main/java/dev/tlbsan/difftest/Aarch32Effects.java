package dev.tlbsan.difftest;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.MicroCode;
import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.pe.InstructionState;

/**
 * What an instruction does, as far as generators must know.
 *
 * @param written the registers that it writes, bit n for Rn
 * @param jumps whether it may go on elsewhere
 * @param distance how many bytes on from itself it may go, if that is known; else zero
 * @param allowed whether it is neither UNDEFINED nor UNPREDICTABLE in its place
 */
record Aarch32Effects(int written, boolean jumps, int distance, boolean allowed) {
    private static final int REGISTERS = 15;

    /** The effects of a word of a definition after an IT instruction that leaves the given state, zero for none. */
    static Aarch32Effects of(Definition definition, int word, int itState) {
        var semantics = new Aarch32Semantics(definition.state() == InstructionState.T32, false, itState);
        semantics.begin(0);
        definition.build(word, semantics);
        boolean allowed = !semantics.isUndefined();
        semantics.end();
        MicroCode code = semantics.code();
        int written = 0;
        boolean jumps = false;
        int distance = 0;
        for (int n = 0; n < code.size(); n++) {
            Op op = code.op(n);
            written |= op.writes() && code.d(n) < REGISTERS ? 1 << code.d(n) : 0;
            jumps |= isJump(op);
            distance = isBranch(op) ? (int) code.immediate(n) : distance;
        }
        return new Aarch32Effects(written, jumps, distance, allowed);
    }

    private static boolean isJump(Op op) {
        return switch (op) {
            case BRANCH_TO, BRANCH_EXCHANGE, RETURN_TO -> true;
            default -> isBranch(op);
        };
    }

    private static boolean isBranch(Op op) {
        return switch (op) {
            case BRANCH, BRANCH_IF, BRANCH_IF_NOT, BRANCH_IFW, BRANCH_IF_NOTW, BRANCH_COND -> true;
            default -> false;
        };
    }
}
