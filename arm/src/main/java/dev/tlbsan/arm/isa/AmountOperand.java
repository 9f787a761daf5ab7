package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * The amount of a shift to the right with # in front: all bits zero stand for the number above the largest that they hold.
 *
 * @param spec its bits
 */
record AmountOperand(OperandSpec spec) implements Operand {
    private long most() {
        return 1L << spec.width();
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        long value = spec.value(word);
        out.append('#').append(value == 0 ? most() : value);
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        OptionalLong number = in.number();
        return number.isPresent()
                && number.getAsLong() > 0
                && spec.set(out, number.getAsLong() == most() ? 0 : number.getAsLong())
                && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return spec.as(Slot.Role.NUMBER);
    }
}
