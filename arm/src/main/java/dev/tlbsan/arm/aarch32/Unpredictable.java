package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;

/**
 * What makes an instruction UNPREDICTABLE, such as registers that it must not name. Methods called {@code is...} only
 * answer; the others tell the semantics, too.
 */
final class Unpredictable {
    private Unpredictable() {}

    /** A condition that is known already. */
    static boolean when(Aarch32Semantics s, boolean unpredictable) {
        if (unpredictable) {
            s.unpredictable();
        }
        return unpredictable;
    }

    /** Whether another instruction of its IT block would follow, so that it must not branch. */
    static boolean isEarlyInItBlock(Aarch32Semantics s) {
        return s.inItBlock() && !s.lastInItBlock();
    }

    /** Whether a register is one that T32 does not have in most places: R13 or R15. */
    static boolean isSpOrPc(int register) {
        return register == Aarch32Semantics.SP || register == Aarch32Semantics.PC;
    }

    /** Whether a register is one that most operands must not be: R15, and in T32 R13 too. */
    static boolean isBadRegister(Aarch32Semantics s, int register) {
        return register == Aarch32Semantics.PC || (s.t32() && register == Aarch32Semantics.SP);
    }

    /** R15, and in T32 R13 too (BadReg of the manual). */
    static boolean registers(Aarch32Semantics s, int... numbers) {
        return s.t32() ? inT32(s, numbers) : pc(s, numbers);
    }

    /** R13 and R15 in T32; A32 may name both. */
    static boolean inT32(Aarch32Semantics s, int... numbers) {
        for (int n : numbers) {
            if (s.t32() && (n == Aarch32Semantics.SP || n == Aarch32Semantics.PC)) {
                s.unpredictable();
                return true;
            }
        }
        return false;
    }

    /** R15. */
    static boolean pc(Aarch32Semantics s, int... numbers) {
        for (int n : numbers) {
            if (n == Aarch32Semantics.PC) {
                s.unpredictable();
                return true;
            }
        }
        return false;
    }

    /** Two results in the same register. */
    static boolean same(Aarch32Semantics s, int a, int b) {
        if (a == b) {
            s.unpredictable();
        }
        return a == b;
    }

    /** A branch that is followed by another instruction of its IT block. */
    static boolean branch(Aarch32Semantics s) {
        boolean early = s.inItBlock() && !s.lastInItBlock();
        if (early) {
            s.unpredictable();
        }
        return early;
    }
}
