package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.MicroCode;
import org.jspecify.annotations.Nullable;

/**
 * Guest instructions that lie one after the other in one page, as micro-operations. It is found by physical address and
 * holds for any virtual address that the page is mapped at.
 */
final class Block {
    /** The size of an instruction. */
    static final int INSTRUCTION_BYTES = 4;

    private final long pa;
    private final int[] words;
    private final MicroCode code;
    private @Nullable Program whole;
    private @Nullable Program firstInstruction;

    /**
     * Makes a block.
     *
     * @param pa the physical address of its first instruction
     * @param words the instruction words
     * @param code what they do; where its end is reached, the instruction after the last one is next
     */
    Block(long pa, int[] words, MicroCode code) {
        this.pa = pa;
        this.words = words;
        this.code = code;
    }

    long pa() {
        return pa;
    }

    MicroCode code() {
        return code;
    }

    /** How many guest instructions it holds. */
    int instructions() {
        return words.length;
    }

    /** The instruction word with the given index in the block. */
    int word(int index) {
        return words[index];
    }

    /** All of it for the interpreter. */
    Program program() {
        Program known = whole;
        if (known == null) {
            known = Lowering.lower(this, words.length);
            whole = known;
        }
        return known;
    }

    /** The first instructions for the interpreter; at least one, and no more than there are. */
    Program prefix(int instructions) {
        if (instructions == words.length) {
            return program();
        }
        if (instructions > 1) {
            return Lowering.lower(this, instructions);
        }
        Program known = firstInstruction;
        if (known == null) {
            known = Lowering.lower(this, 1);
            firstInstruction = known;
        }
        return known;
    }
}
