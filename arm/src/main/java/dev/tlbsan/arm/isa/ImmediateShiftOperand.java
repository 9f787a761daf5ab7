package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * The shift of an AArch32 register operand with the comma before it; left out if it is LSL #0. An amount of zero stands for
 * 32, and as that of ROR for RRX.
 *
 * @param spec the shift type, then the amount
 */
record ImmediateShiftOperand(OperandSpec spec) implements Operand {
    private static final List<String> TYPES = List.of("lsl", "lsr", "asr", "ror");
    private static final int ROR = 3;

    private OperandSpec amount() {
        return new OperandSpec(spec.slots().subList(1, spec.slots().size()), 1, spec.fields());
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        int type = spec.slot(0).in(word);
        long amount = amount().value(word);
        if (amount == 0 && type == ROR) {
            out.append(", rrx");
        } else if (amount != 0 || type != 0) {
            out.append(", ").append(TYPES.get(type)).append(" #").append(amount == 0 ? 32 : amount);
        }
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        if (!in.skip(", ")) {
            return spec.set(out, 0);
        }
        String name = in.word();
        if (name.equals("rrx")) {
            return in.accept() && out.set(spec.slot(0), ROR) && amount().set(out, 0);
        }
        int type = TYPES.indexOf(name);
        if (type < 0 || !in.accept() || !in.skip(" ")) {
            return false;
        }
        OptionalLong number = in.number();
        return number.isPresent() && set(out, type, number.getAsLong()) && in.accept();
    }

    private boolean set(Encoding out, int type, long amount) {
        boolean right = type == 1 || type == 2;
        if (amount == 0) {
            // Whatever the direction, nothing is shifted.
            return spec.set(out, 0);
        }
        return out.set(spec.slot(0), type) && amount().set(out, right && amount == 32 ? 0 : amount);
    }

    @Override
    public List<Slot> slots() {
        return List.of(spec.slot(0), spec.slot(spec.slots().size() - 1).as(Slot.Role.NUMBER));
    }
}
