package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * A system instruction's op1, CRn, CRm and op2.
 *
 * @param op1 3 bits
 * @param crn 4 bits
 * @param crm 4 bits
 * @param op2 3 bits
 */
record OperationOperand(Slot op1, Slot crn, Slot crm, Slot op2) implements Operand {
    static OperationOperand of(OperandSpec spec) {
        Slot all = spec.slot(0);
        return new OperationOperand(all.slice(13, 11), all.slice(10, 7), all.slice(6, 3), all.slice(2, 0));
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        out.append('#').append(op1.in(word)).append(", C").append(crn.in(word));
        out.append(", C").append(crm.in(word)).append(", #").append(op2.in(word));
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        return number(in, op1, out)
                && in.skip(", C")
                && number(in, crn, out)
                && in.skip(", C")
                && number(in, crm, out)
                && in.skip(", ")
                && number(in, op2, out);
    }

    private static boolean number(Source in, Slot slot, Encoding out) {
        OptionalLong number = in.number();
        return number.isPresent() && out.set(slot, number.getAsLong()) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return List.of(op1, crn, crm, op2);
    }
}
