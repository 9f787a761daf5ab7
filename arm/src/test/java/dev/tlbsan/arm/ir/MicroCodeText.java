package dev.tlbsan.arm.ir;

import java.util.ArrayList;
import java.util.List;

/** Micro-operations as text: {@code x0 = LOAD64 x1 0x8}, temporaries numbered from {@code t0}. */
public final class MicroCodeText {
    private MicroCodeText() {}

    /** One line for each micro-operation. */
    public static List<String> of(MicroCode code) {
        List<String> text = new ArrayList<>();
        for (int n = 0; n < code.size(); n++) {
            text.add(text(code, n));
        }
        return text;
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
