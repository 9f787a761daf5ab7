package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.MicroCode;
import dev.tlbsan.arm.ir.Semantics;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Guest instructions that lie one after the other in one page, as micro-operations. It is found by physical address and
 * holds for any virtual address that the page is mapped at.
 */
final class Block {
    private final CodeForm form;
    private final MicroCode code;
    private final int[] words;
    private final int[] offsets;
    private final byte[] itStates;
    private @Nullable Program whole;
    private @Nullable Program firstInstruction;

    private Block(Builder made) {
        this.form = made.form;
        this.code = made.semantics.code();
        this.words = Arrays.copyOf(made.words, made.count);
        this.offsets = Arrays.copyOf(made.offsets, made.count + 1);
        this.itStates = Arrays.copyOf(made.itStates, made.count + 1);
    }

    /** A block that is being made, one instruction after the other. */
    static final class Builder {
        private final CodeForm form;
        private final Semantics semantics;
        private final int[] words;
        private final int[] offsets;
        private final byte[] itStates;
        private int count;

        /** Begins a block of at most so many instructions, at least one, with PSTATE.IT before the first. */
        Builder(CodeForm form, int limit, int itState) {
            this.form = form;
            this.semantics = form.semantics(itState);
            this.words = new int[limit];
            this.offsets = new int[limit + 1];
            this.itStates = new byte[limit + 1];
            itStates[0] = (byte) itState;
        }

        /** The distance in bytes of the next instruction from the block's start. */
        int offset() {
            return offsets[count];
        }

        /** Whether the block must end here. */
        boolean isFull() {
            return count == words.length || (count > 0 && semantics.endsBlock());
        }

        void append(int word) {
            append(word, s -> form.instructions().build(word, s));
        }

        /** Appends an instruction that means what the given code builds. */
        void append(int word, Consumer<Semantics> meaning) {
            semantics.begin(offset());
            meaning.accept(semantics);
            semantics.end();
            words[count] = word;
            offsets[count + 1] = offset() + form.bytes(word);
            count++;
            itStates[count] = (byte) (semantics instanceof Aarch32Semantics s ? s.nextItState() : 0);
        }

        boolean isEmpty() {
            return count == 0;
        }

        Block build() {
            return new Block(this);
        }
    }

    CodeForm form() {
        return form;
    }

    /** What it does; where its end is reached, the instruction after the last one is next. */
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

    /** The distance in bytes of an instruction, or of what follows the last, from the block's start. */
    int offset(int index) {
        return offsets[index];
    }

    /** The size of an instruction in bytes. */
    int bytes(int index) {
        return offsets[index + 1] - offsets[index];
    }

    /** PSTATE.IT before an instruction, or after the last. */
    int itState(int index) {
        return itStates[index] & 0xff;
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
