package dev.tlbsan.arm.isa;

import java.util.List;

/**
 * A list of registers in braces, ascending; ranges are read, too.
 *
 * @param spec a bit for each register, R0 that of bit 0
 * @param above the register that the most significant bit stands for, or -1 if that is as regular as the others
 */
record RegisterListOperand(OperandSpec spec, int above) implements Operand {
    private long mask(int word) {
        long bits = spec.value(word);
        int top = spec.width() - 1;
        return above < 0 || bits >>> top == 0 ? bits : (bits ^ (1L << top)) | (1L << above);
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        long mask = mask(word);
        String separator = "{";
        for (int n = 0; n < 16; n++) {
            if ((mask >>> n & 1) != 0) {
                out.append(separator).append(CoreRegisterOperand.name(n));
                separator = ", ";
            }
        }
        out.append(mask == 0 ? "{}" : "}");
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        if (!in.skip("{")) {
            return false;
        }
        long mask = 0;
        boolean more = !in.skip("}");
        while (more) {
            int first = CoreRegisterOperand.number(in.word());
            int last = in.skip("-") ? CoreRegisterOperand.number(in.word()) : first;
            if (first < 0 || last < first) {
                return false;
            }
            mask |= (2L << last) - (1L << first);
            more = in.accept() && in.skip(", ");
            if (!more && !in.skip("}")) {
                return false;
            }
        }
        return set(out, mask);
    }

    private boolean set(Encoding out, long mask) {
        if (above < 0) {
            return spec.set(out, mask);
        }
        long rest = mask & ~(1L << above);
        int top = spec.width() - 1;
        return rest >>> top == 0 && spec.set(out, rest == mask ? mask : rest | (1L << top));
    }

    @Override
    public List<Slot> slots() {
        return spec.slots();
    }
}
