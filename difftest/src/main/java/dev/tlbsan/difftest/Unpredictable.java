package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Field;
import dev.tlbsan.arm.isa.Instruction;

/** Instructions whose operands make them CONSTRAINED UNPREDICTABLE (DDI 0487, K1.2): machines may differ. */
final class Unpredictable {
    private static final int REGISTER = 31;
    private static final int ZERO = 31;

    private Unpredictable() {}

    static boolean test(Instruction instruction) {
        Definition definition = instruction.definition();
        Field base = definition.baseField();
        if (base == null) {
            return false;
        }
        String name = definition.name();
        int n = base.in(instruction.word());
        int transferred = instruction.field('t');
        boolean pair = definition.field('t').width() > 5;
        int first = transferred & REGISTER;
        int second = pair ? transferred >> 5 : first;
        boolean load = name.startsWith("ld");
        boolean writesBack = name.endsWith("PreIndexed")
                || name.endsWith("PostIndexed")
                || definition.group().endsWith("PreIndexed")
                || definition.group().endsWith("PostIndexed");
        boolean sameTwice = pair && load && first == second;
        boolean overwritesBase = writesBack && n != ZERO && (n == first || n == second);
        return sameTwice || overwritesBase || overwrittenStatus(instruction, n, first, second);
    }

    /** An exclusive store whose status goes to a register that it reads. */
    private static boolean overwrittenStatus(Instruction instruction, int n, int first, int second) {
        for (Field field : instruction.definition().fields()) {
            if (field.letter() == 'r') {
                int status = field.in(instruction.word());
                return status == first || status == second || (status == n && n != ZERO);
            }
        }
        return false;
    }
}
