package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Moves of registers, shifted by a constant or by a register. */
public final class Shifts {
    private Shifts() {}

    /** MOV, MOVS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd 00000 00 0 mmmm",
            asm = "mov{f:|s}{c:cond} {d:r}, {m:r}",
            shouldBe = "0000",
            manual = "F5.1 MOV, MOVS (register)",
            priority = 1)
    @T32(
            bits = "11101 01 0010 f 1111 . 000 dddd 00 00 mmmm",
            asm = "mov{f:|s}.w {d:r}, {m:r}",
            shouldBe = "0",
            manual = "F5.1 MOV, MOVS (register)",
            priority = 2)
    static void mov(Aarch32Semantics s, boolean f, int d, int m) {
        if (isRefusedMove(s, f, d, m)) {
            return;
        }
        Alu.mov(s, f, d, new Operand(s.r(m), Operand.KEPT));
    }

    /** LSL, LSLS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd iiiii 00 0 mmmm",
            asm = "lsl{f:|s}{c:cond} {d:r}, {m:r}, {i:imm}",
            shouldBe = "0000",
            manual = "F5.1 LSL, LSLS (immediate)")
    @T32(
            bits = "11101 01 0010 f 1111 . iii dddd ii 00 mmmm",
            asm = "lsl{f:|s}.w {d:r}, {m:r}, {i:imm}",
            shouldBe = "0",
            manual = "F5.1 LSL, LSLS (immediate)",
            priority = 1)
    static void lsl(Aarch32Semantics s, boolean f, int d, int i, int m) {
        shift(s, f, d, ShiftedRegister.pack(ShiftedRegister.LSL, i, m));
    }

    /** LSR, LSRS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd iiiii 01 0 mmmm",
            asm = "lsr{f:|s}{c:cond} {d:r}, {m:r}, {i:amount}",
            shouldBe = "0000",
            manual = "F5.1 LSR, LSRS (immediate)")
    @T32(
            bits = "11101 01 0010 f 1111 . iii dddd ii 01 mmmm",
            asm = "lsr{f:|s}.w {d:r}, {m:r}, {i:amount}",
            shouldBe = "0",
            manual = "F5.1 LSR, LSRS (immediate)",
            priority = 1)
    static void lsr(Aarch32Semantics s, boolean f, int d, int i, int m) {
        shift(s, f, d, ShiftedRegister.pack(ShiftedRegister.LSR, i, m));
    }

    /** ASR, ASRS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd iiiii 10 0 mmmm",
            asm = "asr{f:|s}{c:cond} {d:r}, {m:r}, {i:amount}",
            shouldBe = "0000",
            manual = "F5.1 ASR, ASRS (immediate)")
    @T32(
            bits = "11101 01 0010 f 1111 . iii dddd ii 10 mmmm",
            asm = "asr{f:|s}.w {d:r}, {m:r}, {i:amount}",
            shouldBe = "0",
            manual = "F5.1 ASR, ASRS (immediate)",
            priority = 1)
    static void asr(Aarch32Semantics s, boolean f, int d, int i, int m) {
        shift(s, f, d, ShiftedRegister.pack(ShiftedRegister.ASR, i, m));
    }

    /** ROR, RORS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd iiiii 11 0 mmmm",
            asm = "ror{f:|s}{c:cond} {d:r}, {m:r}, {i:imm}",
            shouldBe = "0000",
            manual = "F5.1 ROR, RORS (immediate)")
    @T32(
            bits = "11101 01 0010 f 1111 . iii dddd ii 11 mmmm",
            asm = "ror{f:|s} {d:r}, {m:r}, {i:imm}",
            shouldBe = "0",
            manual = "F5.1 ROR, RORS (immediate)",
            priority = 1)
    static void ror(Aarch32Semantics s, boolean f, int d, int i, int m) {
        shift(s, f, d, ShiftedRegister.pack(ShiftedRegister.ROR, i, m));
    }

    /** RRX, RRXS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd 00000 11 0 mmmm",
            asm = "rrx{f:|s}{c:cond} {d:r}, {m:r}",
            shouldBe = "0000",
            manual = "F5.1 RRX, RRXS",
            priority = 1)
    @T32(
            bits = "11101 01 0010 f 1111 . 000 dddd 00 11 mmmm",
            asm = "rrx{f:|s} {d:r}, {m:r}",
            shouldBe = "0",
            manual = "F5.1 RRX, RRXS",
            priority = 2)
    static void rrx(Aarch32Semantics s, boolean f, int d, int m) {
        shift(s, f, d, ShiftedRegister.pack(ShiftedRegister.ROR, 0, m));
    }

    /** LSL, LSLS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd mmmm 0 00 1 nnnn",
            asm = "lsl{f:|s}{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "0000",
            manual = "F5.1 LSL, LSLS (register)")
    @T32(
            bits = "11111 010 0 00 f nnnn 1111 dddd 0000 mmmm",
            asm = "lsl{f:|s}.w {d:r}, {n:r}, {m:r}",
            manual = "F5.1 LSL, LSLS (register)")
    static void lslRegister(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        Alu.mov(s, f, d, ShiftedRegister.byRegister(s, f, ShiftedRegister.LSL, s.r(n), s.r(m)));
    }

    /** LSR, LSRS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd mmmm 0 01 1 nnnn",
            asm = "lsr{f:|s}{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "0000",
            manual = "F5.1 LSR, LSRS (register)")
    @T32(
            bits = "11111 010 0 01 f nnnn 1111 dddd 0000 mmmm",
            asm = "lsr{f:|s}.w {d:r}, {n:r}, {m:r}",
            manual = "F5.1 LSR, LSRS (register)")
    static void lsrRegister(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        Alu.mov(s, f, d, ShiftedRegister.byRegister(s, f, ShiftedRegister.LSR, s.r(n), s.r(m)));
    }

    /** ASR, ASRS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd mmmm 0 10 1 nnnn",
            asm = "asr{f:|s}{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "0000",
            manual = "F5.1 ASR, ASRS (register)")
    @T32(
            bits = "11111 010 0 10 f nnnn 1111 dddd 0000 mmmm",
            asm = "asr{f:|s}.w {d:r}, {n:r}, {m:r}",
            manual = "F5.1 ASR, ASRS (register)")
    static void asrRegister(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        Alu.mov(s, f, d, ShiftedRegister.byRegister(s, f, ShiftedRegister.ASR, s.r(n), s.r(m)));
    }

    /** ROR, RORS. */
    @A32(
            bits = "cccc 000 1101 f .... dddd mmmm 0 11 1 nnnn",
            asm = "ror{f:|s}{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "0000",
            manual = "F5.1 ROR, RORS (register)")
    @T32(
            bits = "11111 010 0 11 f nnnn 1111 dddd 0000 mmmm",
            asm = "ror{f:|s}.w {d:r}, {n:r}, {m:r}",
            manual = "F5.1 ROR, RORS (register)")
    static void rorRegister(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        Alu.mov(s, f, d, ShiftedRegister.byRegister(s, f, ShiftedRegister.ROR, s.r(n), s.r(m)));
    }

    private static void shift(Aarch32Semantics s, boolean f, int d, int m) {
        if (Unpredictable.inT32(s, d, ShiftedRegister.register(m))) {
            return;
        }
        Alu.mov(s, f, d, ShiftedRegister.operand(s, f, m));
    }

    /** In T32: R15, R13 of flag-setting moves, and R13 to itself. */
    private static boolean isRefusedMove(Aarch32Semantics s, boolean f, int d, int m) {
        if (!s.t32()) {
            return false;
        }
        boolean stackToItself = d == Aarch32Semantics.SP && m == Aarch32Semantics.SP;
        return (f || stackToItself) ? Unpredictable.inT32(s, d, m) : Unpredictable.pc(s, d, m);
    }
}
