package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.MicroCodeText;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What definitions build, as {@link MicroCodeText}. */
final class Built {
    private static final InstructionSet A64 = InstructionSet.a64();

    private Built() {}

    /** The micro-operations of a block of instructions at virtual address zero. */
    static List<String> block(String... instructions) {
        return block(new Assembler(A64).assemble(String.join("\n", instructions), 0));
    }

    /** The micro-operations of a word, which may be UNDEFINED. */
    static List<String> word(int word) {
        return block(new int[] {word});
    }

    private static List<String> block(int[] words) {
        var semantics = new Semantics();
        for (int i = 0; i < words.length; i++) {
            build(words[i], 4 * i, semantics);
        }
        return MicroCodeText.of(semantics.code());
    }

    /** What the instruction says it moves. */
    static @Nullable Transfer transfer(String instruction) {
        var semantics = new Semantics();
        build(new Assembler(A64).assemble(instruction), 0, semantics);
        return semantics.transfer();
    }

    private static void build(int word, int offset, Semantics semantics) {
        semantics.begin(offset);
        A64.build(word, semantics);
        semantics.end();
    }
}
