package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * A number with # in front, in multiples of the specification's scale.
 *
 * @param spec its bits
 * @param signed whether they are a signed number
 * @param hexadecimal whether it is printed so
 */
record NumberOperand(OperandSpec spec, boolean signed, boolean hexadecimal) implements Operand {
    @Override
    public void print(int word, long va, StringBuilder out) {
        long value = (signed ? spec.signedValue(word) : spec.value(word)) * spec.scale();
        out.append('#').append(hexadecimal ? "0x" + Long.toHexString(value) : value);
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        OptionalLong number = in.number();
        if (number.isEmpty() || number.getAsLong() % spec.scale() != 0) {
            return false;
        }
        long value = number.getAsLong() / spec.scale();
        return (signed ? spec.setSigned(out, value) : spec.set(out, value)) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return spec.as(Slot.Role.NUMBER);
    }
}
