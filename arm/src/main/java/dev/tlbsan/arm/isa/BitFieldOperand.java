package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * The lowest bit and the width of a bit field, whose encoding has its lowest and its highest bit.
 *
 * @param spec the lowest bit, then the highest
 */
record BitFieldOperand(OperandSpec spec) implements Operand {
    @Override
    public void print(int word, long va, StringBuilder out) {
        int low = spec.slot(0).in(word);
        int high = spec.slot(1).in(word);
        out.append('#').append(low).append(", #").append(high - low + 1);
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        OptionalLong low = in.number();
        if (low.isEmpty() || !in.accept() || !in.skip(", ")) {
            return false;
        }
        OptionalLong width = in.number();
        return width.isPresent()
                && width.getAsLong() > 0
                && out.set(spec.slot(0), low.getAsLong())
                && out.set(spec.slot(1), low.getAsLong() + width.getAsLong() - 1)
                && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return spec.as(Slot.Role.NUMBER);
    }
}
