package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;

/** The shifted source register of an instruction: a field that packs the shift's type, Rm and imm6, the amount. */
final class ShiftedRegister {
    static final int LSL = 0;
    static final int LSR = 1;
    static final int ASR = 2;
    static final int ROR = 3;

    private ShiftedRegister() {}

    /** Whether the amount is too large for the width; the instruction is UNDEFINED then. */
    static boolean reserved(Semantics s, boolean z, int m) {
        boolean reserved = !z && amount(m) >= 32;
        if (reserved) {
            s.undefined();
        }
        return reserved;
    }

    static int type(int m) {
        return m >>> 11;
    }

    static int amount(int m) {
        return m & 63;
    }

    static int register(Semantics s, int m) {
        return s.x(m >>> 6 & 31);
    }

    /** The shifted value; if it is narrow, its upper half means nothing. */
    static int value(Semantics s, boolean z, int m) {
        int value = register(s, m);
        int amount = amount(m);
        if (amount == 0) {
            return value;
        }
        return switch (type(m)) {
            case LSL -> s.lsl(z, value, s.constant(amount));
            case LSR -> s.lsr(z, value, s.constant(amount));
            case ASR -> s.signedField(value, amount, (z ? 64 : 32) - amount);
            default -> s.ror(z, value, s.constant(amount));
        };
    }
}
