package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Data processing with constants of 12 and 16 bits. */
public final class PlainImmediate {
    private PlainImmediate() {}

    /** ADDW. */
    @T32(
            bits = "11110 i 10 0000 nnnn 0 iii dddd iiiiiiii",
            asm = "addw {d:r}, {n:r}, {i:imm}",
            manual = "F5.1 ADD (immediate)")
    static void addw(Aarch32Semantics s, int i, int n, int d) {
        if (isRefusedSum(s, d, n)) {
            return;
        }
        Alu.add(s, false, d, s.r(n), s.constant(i));
    }

    /** SUBW. */
    @T32(
            bits = "11110 i 10 1010 nnnn 0 iii dddd iiiiiiii",
            asm = "subw {d:r}, {n:r}, {i:imm}",
            manual = "F5.1 SUB (immediate)")
    static void subw(Aarch32Semantics s, int i, int n, int d) {
        if (isRefusedSum(s, d, n)) {
            return;
        }
        Alu.sub(s, false, d, s.r(n), s.constant(i));
    }

    /** ADR. */
    @T32(
            bits = "11110 i 10 0000 1111 0 iii dddd iiiiiiii",
            asm = "adr.w {d:r}, {i:literalplus}",
            manual = "F5.1 ADR",
            priority = 1)
    static void adrAdd(Aarch32Semantics s, int i, int d) {
        if (Unpredictable.registers(s, d)) {
            return;
        }
        s.r(d, s.fromAlignedPc(i));
    }

    /** ADR. */
    @T32(
            bits = "11110 i 10 1010 1111 0 iii dddd iiiiiiii",
            asm = "adr.w {d:r}, {i:literalminus}",
            manual = "F5.1 ADR",
            priority = 1)
    static void adrSub(Aarch32Semantics s, int i, int d) {
        if (Unpredictable.registers(s, d)) {
            return;
        }
        s.r(d, s.fromAlignedPc(-i));
    }

    /** ADR. */
    @T32(
            bits = "11110 0 10 1010 1111 0 000 dddd 00000000",
            asm = "subw {d:r}, pc, #0",
            manual = "F5.1 ADR",
            priority = 2)
    static void subPcZero(Aarch32Semantics s, int d) {
        adrSub(s, 0, d);
    }

    /** MOVW. */
    @A32(
            bits = "cccc 0011 0000 iiii dddd iiiiiiiiiiii",
            asm = "movw{c:cond} {d:r}, {i:imm}",
            manual = "F5.1 MOV (immediate)")
    @T32(
            bits = "11110 i 10 0100 iiii 0 iii dddd iiiiiiii",
            asm = "movw {d:r}, {i<14:11>,i<15:15>,i<10:0>:imm}",
            manual = "F5.1 MOV (immediate)")
    static void movw(Aarch32Semantics s, int i, int d) {
        if (Unpredictable.registers(s, d)) {
            return;
        }
        s.r(d, s.constant(number(s, i)));
    }

    /** MOVT. */
    @A32(bits = "cccc 0011 0100 iiii dddd iiiiiiiiiiii", asm = "movt{c:cond} {d:r}, {i:imm}", manual = "F5.1 MOVT")
    @T32(
            bits = "11110 i 10 1100 iiii 0 iii dddd iiiiiiii",
            asm = "movt {d:r}, {i<14:11>,i<15:15>,i<10:0>:imm}",
            manual = "F5.1 MOVT")
    static void movt(Aarch32Semantics s, int i, int d) {
        if (Unpredictable.registers(s, d)) {
            return;
        }
        int low = s.and(false, s.r(d), s.constant(0xffff));
        s.r(d, s.or(false, low, s.constant32((long) number(s, i) << 16)));
    }

    /** The sixteen bits; T32 has bit 11 of them in front. */
    private static int number(Aarch32Semantics s, int i) {
        return s.t32() ? ((i & 0x7800) << 1) | ((i >>> 15) << 11) | (i & 0x7ff) : i;
    }

    /** R13 may be added to, and then be the result. */
    private static boolean isRefusedSum(Aarch32Semantics s, int d, int n) {
        boolean stack = d == Aarch32Semantics.SP && n == Aarch32Semantics.SP;
        return !stack && Unpredictable.registers(s, d);
    }
}
