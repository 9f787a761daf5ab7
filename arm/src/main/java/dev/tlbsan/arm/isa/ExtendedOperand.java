package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * The second source of an add or subtract (extended register): a register, how it is extended, and a shift. Where the
 * stack pointer is an operand, the extension that changes nothing is called LSL, and left out if the shift is zero.
 *
 * @param register the register's number
 * @param option how it is extended: 0 to 3 UXTB to UXTX, 4 to 7 SXTB to SXTX
 * @param amount the shift
 * @param wide the field z
 * @param mayBeSp the fields of the registers that may be the stack pointer
 */
record ExtendedOperand(Slot register, Slot option, Slot amount, Slot wide, List<Slot> mayBeSp) implements Operand {
    private static final List<String> OPTIONS = List.of("uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx");

    /** The operand of an instruction that sets flags, or of one that does not and can write the stack pointer. */
    static ExtendedOperand of(OperandSpec spec, boolean setsFlags) {
        Slot n = spec.named('n');
        return new ExtendedOperand(
                spec.slot(0).as(Slot.Role.REGISTER),
                spec.slot(1),
                spec.slot(2).as(Slot.Role.NUMBER),
                spec.named('z'),
                setsFlags ? List.of(n) : List.of(n, spec.named('d')));
    }

    private boolean isWide(int word) {
        return wide.in(word) != 0;
    }

    /** The option that is called LSL, or -1 if none is. */
    private int lsl(int word) {
        boolean stackPointer = mayBeSp.stream().anyMatch(slot -> slot.in(word) == 31);
        return stackPointer ? isWide(word) ? 3 : 2 : -1;
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        int how = option.in(word);
        int shift = amount.in(word);
        boolean plain = how == lsl(word);
        out.append(RegisterOperand.name(register.in(word), isWide(word) && (how & 3) == 3, false));
        if (!plain || shift != 0) {
            out.append(", ").append(plain ? "lsl" : OPTIONS.get(how));
            out.append(shift == 0 ? "" : " #" + shift);
        }
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        String name = in.word();
        int number = RegisterOperand.number(name, false);
        if (number < 0 || !in.accept() || !out.set(register, number)) {
            return false;
        }
        int same = isWide(out.word()) ? 3 : 2;
        int how = same;
        long shift = 0;
        if (in.skip(", ")) {
            String extension = in.word();
            how = extension.equals("lsl") ? same : OPTIONS.indexOf(extension);
            OptionalLong given = in.accept() && in.skip(" ") ? in.number() : OptionalLong.of(0);
            shift = given.orElse(-1);
        }
        boolean rightWidth = name.startsWith("x") == (isWide(out.word()) && (how & 3) == 3);
        return how >= 0 && rightWidth && out.set(option, how) && out.set(amount, shift) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return List.of(register, option, amount);
    }
}
