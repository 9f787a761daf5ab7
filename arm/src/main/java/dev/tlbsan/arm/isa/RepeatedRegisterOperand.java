package dev.tlbsan.arm.isa;

import java.util.List;

/**
 * A general-purpose register of AArch32 whose number the encoding has in two places.
 *
 * @param first one place
 * @param second the other
 */
record RepeatedRegisterOperand(CoreRegisterOperand first, Slot second) implements Operand {
    static Operand of(OperandSpec spec) {
        var first = new OperandSpec(List.of(spec.slot(0)), 1, spec.fields());
        return new RepeatedRegisterOperand(CoreRegisterOperand.of(first), spec.slot(1));
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        first.print(word, va, out);
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        return first.parse(in, out) && out.set(second, first.spec().value(out.word()));
    }

    @Override
    public List<Slot> slots() {
        return List.of(first.slots().getFirst(), second.as(Slot.Role.REGISTER));
    }
}
