package dev.tlbsan.arm.isa;

import java.util.List;

/**
 * An operand that is left out, with the text before it, where its only slot has the default value.
 *
 * @param operand the operand
 * @param before the text between it and what comes before
 * @param defaultValue the value of the slot if it is left out
 */
record DefaultedOperand(Operand operand, String before, int defaultValue) implements Operand {
    private Slot slot() {
        return operand.slots().getFirst();
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        if (slot().in(word) != defaultValue) {
            out.append(before);
            operand.print(word, va, out);
        }
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        return in.skip(before) ? operand.parse(in, out) : out.set(slot(), defaultValue);
    }

    @Override
    public List<Slot> slots() {
        return operand.slots();
    }
}
