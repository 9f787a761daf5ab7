package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;

/**
 * A register shifted by a constant: a field that packs imm5, the type of shift, and Rm. Zero means 32 for LSR and
 * ASR, and makes RRX of ROR.
 */
final class ShiftedRegister {
    static final int LSL = 0;
    static final int LSR = 1;
    static final int ASR = 2;
    static final int ROR = 3;
    private static final int RRX = 4;

    private ShiftedRegister() {}

    static int pack(int type, int imm5, int register) {
        return (imm5 << 6) | (type << 4) | register;
    }

    /** The number of the register. */
    static int register(int m) {
        return m & 15;
    }

    private static int type(int m) {
        return (m >>> 4) & 3;
    }

    private static int imm5(int m) {
        return m >>> 6;
    }

    /** Whether it is not just shifted left by so much at most, which is UNPREDICTABLE; the semantics are told. */
    static boolean isScaledBeyond(Aarch32Semantics s, int m, int most) {
        boolean beyond = type(m) != LSL || imm5(m) > most;
        if (beyond) {
            s.unpredictable();
        }
        return beyond;
    }

    /** The shifted value, and the carry out if the instruction sets flags by it. */
    static Operand operand(Aarch32Semantics s, boolean f, int m) {
        int value = value(s, m);
        return new Operand(value, f ? carry(s, m, value) : Operand.KEPT);
    }

    /** The shifted value; its upper half means nothing. */
    static int value(Aarch32Semantics s, int m) {
        int value = s.r(register(m));
        int amount = imm5(m);
        return switch (type(m)) {
            case LSL -> amount == 0 ? value : s.lsl(false, value, s.constant(amount));
            case LSR -> amount == 0 ? s.constant(0) : s.field(value, amount, 32 - amount);
            case ASR -> amount == 0 ? s.signedField(value, 31, 1) : s.signedField(value, amount, 32 - amount);
            default ->
                amount == 0 ? s.shiftWithCarry(RRX, value, s.constant(0)) : s.ror(false, value, s.constant(amount));
        };
    }

    private static int carry(Aarch32Semantics s, int m, int shifted) {
        int value = s.r(register(m));
        int amount = imm5(m);
        return switch (type(m)) {
            case LSL -> amount == 0 ? Operand.KEPT : s.field(value, 32 - amount, 1);
            case LSR, ASR -> s.field(value, (amount - 1) & 31, 1);
            default -> amount == 0 ? s.field(shifted, 32, 1) : s.field(value, amount - 1, 1);
        };
    }

    /** A register shifted by the low byte of another; its upper half means nothing. */
    static Operand byRegister(Aarch32Semantics s, boolean f, int type, int value, int amount) {
        int shifted = s.shiftWithCarry(type, value, amount);
        return new Operand(shifted, f ? s.field(shifted, 32, 1) : Operand.KEPT);
    }
}
