package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * A decimal number after some text: a coprocessor, a coprocessor register, or a plain number.
 *
 * @param spec its bits
 * @param prefix the text before it
 * @param suffix what follows
 */
record PrefixedOperand(OperandSpec spec, String prefix, String suffix) implements Operand {
    @Override
    public void print(int word, long va, StringBuilder out) {
        out.append(prefix).append(spec.value(word)).append(suffix);
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        boolean named = (prefix.equals("c") && in.skip("cr")) || in.skip(prefix);
        OptionalLong number = named ? in.number() : OptionalLong.empty();
        return number.isPresent() && in.skip(suffix) && spec.set(out, number.getAsLong()) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return spec.slots();
    }
}
