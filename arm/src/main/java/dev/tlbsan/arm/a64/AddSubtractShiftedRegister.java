package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Add/subtract (shifted register). The field m is a {@link ShiftedRegister}; it cannot rotate. */
public final class AddSubtractShiftedRegister {
    private static final String SHIFTED = ", {n:r}, {m<10:6>:r}{m<12:11>,m<5:0>:shift}";

    private AddSubtractShiftedRegister() {}

    /** ADD. */
    @A64(
            bits = "z 0 0 01011 mm 0 mmmmm mmmmmm nnnnn ddddd",
            asm = "add {d:r}" + SHIFTED,
            manual = "C6.2 ADD (shifted register)")
    static void add(Semantics s, boolean z, int m, int n, int d) {
        if (reserved(s, z, m)) {
            return;
        }
        if (z && ShiftedRegister.type(m) == ShiftedRegister.LSL && ShiftedRegister.amount(m) != 0) {
            s.x(d, true, s.addShifted(s.x(n), ShiftedRegister.register(s, m), ShiftedRegister.amount(m)));
        } else {
            s.x(d, z, s.add(z, s.x(n), ShiftedRegister.value(s, z, m)));
        }
    }

    /** ADDS. */
    @A64(
            bits = "z 0 1 01011 mm 0 mmmmm mmmmmm nnnnn ddddd",
            asm = "adds {d:r}" + SHIFTED,
            manual = "C6.2 ADDS (shifted register)")
    static void adds(Semantics s, boolean z, int m, int n, int d) {
        if (reserved(s, z, m)) {
            return;
        }
        s.x(d, z, s.addSettingFlags(z, s.x(n), ShiftedRegister.value(s, z, m)));
    }

    /** SUB. */
    @A64(
            bits = "z 1 0 01011 mm 0 mmmmm mmmmmm nnnnn ddddd",
            asm = "sub {d:r}" + SHIFTED,
            manual = "C6.2 SUB (shifted register)")
    static void sub(Semantics s, boolean z, int m, int n, int d) {
        if (reserved(s, z, m)) {
            return;
        }
        s.x(d, z, s.sub(z, s.x(n), ShiftedRegister.value(s, z, m)));
    }

    /** SUBS. */
    @A64(
            bits = "z 1 1 01011 mm 0 mmmmm mmmmmm nnnnn ddddd",
            asm = "subs {d:r}" + SHIFTED,
            manual = "C6.2 SUBS (shifted register)")
    static void subs(Semantics s, boolean z, int m, int n, int d) {
        if (reserved(s, z, m)) {
            return;
        }
        s.x(d, z, s.subSettingFlags(z, s.x(n), ShiftedRegister.value(s, z, m)));
    }

    private static boolean reserved(Semantics s, boolean z, int m) {
        if (ShiftedRegister.type(m) == ShiftedRegister.ROR) {
            s.undefined();
            return true;
        }
        return ShiftedRegister.reserved(s, z, m);
    }
}
