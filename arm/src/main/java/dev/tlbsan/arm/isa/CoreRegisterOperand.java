package dev.tlbsan.arm.isa;

import java.util.List;

/**
 * A general-purpose register of AArch32.
 *
 * @param spec its number, of three or four bits
 * @param flags whether 15 stands for the condition flags
 */
record CoreRegisterOperand(OperandSpec spec, boolean flags) implements Operand {
    private static final List<String> NAMES =
            List.of("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "sp", "lr", "pc");
    private static final List<String> OTHER_NAMES = List.of("sb", "sl", "fp", "ip", "r13", "r14", "r15");
    private static final int FIRST_OTHER = 9;
    private static final String FLAGS = "apsr_nzcv";
    private static final int PC = 15;

    CoreRegisterOperand {
        if (spec.width() < 3 || spec.width() > 4) {
            throw new IllegalArgumentException("a register number has 3 or 4 bits, not " + spec.width());
        }
    }

    /** A register. */
    static CoreRegisterOperand of(OperandSpec spec) {
        return new CoreRegisterOperand(spec, false);
    }

    /** The name of a register. */
    static String name(int number) {
        return NAMES.get(number);
    }

    /** The number of the register with a name in lower case, or -1. */
    static int number(String name) {
        int other = OTHER_NAMES.indexOf(name);
        return other < 0 ? NAMES.indexOf(name) : other + FIRST_OTHER;
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        int number = (int) spec.value(word);
        out.append(flags && number == PC ? FLAGS : name(number));
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        String name = in.word();
        int number = flags && name.equals(FLAGS) ? PC : number(name);
        return number >= 0 && spec.set(out, number) && in.accept();
    }

    @Override
    public List<Slot> slots() {
        return spec.as(Slot.Role.REGISTER);
    }
}
