package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The immediate of a logical instruction, whose width the field z gives.
 *
 * @param spec N, immr and imms
 * @param wide the field z
 */
record BitmaskOperand(OperandSpec spec, Slot wide) implements Operand {
    BitmaskOperand(OperandSpec spec) {
        this(spec, spec.named('z'));
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        int encoding = (int) spec.value(word);
        boolean isWide = wide.in(word) != 0;
        boolean reserved = BitmaskImmediate.isReserved(encoding, isWide);
        out.append('#')
                .append(
                        reserved
                                ? NamedOperand.NONE
                                : "0x" + Long.toHexString(BitmaskImmediate.decode(encoding, isWide)));
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        OptionalLong number = in.number();
        if (number.isEmpty()) {
            return false;
        }
        boolean isWide = wide.in(out.word()) != 0;
        long value = number.getAsLong();
        OptionalInt encoding = BitmaskImmediate.encode(isWide || value >= 0 ? value : value & 0xffff_ffffL, isWide);
        return encoding.isPresent() && spec.set(out, encoding.getAsInt()) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return spec.as(Slot.Role.NUMBER);
    }
}
