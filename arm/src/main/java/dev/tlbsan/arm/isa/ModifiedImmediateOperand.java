package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A modified immediate. One of A32 with another rotation than the least is written {@code #bits, rotation}.
 *
 * @param spec its 12 bits
 * @param t32 whether they mean what they do in T32
 */
record ModifiedImmediateOperand(OperandSpec spec, boolean t32) implements Operand {
    private static final int LARGEST_DECIMAL = 1023;

    private static OptionalInt encode(long number, boolean t32) {
        if (number != (int) number && number >>> 32 != 0) {
            return OptionalInt.empty();
        }
        return t32 ? Aarch32Immediate.encodeT32((int) number) : Aarch32Immediate.encodeA32((int) number);
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        int encoding = (int) spec.value(word);
        int number = t32 ? Aarch32Immediate.t32(encoding) : Aarch32Immediate.a32(encoding);
        boolean least = t32 || Aarch32Immediate.encodeA32(number).equals(OptionalInt.of(encoding));
        boolean decimal = number >= 0 && number <= LARGEST_DECIMAL;
        out.append('#');
        if (least) {
            out.append(decimal ? String.valueOf(number) : "0x" + Integer.toHexString(number));
        } else {
            out.append(encoding & 0xff).append(", ").append(encoding >>> 8 << 1);
        }
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        OptionalLong number = in.number();
        if (number.isEmpty()) {
            return false;
        }
        if (!t32 && in.skip(", ")) {
            OptionalLong rotation = in.number();
            return rotation.isPresent() && setRotated(out, number.getAsLong(), rotation.getAsLong()) && in.accept();
        }
        OptionalInt encoding = encode(number.getAsLong(), t32);
        return encoding.isPresent() && spec.set(out, encoding.getAsInt()) && in.accept();
    }

    private boolean setRotated(Encoding out, long bits, long rotation) {
        boolean valid = bits >= 0 && bits <= 0xff && rotation >= 0 && rotation < 32 && rotation % 2 == 0;
        return valid && spec.set(out, (rotation << 7) | bits);
    }

    @Override
    public List<Slot> slots() {
        return spec.as(Slot.Role.NUMBER);
    }
}
