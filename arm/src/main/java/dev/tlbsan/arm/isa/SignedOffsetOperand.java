package dev.tlbsan.arm.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The immediate offset of an AArch32 address. With more than one slot the first tells whether the others are added, and
 * subtracting zero is written {@code #-0}.
 *
 * @param spec the bits, in units of its scale
 * @param optional whether an added zero is left out, with the comma before it
 * @param negative whether the offset of a single slot is subtracted
 */
record SignedOffsetOperand(OperandSpec spec, boolean optional, boolean negative) implements Operand {
    private boolean hasSign() {
        return spec.slots().size() > 1;
    }

    private OperandSpec magnitude() {
        return hasSign()
                ? new OperandSpec(spec.slots().subList(1, spec.slots().size()), spec.scale(), spec.fields())
                : spec;
    }

    private boolean subtracts(int word) {
        return hasSign() ? spec.slot(0).in(word) == 0 : negative;
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        long offset = magnitude().value(word) * spec.scale();
        if (!optional || offset != 0 || subtracts(word)) {
            out.append(optional ? ", " : "")
                    .append(subtracts(word) ? "#-" : "#")
                    .append(offset);
        }
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        if (optional && !in.skip(", ")) {
            return set(out, 0, false);
        }
        boolean minus = in.comes("#-") || in.comes("-");
        OptionalLong offset = in.number();
        return offset.isPresent()
                && offset.getAsLong() % spec.scale() == 0
                && set(out, offset.getAsLong() / spec.scale(), minus || offset.getAsLong() < 0)
                && in.accept();
    }

    private boolean set(Encoding out, long units, boolean minus) {
        boolean signFits = hasSign() ? out.set(spec.slot(0), minus ? 0 : 1) : minus == negative;
        return signFits && magnitude().set(out, Math.abs(units));
    }

    @Override
    public List<Slot> slots() {
        if (!hasSign()) {
            return spec.as(Slot.Role.NUMBER);
        }
        List<Slot> slots = new ArrayList<>(magnitude().as(Slot.Role.NUMBER));
        slots.addFirst(spec.slot(0));
        return slots;
    }
}
