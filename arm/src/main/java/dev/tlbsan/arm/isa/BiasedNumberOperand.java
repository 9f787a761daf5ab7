package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * A number with # in front that is one larger than its bits say.
 *
 * @param spec its bits
 */
record BiasedNumberOperand(OperandSpec spec) implements Operand {
    @Override
    public void print(int word, long va, StringBuilder out) {
        out.append('#').append(spec.value(word) + 1);
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        OptionalLong number = in.number();
        return number.isPresent() && spec.set(out, number.getAsLong() - 1) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return spec.as(Slot.Role.NUMBER);
    }
}
