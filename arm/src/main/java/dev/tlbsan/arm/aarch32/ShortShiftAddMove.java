package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.T32;

/** Shift (immediate), add, subtract, move and compare of 16-bit T32; flags are set outside of IT blocks only. */
public final class ShortShiftAddMove {
    private ShortShiftAddMove() {}

    /** MOVS. */
    @T32(bits = "000 00 00000 mmm ddd", asm = "movs {d:r}, {m:r}", manual = "F5.1 MOV, MOVS (register)", priority = 1)
    static void mov(Aarch32Semantics s, int m, int d) {
        if (s.inItBlock()) {
            s.unpredictable();
            return;
        }
        Alu.mov(s, true, d, new Operand(s.r(m), Operand.KEPT));
    }

    /** LSLS. */
    @T32(bits = "000 00 iiiii mmm ddd", asm = "lsls {d:r}, {m:r}, {i:imm}", manual = "F5.1 LSL, LSLS (immediate)")
    static void lsl(Aarch32Semantics s, int i, int m, int d) {
        boolean f = !s.inItBlock();
        Alu.mov(s, f, d, ShiftedRegister.operand(s, f, ShiftedRegister.pack(ShiftedRegister.LSL, i, m)));
    }

    /** LSRS. */
    @T32(bits = "000 01 iiiii mmm ddd", asm = "lsrs {d:r}, {m:r}, {i:amount}", manual = "F5.1 LSR, LSRS (immediate)")
    static void lsr(Aarch32Semantics s, int i, int m, int d) {
        boolean f = !s.inItBlock();
        Alu.mov(s, f, d, ShiftedRegister.operand(s, f, ShiftedRegister.pack(ShiftedRegister.LSR, i, m)));
    }

    /** ASRS. */
    @T32(bits = "000 10 iiiii mmm ddd", asm = "asrs {d:r}, {m:r}, {i:amount}", manual = "F5.1 ASR, ASRS (immediate)")
    static void asr(Aarch32Semantics s, int i, int m, int d) {
        boolean f = !s.inItBlock();
        Alu.mov(s, f, d, ShiftedRegister.operand(s, f, ShiftedRegister.pack(ShiftedRegister.ASR, i, m)));
    }

    /** ADDS. */
    @T32(bits = "0001100 mmm nnn ddd", asm = "adds {d:r}, {n:r}, {m:r}", manual = "F5.1 ADD, ADDS (register)")
    static void add(Aarch32Semantics s, int m, int n, int d) {
        Alu.add(s, !s.inItBlock(), d, s.r(n), s.r(m));
    }

    /** SUBS. */
    @T32(bits = "0001101 mmm nnn ddd", asm = "subs {d:r}, {n:r}, {m:r}", manual = "F5.1 SUB, SUBS (register)")
    static void sub(Aarch32Semantics s, int m, int n, int d) {
        Alu.sub(s, !s.inItBlock(), d, s.r(n), s.r(m));
    }

    /** ADDS. */
    @T32(bits = "0001110 iii nnn ddd", asm = "adds {d:r}, {n:r}, {i:imm}", manual = "F5.1 ADD, ADDS (immediate)")
    static void addSmall(Aarch32Semantics s, int i, int n, int d) {
        Alu.add(s, !s.inItBlock(), d, s.r(n), s.constant(i));
    }

    /** SUBS. */
    @T32(bits = "0001111 iii nnn ddd", asm = "subs {d:r}, {n:r}, {i:imm}", manual = "F5.1 SUB, SUBS (immediate)")
    static void subSmall(Aarch32Semantics s, int i, int n, int d) {
        Alu.sub(s, !s.inItBlock(), d, s.r(n), s.constant(i));
    }

    /** MOVS. */
    @T32(bits = "001 00 ddd iiiiiiii", asm = "movs {d:r}, {i:imm}", manual = "F5.1 MOV, MOVS (immediate)")
    static void movImmediate(Aarch32Semantics s, int d, int i) {
        Alu.mov(s, !s.inItBlock(), d, new Operand(s.constant(i), Operand.KEPT));
    }

    /** CMP. */
    @T32(bits = "001 01 nnn iiiiiiii", asm = "cmp {n:r}, {i:imm}", manual = "F5.1 CMP (immediate)")
    static void cmp(Aarch32Semantics s, int n, int i) {
        s.subSettingFlags(false, s.r(n), s.constant(i));
    }

    /** ADDS. */
    @T32(bits = "001 10 ddd iiiiiiii", asm = "adds {d:r}, {i:imm}", manual = "F5.1 ADD, ADDS (immediate)")
    static void addImmediate(Aarch32Semantics s, int d, int i) {
        Alu.add(s, !s.inItBlock(), d, s.r(d), s.constant(i));
    }

    /** SUBS. */
    @T32(bits = "001 11 ddd iiiiiiii", asm = "subs {d:r}, {i:imm}", manual = "F5.1 SUB, SUBS (immediate)")
    static void subImmediate(Aarch32Semantics s, int d, int i) {
        Alu.sub(s, !s.inItBlock(), d, s.r(d), s.constant(i));
    }
}
