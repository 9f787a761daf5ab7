package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * The shift of a register operand with the comma before it; left out if it is LSL #0.
 *
 * @param spec the shift type (0 LSL, 1 LSR, 2 ASR, 3 ROR), then the amount
 */
record ShiftOperand(OperandSpec spec) implements Operand {
    private static final List<String> TYPES = List.of("lsl", "lsr", "asr", "ror");

    @Override
    public void print(int word, long va, StringBuilder out) {
        int amount = spec.slot(1).in(word);
        int type = spec.slot(0).in(word);
        if (type != 0 || amount != 0) {
            out.append(", ").append(TYPES.get(type)).append(" #").append(amount);
        }
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        if (!in.skip(", ")) {
            return spec.set(out, 0);
        }
        int type = TYPES.indexOf(in.word());
        if (type < 0 || !in.accept() || !in.skip(" ")) {
            return false;
        }
        OptionalLong amount = in.number();
        return amount.isPresent()
                && out.set(spec.slot(0), type)
                && out.set(spec.slot(1), amount.getAsLong())
                && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return List.of(spec.slot(0), spec.slot(1).as(Slot.Role.NUMBER));
    }
}
