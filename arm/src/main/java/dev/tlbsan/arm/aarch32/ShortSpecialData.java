package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.T32;

/** Special data processing, and sums with the stack pointer and the PC, of 16-bit T32. */
public final class ShortSpecialData {
    private ShortSpecialData() {}

    /** ADD. */
    @T32(bits = "010001 00 d mmmm ddd", asm = "add {d:r}, {m:r}", manual = "F5.1 ADD, ADDS (register)")
    static void add(Aarch32Semantics s, int d, int m) {
        if ((d == Aarch32Semantics.PC && m == Aarch32Semantics.PC) || isRefusedBranch(s, d)) {
            s.unpredictable();
            return;
        }
        Alu.add(s, false, d, s.r(d), s.r(m));
    }

    /** CMP. */
    @T32(bits = "010001 01 n mmmm nnn", asm = "cmp {n:r}, {m:r}", manual = "F5.1 CMP (register)")
    static void cmp(Aarch32Semantics s, int n, int m) {
        if ((n < 8 && m < 8) || n == Aarch32Semantics.PC || m == Aarch32Semantics.PC) {
            s.unpredictable();
            return;
        }
        s.subSettingFlags(false, s.r(n), s.r(m));
    }

    /** MOV. */
    @T32(bits = "010001 10 d mmmm ddd", asm = "mov {d:r}, {m:r}", manual = "F5.1 MOV, MOVS (register)")
    static void mov(Aarch32Semantics s, int d, int m) {
        if (isRefusedBranch(s, d)) {
            s.unpredictable();
            return;
        }
        Alu.mov(s, false, d, new Operand(s.r(m), Operand.KEPT));
    }

    /** ADR. */
    @T32(bits = "10100 ddd iiiiiiii", asm = "adr {d:r}, {i:literalplus*4}", manual = "F5.1 ADR")
    static void adr(Aarch32Semantics s, int d, int i) {
        s.r(d, s.fromAlignedPc(4L * i));
    }

    /** ADD. */
    @T32(bits = "10101 ddd iiiiiiii", asm = "add {d:r}, sp, {i:imm*4}", manual = "F5.1 ADD, ADDS (SP plus immediate)")
    static void addStack(Aarch32Semantics s, int d, int i) {
        s.r(d, stackPlus(s, 4 * i));
    }

    /** ADD. */
    @T32(bits = "1011 0000 0 iiiiiii", asm = "add sp, sp, {i:imm*4}", manual = "F5.1 ADD, ADDS (SP plus immediate)")
    static void raiseStack(Aarch32Semantics s, int i) {
        s.r(Aarch32Semantics.SP, stackPlus(s, 4 * i));
    }

    /** SUB. */
    @T32(bits = "1011 0000 1 iiiiiii", asm = "sub sp, sp, {i:imm*4}", manual = "F5.1 SUB, SUBS (SP minus immediate)")
    static void lowerStack(Aarch32Semantics s, int i) {
        s.r(Aarch32Semantics.SP, stackPlus(s, -4 * i));
    }

    private static int stackPlus(Aarch32Semantics s, int distance) {
        return s.add(false, s.r(Aarch32Semantics.SP), s.constant(distance));
    }

    /** A branch that is not the last instruction of its IT block. */
    private static boolean isRefusedBranch(Aarch32Semantics s, int d) {
        return d == Aarch32Semantics.PC && s.inItBlock() && !s.lastInItBlock();
    }
}
