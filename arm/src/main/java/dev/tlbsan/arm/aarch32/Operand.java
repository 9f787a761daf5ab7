package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;

/**
 * The second operand of a data-processing instruction.
 *
 * @param value its value, of which the low 32 bits count
 * @param carry a value whose bit 0 is the carry out of the shifter, or {@link #KEPT}
 */
record Operand(int value, int carry) {
    /** The shifter passes PSTATE.C on. */
    static final int KEPT = -1;

    Operand inverted(Aarch32Semantics s) {
        return new Operand(s.invert(value), carry);
    }

    /** Sets the flags of a logical result: N, Z and the shifter's C. */
    void setFlags(Aarch32Semantics s, int result) {
        if (carry == KEPT) {
            s.nz(false, result);
        } else {
            s.nzc(result, carry);
        }
    }
}
