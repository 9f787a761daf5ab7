package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.MicroCode;
import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What definitions build, as text: {@code x0 = LOAD64 x1 0x8}, temporaries numbered from {@code t0}. */
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
        MicroCode code = semantics.code();
        List<String> text = new ArrayList<>();
        for (int n = 0; n < code.size(); n++) {
            text.add(text(code, n));
        }
        return text;
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

    private static String text(MicroCode code, int n) {
        Op op = code.op(n);
        var text = new StringBuilder();
        if (op.writes()) {
            text.append(slot(code.d(n))).append(" = ");
        }
        text.append(op);
        if (op.readsA()) {
            text.append(' ').append(slot(code.a(n)));
        }
        if (op.readsB()) {
            text.append(' ').append(slot(code.b(n)));
        }
        if (op == Op.BRANCH_COND) {
            text.append(" if ").append(code.d(n));
        }
        if (code.immediate(n) != 0) {
            text.append(immediate(code.immediate(n)));
        }
        return text.toString();
    }

    private static String immediate(long value) {
        return value < 0 ? " -0x" + Long.toHexString(-value) : " 0x" + Long.toHexString(value);
    }

    private static String slot(int slot) {
        return switch (slot) {
            case RegisterFile.SP -> "sp";
            case RegisterFile.ZERO -> "zero";
            case RegisterFile.BLOCK_PC -> "block";
            default -> slot < RegisterFile.FIRST_TEMPORARY ? "x" + slot : "t" + (slot - RegisterFile.FIRST_TEMPORARY);
        };
    }
}
