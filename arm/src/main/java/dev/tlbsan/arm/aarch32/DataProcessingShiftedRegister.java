package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Integer data processing (three register, immediate shift). The field m is a {@link ShiftedRegister}. */
public final class DataProcessingShiftedRegister {
    private static final String SHIFTED = ", {m<3:0>:r}{m<5:4>,m<10:6>:shift}";

    private DataProcessingShiftedRegister() {}

    /** AND, ANDS. */
    @A32(
            bits = "cccc 000 0000 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "and{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 AND, ANDS (register)")
    @T32(
            bits = "11101 01 0000 f nnnn . mmm dddd mm mm mmmm",
            asm = "and{f:|s}.w {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 AND, ANDS (register)")
    static void and(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.inT32(s, d, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.and(s, f, d, s.r(n), ShiftedRegister.operand(s, f, m));
    }

    /** EOR, EORS. */
    @A32(
            bits = "cccc 000 0001 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "eor{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 EOR, EORS (register)")
    @T32(
            bits = "11101 01 0100 f nnnn . mmm dddd mm mm mmmm",
            asm = "eor{f:|s}.w {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 EOR, EORS (register)")
    static void eor(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.inT32(s, d, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.eor(s, f, d, s.r(n), ShiftedRegister.operand(s, f, m));
    }

    /** SUB, SUBS. */
    @A32(
            bits = "cccc 000 0010 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "sub{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 SUB, SUBS (register)")
    @T32(
            bits = "11101 01 1101 f nnnn . mmm dddd mm mm mmmm",
            asm = "sub{f:|s}.w {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 SUB, SUBS (register)")
    static void sub(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (isRefusedSum(s, d, n, m)) {
            return;
        }
        Alu.sub(s, f, d, s.r(n), ShiftedRegister.value(s, m));
    }

    /** RSB, RSBS. */
    @A32(
            bits = "cccc 000 0011 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "rsb{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 RSB, RSBS (register)")
    @T32(
            bits = "11101 01 1110 f nnnn . mmm dddd mm mm mmmm",
            asm = "rsb{f:|s} {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 RSB, RSBS (register)")
    static void rsb(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.inT32(s, d, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.sub(s, f, d, ShiftedRegister.value(s, m), s.r(n));
    }

    /** ADD, ADDS. */
    @A32(
            bits = "cccc 000 0100 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "add{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 ADD, ADDS (register)")
    @T32(
            bits = "11101 01 1000 f nnnn . mmm dddd mm mm mmmm",
            asm = "add{f:|s}.w {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 ADD, ADDS (register)")
    static void add(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (isRefusedSum(s, d, n, m)) {
            return;
        }
        Alu.add(s, f, d, s.r(n), ShiftedRegister.value(s, m));
    }

    /** ADC, ADCS. */
    @A32(
            bits = "cccc 000 0101 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "adc{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 ADC, ADCS (register)")
    @T32(
            bits = "11101 01 1010 f nnnn . mmm dddd mm mm mmmm",
            asm = "adc{f:|s}.w {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 ADC, ADCS (register)")
    static void adc(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.inT32(s, d, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.adc(s, f, d, s.r(n), ShiftedRegister.value(s, m));
    }

    /** SBC, SBCS. */
    @A32(
            bits = "cccc 000 0110 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "sbc{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 SBC, SBCS (register)")
    @T32(
            bits = "11101 01 1011 f nnnn . mmm dddd mm mm mmmm",
            asm = "sbc{f:|s}.w {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 SBC, SBCS (register)")
    static void sbc(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.inT32(s, d, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.sbc(s, f, d, s.r(n), ShiftedRegister.value(s, m));
    }

    /** RSC, RSCS. */
    @A32(
            bits = "cccc 000 0111 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "rsc{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 RSC, RSCS (register)")
    static void rsc(Aarch32Semantics s, boolean f, int n, int d, int m) {
        Alu.sbc(s, f, d, ShiftedRegister.value(s, m), s.r(n));
    }

    /** TST. */
    @A32(
            bits = "cccc 000 1000 1 nnnn .... mmmmm mm 0 mmmm",
            asm = "tst{c:cond} {n:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 TST (register)")
    @T32(
            bits = "11101 01 0000 1 nnnn . mmm 1111 mm mm mmmm",
            asm = "tst.w {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 TST (register)",
            priority = 1)
    static void tst(Aarch32Semantics s, int n, int m) {
        if (Unpredictable.inT32(s, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.tst(s, s.r(n), ShiftedRegister.operand(s, true, m));
    }

    /** TEQ. */
    @A32(
            bits = "cccc 000 1001 1 nnnn .... mmmmm mm 0 mmmm",
            asm = "teq{c:cond} {n:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 TEQ (register)")
    @T32(
            bits = "11101 01 0100 1 nnnn . mmm 1111 mm mm mmmm",
            asm = "teq {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 TEQ (register)",
            priority = 1)
    static void teq(Aarch32Semantics s, int n, int m) {
        if (Unpredictable.inT32(s, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.teq(s, s.r(n), ShiftedRegister.operand(s, true, m));
    }

    /** CMP. */
    @A32(
            bits = "cccc 000 1010 1 nnnn .... mmmmm mm 0 mmmm",
            asm = "cmp{c:cond} {n:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 CMP (register)")
    @T32(
            bits = "11101 01 1101 1 nnnn . mmm 1111 mm mm mmmm",
            asm = "cmp.w {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 CMP (register)",
            priority = 1)
    static void cmp(Aarch32Semantics s, int n, int m) {
        if (isRefusedComparison(s, n, m)) {
            return;
        }
        s.subSettingFlags(false, s.r(n), ShiftedRegister.value(s, m));
    }

    /** CMN. */
    @A32(
            bits = "cccc 000 1011 1 nnnn .... mmmmm mm 0 mmmm",
            asm = "cmn{c:cond} {n:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 CMN (register)")
    @T32(
            bits = "11101 01 1000 1 nnnn . mmm 1111 mm mm mmmm",
            asm = "cmn.w {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 CMN (register)",
            priority = 1)
    static void cmn(Aarch32Semantics s, int n, int m) {
        if (isRefusedComparison(s, n, m)) {
            return;
        }
        s.addSettingFlags(false, s.r(n), ShiftedRegister.value(s, m));
    }

    /** ORR, ORRS. */
    @A32(
            bits = "cccc 000 1100 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "orr{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 ORR, ORRS (register)")
    @T32(
            bits = "11101 01 0010 f nnnn . mmm dddd mm mm mmmm",
            asm = "orr{f:|s}.w {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 ORR, ORRS (register)")
    static void orr(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.inT32(s, d, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.orr(s, f, d, s.r(n), ShiftedRegister.operand(s, f, m));
    }

    /** BIC, BICS. */
    @A32(
            bits = "cccc 000 1110 f nnnn dddd mmmmm mm 0 mmmm",
            asm = "bic{f:|s}{c:cond} {d:r}, {n:r}" + SHIFTED,
            manual = "F5.1 BIC, BICS (register)")
    @T32(
            bits = "11101 01 0001 f nnnn . mmm dddd mm mm mmmm",
            asm = "bic{f:|s}.w {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 BIC, BICS (register)")
    static void bic(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.inT32(s, d, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.and(s, f, d, s.r(n), ShiftedRegister.operand(s, f, m).inverted(s));
    }

    /** ORN, ORNS. */
    @T32(
            bits = "11101 01 0011 f nnnn . mmm dddd mm mm mmmm",
            asm = "orn{f:|s} {d:r}, {n:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 ORN, ORNS (register)")
    static void orn(Aarch32Semantics s, boolean f, int n, int d, int m) {
        if (Unpredictable.inT32(s, d, n, ShiftedRegister.register(m))) {
            return;
        }
        Alu.orr(s, f, d, s.r(n), ShiftedRegister.operand(s, f, m).inverted(s));
    }

    /** MVN, MVNS. */
    @A32(
            bits = "cccc 000 1111 f .... dddd mmmmm mm 0 mmmm",
            asm = "mvn{f:|s}{c:cond} {d:r}" + SHIFTED,
            shouldBe = "0000",
            manual = "F5.1 MVN, MVNS (register)")
    @T32(
            bits = "11101 01 0011 f 1111 . mmm dddd mm mm mmmm",
            asm = "mvn{f:|s}.w {d:r}" + SHIFTED,
            shouldBe = "0",
            manual = "F5.1 MVN, MVNS (register)",
            priority = 1)
    static void mvn(Aarch32Semantics s, boolean f, int d, int m) {
        if (Unpredictable.inT32(s, d, ShiftedRegister.register(m))) {
            return;
        }
        Alu.mov(s, f, d, ShiftedRegister.operand(s, f, m).inverted(s));
    }

    private static boolean isRefusedComparison(Aarch32Semantics s, int n, int m) {
        return (s.t32() && Unpredictable.pc(s, n)) || Unpredictable.inT32(s, ShiftedRegister.register(m));
    }

    /** Sums in T32: R13 may be added to, and then be the result, if the other register is shifted left by at most 3. */
    private static boolean isRefusedSum(Aarch32Semantics s, int d, int n, int m) {
        if (s.t32() && d == Aarch32Semantics.SP && n == Aarch32Semantics.SP) {
            return ShiftedRegister.isScaledBeyond(s, m, 3) || Unpredictable.inT32(s, ShiftedRegister.register(m));
        }
        return (s.t32() && Unpredictable.pc(s, n)) || Unpredictable.inT32(s, d, ShiftedRegister.register(m));
    }
}
