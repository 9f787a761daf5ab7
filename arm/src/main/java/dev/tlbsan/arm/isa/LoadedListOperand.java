package dev.tlbsan.arm.isa;

import java.util.List;

/**
 * The base register and the list of an LDM that writes the base register back unless it is loaded, with an exclamation
 * mark if it does.
 *
 * @param base the number of the base register
 * @param loaded the bits of the list
 */
record LoadedListOperand(OperandSpec base, OperandSpec loaded) implements Operand {
    private static final String WRITEBACK = "!";

    static LoadedListOperand of(OperandSpec spec) {
        var base = new OperandSpec(List.of(spec.slot(0)), 1, spec.fields());
        return new LoadedListOperand(base, new OperandSpec(List.of(spec.slot(1)), 1, spec.fields()));
    }

    private Operand register() {
        return CoreRegisterOperand.of(base);
    }

    private Operand list() {
        return new RegisterListOperand(loaded, -1);
    }

    private boolean writesBack(int word) {
        return (loaded.value(word) >>> base.value(word) & 1) == 0;
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        register().print(word, va, out);
        out.append(writesBack(word) ? WRITEBACK : "").append(", ");
        list().print(word, va, out);
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        if (!register().parse(in, out)) {
            return false;
        }
        boolean writesBack = in.skip(WRITEBACK);
        return in.skip(", ") && list().parse(in, out) && writesBack == writesBack(out.word());
    }

    @Override
    public List<Slot> slots() {
        return List.of(base.slot(0).as(Slot.Role.REGISTER), loaded.slot(0));
    }
}
