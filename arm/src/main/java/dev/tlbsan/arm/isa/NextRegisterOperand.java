package dev.tlbsan.arm.isa;

import java.util.List;

/**
 * The second register of a pair: the one after the register that an earlier operand shows.
 *
 * @param first the number of the first register
 */
record NextRegisterOperand(Slot first) implements Operand {
    private int number(int word) {
        return (first.in(word) + 1) & 15;
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        out.append(CoreRegisterOperand.name(number(word)));
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        return CoreRegisterOperand.number(in.word()) == number(out.word()) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return List.of();
    }
}
