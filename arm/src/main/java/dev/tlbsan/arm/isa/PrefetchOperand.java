package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a prefetch is for: type, cache level and policy, or a number of two hexadecimal digits if that has no name.
 *
 * @param spec its 5 bits
 */
record PrefetchOperand(OperandSpec spec) implements Operand {
    private static final List<String> TYPES = List.of("pld", "pli", "pst");

    private static String name(int value) {
        if (value >>> 3 >= TYPES.size() || (value >>> 1 & 3) == 3) {
            return "";
        }
        return TYPES.get(value >>> 3) + "l" + ((value >>> 1 & 3) + 1) + ((value & 1) == 0 ? "keep" : "strm");
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        int value = (int) spec.value(word);
        String name = name(value);
        out.append(name.isEmpty() ? "#0x%02x".formatted(value) : name);
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        int start = in.position();
        String word = in.word();
        if (word.isEmpty()) {
            in.position(start);
            OptionalLong number = in.number();
            return number.isPresent() && spec.set(out, number.getAsLong()) && in.accept();
        }
        for (int value = 0; value < 32; value++) {
            if (name(value).equals(word)) {
                return spec.set(out, value) && in.accept();
            }
        }
        return false;
    }

    @Override
    public List<Slot> slots() {
        return spec.slots();
    }
}
