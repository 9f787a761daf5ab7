package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.MicroCodeText;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the definitions of A32 and T32 build, as {@link MicroCodeText}; R0 is called x0. */
final class Built {
    private static final InstructionSet A32 = InstructionSet.a32();
    private static final InstructionSet T32 = InstructionSet.t32();
    private static final int FIRST_WIDE = 0xe800;

    private Built() {}

    /** The micro-operations of a block of A32 instructions at virtual address zero. */
    static List<String> a32(String... instructions) {
        return MicroCodeText.of(a32(false, instructions).code());
    }

    /** The same with big-endian data. */
    static List<String> a32BigEndian(String... instructions) {
        return MicroCodeText.of(a32(true, instructions).code());
    }

    /** What an A32 instruction says it moves. */
    static @Nullable Transfer transferA32(String instruction) {
        return a32(false, instruction).transfer();
    }

    private static Aarch32Semantics a32(boolean bigEndian, String... instructions) {
        var semantics = new Aarch32Semantics(false, bigEndian, 0);
        int offset = 0;
        for (int word : new Assembler(A32).assemble(String.join("\n", instructions), 0)) {
            build(A32, word, offset, semantics);
            offset += 4;
        }
        return semantics;
    }

    /** The micro-operations of a block of T32 instructions at virtual address zero. */
    static List<String> t32(String... instructions) {
        return MicroCodeText.of(semanticsOfT32(instructions).code());
    }

    /** What a T32 instruction says it moves. */
    static @Nullable Transfer transferT32(String instruction) {
        return semanticsOfT32(instruction).transfer();
    }

    private static Aarch32Semantics semanticsOfT32(String... instructions) {
        var semantics = new Aarch32Semantics(true, false, 0);
        int[] halfwords = new Assembler(T32).assemble(String.join("\n", instructions), 0);
        int n = 0;
        while (n < halfwords.length) {
            boolean wide = halfwords[n] >= FIRST_WIDE;
            int word = (halfwords[n] << 16) | (wide ? halfwords[n + 1] : 0);
            build(T32, word, 2 * n, semantics);
            n += wide ? 2 : 1;
        }
        return semantics;
    }

    /** Whether an A32 word is UNPREDICTABLE. */
    static boolean isUnpredictableA32(int word) {
        var semantics = new Aarch32Semantics(false, false, 0);
        build(A32, word, 0, semantics);
        return semantics.isUnpredictable();
    }

    /** Whether a T32 word is UNPREDICTABLE after an IT instruction that leaves PSTATE.IT so; zero for none. */
    static boolean isUnpredictableT32(int word, int itState) {
        var semantics = new Aarch32Semantics(true, false, itState);
        build(T32, word, 0, semantics);
        return semantics.isUnpredictable();
    }

    private static void build(InstructionSet set, int word, int offset, Aarch32Semantics semantics) {
        semantics.begin(offset);
        set.build(word, semantics);
        semantics.end();
    }
}
