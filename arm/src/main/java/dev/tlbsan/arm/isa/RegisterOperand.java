package dev.tlbsan.arm.isa;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A general-purpose register.
 *
 * @param number its number
 * @param wide the bit that tells X from W; null if the form has only one
 * @param wideAs the value of that bit, or the fixed choice if there is none: true for X
 * @param stackPointer whether 31 is the stack pointer, and not the zero register
 */
record RegisterOperand(Slot number, @Nullable Slot wide, boolean wideAs, boolean stackPointer) implements Operand {
    /** A register whose width the second slot gives, or the field z if there is none. */
    static RegisterOperand byWidth(OperandSpec spec, boolean stackPointer) {
        Slot wide = spec.slots().size() > 1 ? spec.slot(1) : spec.named('z');
        return new RegisterOperand(register(spec), wide, true, stackPointer);
    }

    /** A register that is always X, or always W. */
    static RegisterOperand fixed(OperandSpec spec, boolean wide, boolean stackPointer) {
        return new RegisterOperand(register(spec), null, wide, stackPointer);
    }

    private static Slot register(OperandSpec spec) {
        Slot slot = spec.slot(0);
        if (slot.width() != 5) {
            throw new IllegalArgumentException("a register number has 5 bits, not " + slot.width());
        }
        return slot.as(Slot.Role.REGISTER);
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        boolean isWide = wide == null ? wideAs : wide.in(word) != 0;
        out.append(name(number.in(word), isWide, stackPointer));
    }

    /** The name of a register. */
    static String name(int number, boolean wide, boolean stackPointer) {
        if (number == 31 && stackPointer) {
            return wide ? "sp" : "wsp";
        }
        return (wide ? "x" : "w") + (number == 31 ? "zr" : String.valueOf(number));
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        String name = in.word();
        int found = number(name, stackPointer);
        boolean isWide = !name.startsWith("w");
        boolean fits = wide == null ? isWide == wideAs : found >= 0 && out.set(wide, isWide ? 1 : 0);
        return found >= 0 && fits && out.set(number, found) && in.accept();
    }

    /** The number of the register with a name, or -1. */
    static int number(String name, boolean stackPointer) {
        String alias = name.equals("lr") ? "x30" : name.equals("fp") ? "x29" : name;
        boolean zero = alias.equals("xzr") || alias.equals("wzr");
        if (zero || alias.equals("sp") || alias.equals("wsp")) {
            return zero != stackPointer ? 31 : -1;
        }
        return alias.matches("[xw]([0-9]|[12][0-9]|30)") ? Integer.parseInt(alias, 1, alias.length(), 10) : -1;
    }

    @Override
    public List<Slot> slots() {
        return wide == null ? List.of(number) : List.of(number, wide);
    }
}
