package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Add/subtract (immediate). The field i packs the shift by 12 above imm12. */
public final class AddSubtractImmediate {
    private static final String IMMEDIATE = ", {i<11:0>:hex}{i<12:12>:|, lsl #12}";

    private AddSubtractImmediate() {}

    /** ADD. */
    @A64(
            bits = "z 0 0 10001 0i iiiiiiiiiiii nnnnn ddddd",
            asm = "add {d:rsp}, {n:rsp}" + IMMEDIATE,
            manual = "C6.2 ADD (immediate)")
    static void add(Semantics s, boolean z, int i, int n, int d) {
        s.xOrSp(d, z, s.add(z, s.xOrSp(n), immediate(s, i)));
    }

    /** ADDS. */
    @A64(
            bits = "z 0 1 10001 0i iiiiiiiiiiii nnnnn ddddd",
            asm = "adds {d:r}, {n:rsp}" + IMMEDIATE,
            manual = "C6.2 ADDS (immediate)")
    static void adds(Semantics s, boolean z, int i, int n, int d) {
        s.x(d, z, s.addSettingFlags(z, s.xOrSp(n), immediate(s, i)));
    }

    /** SUB. */
    @A64(
            bits = "z 1 0 10001 0i iiiiiiiiiiii nnnnn ddddd",
            asm = "sub {d:rsp}, {n:rsp}" + IMMEDIATE,
            manual = "C6.2 SUB (immediate)")
    static void sub(Semantics s, boolean z, int i, int n, int d) {
        s.xOrSp(d, z, s.sub(z, s.xOrSp(n), immediate(s, i)));
    }

    /** SUBS. */
    @A64(
            bits = "z 1 1 10001 0i iiiiiiiiiiii nnnnn ddddd",
            asm = "subs {d:r}, {n:rsp}" + IMMEDIATE,
            manual = "C6.2 SUBS (immediate)")
    static void subs(Semantics s, boolean z, int i, int n, int d) {
        s.x(d, z, s.subSettingFlags(z, s.xOrSp(n), immediate(s, i)));
    }

    private static int immediate(Semantics s, int i) {
        return s.constant((i & 0xfff) << ((i >>> 12) * 12));
    }
}
