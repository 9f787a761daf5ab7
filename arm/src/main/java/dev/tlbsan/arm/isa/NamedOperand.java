package dev.tlbsan.arm.isa;

import java.util.List;

/**
 * One of a list of texts, by the value of the bits.
 *
 * @param spec its bits
 * @param names the text for each value; a value of {@link #NONE} has no form, and others that are read, too, follow after
 *     slashes
 */
record NamedOperand(OperandSpec spec, List<String> names) implements Operand {
    /** Stands for a value that has no text. */
    static final String NONE = "?";

    NamedOperand {
        names = List.copyOf(names);
        if (names.size() > 1 << spec.width()) {
            throw new IllegalArgumentException("more texts than values: " + names);
        }
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        int value = (int) spec.value(word);
        out.append(value < names.size() ? names.get(value).split("/", -1)[0] : NONE);
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        int best = -1;
        int start = in.position();
        int end = start;
        for (int i = 0; i < names.size(); i++) {
            for (String name : names.get(i).split("/", -1)) {
                in.position(start);
                boolean found = !name.equals(NONE) && in.skip(name);
                if (found && (best < 0 || in.position() > end)) {
                    best = i;
                    end = in.position();
                }
            }
        }
        in.position(end);
        return best >= 0 && spec.set(out, best);
    }

    @Override
    public List<Slot> slots() {
        return spec.slots();
    }
}
