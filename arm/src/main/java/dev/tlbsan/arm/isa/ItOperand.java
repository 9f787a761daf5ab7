package dev.tlbsan.arm.isa;

import java.util.List;

/**
 * The rest of an IT mnemonic and its condition: {@code te eq} of {@code itte eq}.
 *
 * @param spec firstcond and mask, eight bits
 */
record ItOperand(OperandSpec spec) implements Operand {
    @Override
    public void print(int word, long va, StringBuilder out) {
        int state = (int) spec.value(word);
        int firstCondition = state >>> 4;
        for (int bit = 3; bit > 0 && (state & ((1 << bit) - 1)) != 0; bit--) {
            out.append((state >>> bit & 1) == (firstCondition & 1) ? 't' : 'e');
        }
        out.append(' ').append(ConditionNames.name(firstCondition));
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        String others = in.word();
        if (!others.matches("[te]{0,3}") || !in.skip(" ")) {
            return false;
        }
        int condition = ConditionNames.number(in.word());
        if (condition < 0) {
            return false;
        }
        int state = condition << 4;
        for (int i = 0; i < others.length(); i++) {
            int same = condition & 1;
            state |= (others.charAt(i) == 't' ? same : 1 - same) << (3 - i);
        }
        return spec.set(out, state | (1 << (3 - others.length()))) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return spec.slots();
    }
}
