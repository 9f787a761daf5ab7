package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The index register of an address, with its extension and shift.
 *
 * @param index Rm, bits 2 and 0 of the option, and S, from the top
 * @param doubled the bit that doubles the size of the access, if there is one
 * @param scale the size of the access in bytes
 */
record IndexOperand(Slot index, @Nullable Slot doubled, int scale) implements Operand {
    private static final List<String> OPTIONS = List.of("uxtw", "lsl", "sxtw", "sxtx");

    static IndexOperand of(OperandSpec spec) {
        return new IndexOperand(spec.slot(0), spec.slots().size() > 1 ? spec.slot(1) : null, spec.scale());
    }

    private Slot register() {
        return index.slice(7, 3).as(Slot.Role.REGISTER);
    }

    private Slot option() {
        return index.slice(2, 1);
    }

    private Slot shifted() {
        return index.slice(0, 0);
    }

    private int amount(int word) {
        int bytes = doubled == null || doubled.in(word) == 0 ? scale : scale * 2;
        return Integer.numberOfTrailingZeros(bytes);
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        int how = option().in(word);
        boolean shift = shifted().in(word) != 0;
        out.append(RegisterOperand.name(register().in(word), (how & 1) != 0, false));
        if (how != 1 || shift) {
            out.append(", ").append(OPTIONS.get(how)).append(shift ? " #" + amount(word) : "");
        }
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        String name = in.word();
        int number = RegisterOperand.number(name, false);
        if (number < 0 || !in.accept() || !out.set(register(), number)) {
            return false;
        }
        int how = 1;
        boolean shift = false;
        if (in.skip(", ")) {
            how = OPTIONS.indexOf(in.word());
            shift = in.accept() && in.skip(" ");
            OptionalLong amount = shift ? in.number() : OptionalLong.empty();
            if (shift && !amount.equals(OptionalLong.of(amount(out.word())))) {
                // A shift of zero is no shift, except for bytes, where it is the only one.
                shift = false;
                how = amount.equals(OptionalLong.of(0)) ? how : -1;
            }
        }
        boolean rightWidth = name.startsWith("x") == ((how & 1) != 0);
        return how >= 0 && rightWidth && out.set(option(), how) && out.set(shifted(), shift ? 1 : 0) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return List.of(register(), option(), shifted());
    }
}
