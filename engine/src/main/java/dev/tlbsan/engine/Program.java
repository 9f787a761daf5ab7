package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.RegisterFile;

/**
 * A block, or a part of one, as the interpreter runs it: parallel arrays with one element per operation. A word has its
 * {@link Code} in bits 7:0 and the slots d, a and b in bits 15:8, 23:16 and 31:24.
 */
final class Program {
    /** The word of an operation that always branches. */
    static final int BRANCH_WORD =
            Code.BRANCH_IF_NOT | (RegisterFile.SINK << 8) | (RegisterFile.ZERO << 16) | (RegisterFile.ZERO << 24);

    final Block block;
    final int[] words;
    final long[] immediates;
    /** As those of {@link dev.tlbsan.arm.ir.MicroCode}. */
    final int[] positions;
    /** The micro-operations that the operations come from. */
    final Op[] ops;
    /** How many guest instructions have been executed when the last operation has. */
    final int instructions;

    /** Executes nothing. */
    static final Program EMPTY = nothing();

    private static Program nothing() {
        var builder = new Block.Builder(CodeForm.A64, 1, 0);
        builder.append(0);
        return builder.build().program();
    }

    Program(Block block, int[] words, long[] immediates, int[] positions, Op[] ops) {
        this.block = block;
        this.words = words;
        this.immediates = immediates;
        this.positions = positions;
        this.ops = ops;
        this.instructions = index(positions.length - 1) + 1;
    }

    /** Which of the block's instructions operation n belongs to. */
    int index(int n) {
        return positions[n] >>> 16;
    }

    /** The distance of that instruction from the block's start, in bytes. */
    int offset(int n) {
        return positions[n] & 0xffff;
    }

    /** The distance of the instruction after it from the block's start, in bytes. */
    int nextOffset(int n) {
        return block.offset(index(n) + 1);
    }

    /** PSTATE.IT after the instruction that operation n belongs to. */
    int nextItState(int n) {
        return block.itState(index(n) + 1);
    }
}
