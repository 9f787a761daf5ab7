package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.Aarch32Immediate;

/** An {@link Aarch32Immediate} as the second operand of data processing. */
final class ModifiedImmediate {
    private static final int TOP = 31;

    private ModifiedImmediate() {}

    /** The number that an A32 instruction says, and the carry out of its rotation. */
    static Operand a32(Aarch32Semantics s, int i) {
        return operand(s, Aarch32Immediate.a32(i), i >>> 8 != 0);
    }

    /** The number alone. */
    static int a32Value(Aarch32Semantics s, int i) {
        return s.constant32(Aarch32Immediate.a32(i));
    }

    /** The number that a T32 instruction says, and the carry out of its rotation, if it is not repeated instead. */
    static Operand t32(Aarch32Semantics s, int i) {
        return operand(s, Aarch32Immediate.t32(i), i >>> 10 != 0);
    }

    /** The number alone. */
    static int t32Value(Aarch32Semantics s, int i) {
        return s.constant32(Aarch32Immediate.t32(i));
    }

    private static Operand operand(Aarch32Semantics s, int number, boolean rotated) {
        return new Operand(s.constant32(number), rotated ? s.constant(number >>> TOP) : Operand.KEPT);
    }

    /** Whether what a T32 instruction says is UNPREDICTABLE; the semantics are told. */
    static boolean t32Refused(Aarch32Semantics s, int i) {
        boolean refused = Aarch32Immediate.isUnpredictable(i);
        if (refused) {
            s.unpredictable();
        }
        return refused;
    }
}
