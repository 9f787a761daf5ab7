package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * An address relative to the instruction, or to the start of its page if the specification's scale is a page.
 *
 * @param spec the bits of the distance, a signed number of units of its scale
 */
record LabelOperand(OperandSpec spec) implements Operand {
    private static final int PAGE = 4096;

    private long base(long va) {
        return spec.scale() == PAGE ? va & -PAGE : va;
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        long address = base(va) + spec.signedValue(word) * spec.scale();
        out.append("0x").append(Long.toHexString(address));
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        OptionalLong address = in.number();
        if (address.isEmpty()) {
            return false;
        }
        long target = spec.scale() == PAGE ? address.getAsLong() & -PAGE : address.getAsLong();
        long distance = target - base(in.va());
        return distance % spec.scale() == 0 && spec.setSigned(out, distance / spec.scale()) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return spec.as(Slot.Role.NUMBER);
    }
}
