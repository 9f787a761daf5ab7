package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The immediate offset of an address: a decimal number of scaled units.
 *
 * @param number the number's bits
 * @param doubled the bit that doubles the scale, if there is one
 * @param scale the unit in bytes
 * @param signed whether the number is signed
 * @param optional whether zero is left out, with the comma before it
 */
record OffsetOperand(OperandSpec number, @Nullable Slot doubled, int scale, boolean signed, boolean optional)
        implements Operand {
    static OffsetOperand of(OperandSpec spec, boolean signed, boolean optional) {
        var number = new OperandSpec(List.of(spec.slot(0)), 1, spec.fields());
        return new OffsetOperand(number, spec.slots().size() > 1 ? spec.slot(1) : null, spec.scale(), signed, optional);
    }

    private long unit(int word) {
        return doubled == null || doubled.in(word) == 0 ? scale : scale * 2L;
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        long offset = (signed ? number.signedValue(word) : number.value(word)) * unit(word);
        if (!optional || offset != 0) {
            out.append(optional ? ", " : "").append('#').append(offset);
        }
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        if (optional && !in.skip(", ")) {
            return number.set(out, 0);
        }
        OptionalLong offset = in.number();
        if (offset.isEmpty() || offset.getAsLong() % unit(out.word()) != 0) {
            return false;
        }
        long value = offset.getAsLong() / unit(out.word());
        return (signed ? number.setSigned(out, value) : number.set(out, value)) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return number.as(Slot.Role.NUMBER);
    }
}
