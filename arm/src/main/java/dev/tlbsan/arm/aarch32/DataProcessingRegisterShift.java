package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;

/** Integer data processing (three register, register shift) of A32. The field m packs Rs, the type of shift, and Rm. */
public final class DataProcessingRegisterShift {
    private static final String SHIFTED = ", {m<3:0>:r}, {m<5:4>:lsl|lsr|asr|ror} {m<9:6>:r}";

    private DataProcessingRegisterShift() {}

    /** AND, ANDS. */
    @A32(
            bits = "cccc 000 0000 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "and{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 AND, ANDS (register-shifted register)")
    static void and(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.and(s, f, d, s.r(n), operand(s, f, m));
    }

    /** EOR, EORS. */
    @A32(
            bits = "cccc 000 0001 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "eor{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 EOR, EORS (register-shifted register)")
    static void eor(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.eor(s, f, d, s.r(n), operand(s, f, m));
    }

    /** SUB, SUBS. */
    @A32(
            bits = "cccc 000 0010 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "sub{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 SUB, SUBS (register-shifted register)")
    static void sub(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.sub(s, f, d, s.r(n), operand(s, false, m).value());
    }

    /** RSB, RSBS. */
    @A32(
            bits = "cccc 000 0011 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "rsb{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 RSB, RSBS (register-shifted register)")
    static void rsb(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.sub(s, f, d, operand(s, false, m).value(), s.r(n));
    }

    /** ADD, ADDS. */
    @A32(
            bits = "cccc 000 0100 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "add{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 ADD, ADDS (register-shifted register)")
    static void add(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.add(s, f, d, s.r(n), operand(s, false, m).value());
    }

    /** ADC, ADCS. */
    @A32(
            bits = "cccc 000 0101 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "adc{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 ADC, ADCS (register-shifted register)")
    static void adc(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.adc(s, f, d, s.r(n), operand(s, false, m).value());
    }

    /** SBC, SBCS. */
    @A32(
            bits = "cccc 000 0110 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "sbc{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 SBC, SBCS (register-shifted register)")
    static void sbc(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.sbc(s, f, d, s.r(n), operand(s, false, m).value());
    }

    /** RSC, RSCS. */
    @A32(
            bits = "cccc 000 0111 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "rsc{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 RSC, RSCS (register-shifted register)")
    static void rsc(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.sbc(s, f, d, operand(s, false, m).value(), s.r(n));
    }

    /** TST. */
    @A32(
            bits = "cccc 000 1000 1 nnnn .... mmmm 0 mm 1 mmmm",
            asm = "tst{c:cond} {n:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 TST (register-shifted register)")
    static void tst(Aarch32Semantics s, int n, int m) {
        if (Unpredictable.pc(s, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.tst(s, s.r(n), operand(s, true, m));
    }

    /** TEQ. */
    @A32(
            bits = "cccc 000 1001 1 nnnn .... mmmm 0 mm 1 mmmm",
            asm = "teq{c:cond} {n:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 TEQ (register-shifted register)")
    static void teq(Aarch32Semantics s, int n, int m) {
        if (Unpredictable.pc(s, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.teq(s, s.r(n), operand(s, true, m));
    }

    /** CMP. */
    @A32(
            bits = "cccc 000 1010 1 nnnn .... mmmm 0 mm 1 mmmm",
            asm = "cmp{c:cond} {n:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 CMP (register-shifted register)")
    static void cmp(Aarch32Semantics s, int n, int m) {
        if (Unpredictable.pc(s, n, m & 15, m >>> 6)) {
            return;
        }
        s.subSettingFlags(false, s.r(n), operand(s, false, m).value());
    }

    /** CMN. */
    @A32(
            bits = "cccc 000 1011 1 nnnn .... mmmm 0 mm 1 mmmm",
            asm = "cmn{c:cond} {n:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 CMN (register-shifted register)")
    static void cmn(Aarch32Semantics s, int n, int m) {
        if (Unpredictable.pc(s, n, m & 15, m >>> 6)) {
            return;
        }
        s.addSettingFlags(false, s.r(n), operand(s, false, m).value());
    }

    /** ORR, ORRS. */
    @A32(
            bits = "cccc 000 1100 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "orr{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 ORR, ORRS (register-shifted register)")
    static void orr(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.orr(s, f, d, s.r(n), operand(s, f, m));
    }

    /** BIC, BICS. */
    @A32(
            bits = "cccc 000 1110 f nnnn dddd mmmm 0 mm 1 mmmm",
            asm = "bic{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 BIC, BICS (register-shifted register)")
    static void bic(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.pc(s, d, n, m & 15, m >>> 6)) {
            return;
        }
        Alu.and(s, f, d, s.r(n), operand(s, f, m).inverted(s));
    }

    /** MVN, MVNS. */
    @A32(
            bits = "cccc 000 1111 f .... dddd mmmm 0 mm 1 mmmm",
            asm = "mvn{f:|s}{c:cond} {d:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 MVN, MVNS (register-shifted register)")
    static void mvn(Aarch32Semantics s, boolean f, int d, int m) {
        if (Unpredictable.pc(s, d, m & 15, m >>> 6)) {
            return;
        }
        Alu.mov(s, f, d, operand(s, f, m).inverted(s));
    }

    private static Operand operand(Aarch32Semantics s, boolean f, int m) {
        return ShiftedRegister.byRegister(s, f, (m >>> 4) & 3, s.r(m & 15), s.r(m >>> 6));
    }
}
