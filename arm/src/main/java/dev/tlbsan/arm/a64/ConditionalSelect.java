package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Conditional select. The field m packs Rm and the condition. */
public final class ConditionalSelect {
    private static final int ALWAYS = 14;

    private ConditionalSelect() {}

    /** CSEL. */
    @A64(
            bits = "z 0 0 11010100 mmmmm mmmm 00 nnnnn ddddd",
            asm = "csel {d:r}, {n:r}, {m<8:4>:r}, {m<3:0>:cond}",
            manual = "C6.2 CSEL")
    static void csel(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.selectIf(m & 15, s.x(n), s.x(m >>> 4)));
    }

    /** CSINC. */
    @A64(
            bits = "z 0 0 11010100 mmmmm mmmm 01 nnnnn ddddd",
            asm = "csinc {d:r}, {n:r}, {m<8:4>:r}, {m<3:0>:cond}",
            manual = "C6.2 CSINC")
    static void csinc(Semantics s, boolean z, int m, int n, int d) {
        if (m >>> 4 == 31 && n == 31 && (m & 15) < ALWAYS) {
            s.x(d, true, s.condition((m & 15) ^ 1));
        } else {
            s.x(d, z, s.selectIf(m & 15, s.x(n), s.add(z, s.x(m >>> 4), s.constant(1))));
        }
    }

    /** CSINV. */
    @A64(
            bits = "z 1 0 11010100 mmmmm mmmm 00 nnnnn ddddd",
            asm = "csinv {d:r}, {n:r}, {m<8:4>:r}, {m<3:0>:cond}",
            manual = "C6.2 CSINV")
    static void csinv(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.selectIf(m & 15, s.x(n), s.not(z, s.x(m >>> 4))));
    }

    /** CSNEG. */
    @A64(
            bits = "z 1 0 11010100 mmmmm mmmm 01 nnnnn ddddd",
            asm = "csneg {d:r}, {n:r}, {m<8:4>:r}, {m<3:0>:cond}",
            manual = "C6.2 CSNEG")
    static void csneg(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.selectIf(m & 15, s.x(n), s.sub(z, s.constant(0), s.x(m >>> 4))));
    }
}
