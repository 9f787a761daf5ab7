package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Logical (shifted register). The field m is a {@link ShiftedRegister}. */
public final class LogicalShiftedRegister {
    private static final String SHIFTED = ", {n:r}, {m<10:6>:r}{m<12:11>,m<5:0>:shift}";

    private LogicalShiftedRegister() {}

    /** AND. */
    @A64(
            bits = "z 00 01010 mm 0 mmmmm mmmmmm nnnnn ddddd",
            asm = "and {d:r}" + SHIFTED,
            manual = "C6.2 AND (shifted register)")
    static void and(Semantics s, boolean z, int m, int n, int d) {
        if (ShiftedRegister.reserved(s, z, m)) {
            return;
        }
        s.x(d, z, s.and(z, s.x(n), ShiftedRegister.value(s, z, m)));
    }

    /** BIC. */
    @A64(
            bits = "z 00 01010 mm 1 mmmmm mmmmmm nnnnn ddddd",
            asm = "bic {d:r}" + SHIFTED,
            manual = "C6.2 BIC (shifted register)")
    static void bic(Semantics s, boolean z, int m, int n, int d) {
        if (ShiftedRegister.reserved(s, z, m)) {
            return;
        }
        s.x(d, z, s.and(z, s.x(n), s.not(z, ShiftedRegister.value(s, z, m))));
    }

    /** ORR. */
    @A64(
            bits = "z 01 01010 mm 0 mmmmm mmmmmm nnnnn ddddd",
            asm = "orr {d:r}" + SHIFTED,
            manual = "C6.2 ORR (shifted register)")
    static void orr(Semantics s, boolean z, int m, int n, int d) {
        if (ShiftedRegister.reserved(s, z, m)) {
            return;
        }
        int shifted = ShiftedRegister.value(s, z, m);
        s.x(d, z, n == 31 ? shifted : s.or(z, s.x(n), shifted));
    }

    /** ORN. */
    @A64(
            bits = "z 01 01010 mm 1 mmmmm mmmmmm nnnnn ddddd",
            asm = "orn {d:r}" + SHIFTED,
            manual = "C6.2 ORN (shifted register)")
    static void orn(Semantics s, boolean z, int m, int n, int d) {
        if (ShiftedRegister.reserved(s, z, m)) {
            return;
        }
        int inverted = s.not(z, ShiftedRegister.value(s, z, m));
        s.x(d, z, n == 31 ? inverted : s.or(z, s.x(n), inverted));
    }

    /** EOR. */
    @A64(
            bits = "z 10 01010 mm 0 mmmmm mmmmmm nnnnn ddddd",
            asm = "eor {d:r}" + SHIFTED,
            manual = "C6.2 EOR (shifted register)")
    static void eor(Semantics s, boolean z, int m, int n, int d) {
        if (ShiftedRegister.reserved(s, z, m)) {
            return;
        }
        s.x(d, z, s.xor(z, s.x(n), ShiftedRegister.value(s, z, m)));
    }

    /** EON. */
    @A64(
            bits = "z 10 01010 mm 1 mmmmm mmmmmm nnnnn ddddd",
            asm = "eon {d:r}" + SHIFTED,
            manual = "C6.2 EON (shifted register)")
    static void eon(Semantics s, boolean z, int m, int n, int d) {
        if (ShiftedRegister.reserved(s, z, m)) {
            return;
        }
        s.x(d, z, s.xor(z, s.x(n), s.not(z, ShiftedRegister.value(s, z, m))));
    }

    /** ANDS. */
    @A64(
            bits = "z 11 01010 mm 0 mmmmm mmmmmm nnnnn ddddd",
            asm = "ands {d:r}" + SHIFTED,
            manual = "C6.2 ANDS (shifted register)")
    static void ands(Semantics s, boolean z, int m, int n, int d) {
        if (ShiftedRegister.reserved(s, z, m)) {
            return;
        }
        setFlags(s, z, d, s.and(z, s.x(n), ShiftedRegister.value(s, z, m)));
    }

    /** BICS. */
    @A64(
            bits = "z 11 01010 mm 1 mmmmm mmmmmm nnnnn ddddd",
            asm = "bics {d:r}" + SHIFTED,
            manual = "C6.2 BICS (shifted register)")
    static void bics(Semantics s, boolean z, int m, int n, int d) {
        if (ShiftedRegister.reserved(s, z, m)) {
            return;
        }
        setFlags(s, z, d, s.and(z, s.x(n), s.not(z, ShiftedRegister.value(s, z, m))));
    }

    private static void setFlags(Semantics s, boolean z, int d, int result) {
        s.logicalFlags(z, result);
        s.x(d, z, result);
    }
}
