package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.T32;

/** Data processing (modified immediate) of T32. */
public final class DataProcessingModifiedImmediate {
    private DataProcessingModifiedImmediate() {}

    /** AND, ANDS. */
    @T32(
            bits = "11110 i 0 0000 f nnnn 0 iii dddd iiiiiiii",
            asm = "and{f:|s}.w {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 AND, ANDS (immediate)")
    static void and(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (Unpredictable.inT32(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.and(s, f, d, s.r(n), ModifiedImmediate.t32(s, i));
    }

    /** BIC, BICS. */
    @T32(
            bits = "11110 i 0 0001 f nnnn 0 iii dddd iiiiiiii",
            asm = "bic{f:|s}.w {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 BIC, BICS (immediate)")
    static void bic(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (Unpredictable.inT32(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.and(s, f, d, s.r(n), ModifiedImmediate.t32(s, i).inverted(s));
    }

    /** ORR, ORRS. */
    @T32(
            bits = "11110 i 0 0010 f nnnn 0 iii dddd iiiiiiii",
            asm = "orr{f:|s}.w {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 ORR, ORRS (immediate)")
    static void orr(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (Unpredictable.inT32(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.orr(s, f, d, s.r(n), ModifiedImmediate.t32(s, i));
    }

    /** ORN, ORNS. */
    @T32(
            bits = "11110 i 0 0011 f nnnn 0 iii dddd iiiiiiii",
            asm = "orn{f:|s} {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 ORN, ORNS (immediate)")
    static void orn(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (Unpredictable.inT32(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.orr(s, f, d, s.r(n), ModifiedImmediate.t32(s, i).inverted(s));
    }

    /** EOR, EORS. */
    @T32(
            bits = "11110 i 0 0100 f nnnn 0 iii dddd iiiiiiii",
            asm = "eor{f:|s}.w {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 EOR, EORS (immediate)")
    static void eor(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (Unpredictable.inT32(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.eor(s, f, d, s.r(n), ModifiedImmediate.t32(s, i));
    }

    /** ADD, ADDS. */
    @T32(
            bits = "11110 i 0 1000 f nnnn 0 iii dddd iiiiiiii",
            asm = "add{f:|s}.w {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 ADD, ADDS (immediate)")
    static void add(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (isRefusedSum(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.add(s, f, d, s.r(n), ModifiedImmediate.t32Value(s, i));
    }

    /** ADC, ADCS. */
    @T32(
            bits = "11110 i 0 1010 f nnnn 0 iii dddd iiiiiiii",
            asm = "adc{f:|s}.w {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 ADC, ADCS (immediate)")
    static void adc(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (Unpredictable.inT32(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.adc(s, f, d, s.r(n), ModifiedImmediate.t32Value(s, i));
    }

    /** SBC, SBCS. */
    @T32(
            bits = "11110 i 0 1011 f nnnn 0 iii dddd iiiiiiii",
            asm = "sbc{f:|s}.w {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 SBC, SBCS (immediate)")
    static void sbc(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (Unpredictable.inT32(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.sbc(s, f, d, s.r(n), ModifiedImmediate.t32Value(s, i));
    }

    /** SUB, SUBS. */
    @T32(
            bits = "11110 i 0 1101 f nnnn 0 iii dddd iiiiiiii",
            asm = "sub{f:|s}.w {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 SUB, SUBS (immediate)")
    static void sub(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (isRefusedSum(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.sub(s, f, d, s.r(n), ModifiedImmediate.t32Value(s, i));
    }

    /** RSB, RSBS. */
    @T32(
            bits = "11110 i 0 1110 f nnnn 0 iii dddd iiiiiiii",
            asm = "rsb{f:|s}.w {d:r}, {n:r}, {i:modifiedt}",
            manual = "F5.1 RSB, RSBS (immediate)")
    static void rsb(Aarch32Semantics s, boolean f, int n, int d, int i) {
        if (Unpredictable.inT32(s, d, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.sub(s, f, d, ModifiedImmediate.t32Value(s, i), s.r(n));
    }

    /** TST. */
    @T32(
            bits = "11110 i 0 0000 1 nnnn 0 iii 1111 iiiiiiii",
            asm = "tst.w {n:r}, {i:modifiedt}",
            manual = "F5.1 TST (immediate)",
            priority = 1)
    static void tst(Aarch32Semantics s, int n, int i) {
        if (Unpredictable.inT32(s, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.tst(s, s.r(n), ModifiedImmediate.t32(s, i));
    }

    /** TEQ. */
    @T32(
            bits = "11110 i 0 0100 1 nnnn 0 iii 1111 iiiiiiii",
            asm = "teq {n:r}, {i:modifiedt}",
            manual = "F5.1 TEQ (immediate)",
            priority = 1)
    static void teq(Aarch32Semantics s, int n, int i) {
        if (Unpredictable.inT32(s, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.teq(s, s.r(n), ModifiedImmediate.t32(s, i));
    }

    /** CMN. */
    @T32(
            bits = "11110 i 0 1000 1 nnnn 0 iii 1111 iiiiiiii",
            asm = "cmn.w {n:r}, {i:modifiedt}",
            manual = "F5.1 CMN (immediate)",
            priority = 1)
    static void cmn(Aarch32Semantics s, int n, int i) {
        if (Unpredictable.pc(s, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        s.addSettingFlags(false, s.r(n), ModifiedImmediate.t32Value(s, i));
    }

    /** CMP. */
    @T32(
            bits = "11110 i 0 1101 1 nnnn 0 iii 1111 iiiiiiii",
            asm = "cmp.w {n:r}, {i:modifiedt}",
            manual = "F5.1 CMP (immediate)",
            priority = 1)
    static void cmp(Aarch32Semantics s, int n, int i) {
        if (Unpredictable.pc(s, n) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        s.subSettingFlags(false, s.r(n), ModifiedImmediate.t32Value(s, i));
    }

    /** MOV, MOVS. */
    @T32(
            bits = "11110 i 0 0010 f 1111 0 iii dddd iiiiiiii",
            asm = "mov{f:|s}.w {d:r}, {i:modifiedt}",
            manual = "F5.1 MOV, MOVS (immediate)",
            priority = 1)
    static void mov(Aarch32Semantics s, boolean f, int d, int i) {
        if (Unpredictable.inT32(s, d) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.mov(s, f, d, ModifiedImmediate.t32(s, i));
    }

    /** MVN, MVNS. */
    @T32(
            bits = "11110 i 0 0011 f 1111 0 iii dddd iiiiiiii",
            asm = "mvn{f:|s}.w {d:r}, {i:modifiedt}",
            manual = "F5.1 MVN, MVNS (immediate)",
            priority = 1)
    static void mvn(Aarch32Semantics s, boolean f, int d, int i) {
        if (Unpredictable.inT32(s, d) || ModifiedImmediate.t32Refused(s, i)) {
            return;
        }
        Alu.mov(s, f, d, ModifiedImmediate.t32(s, i).inverted(s));
    }

    /** R13 may be added to, and then be the result. */
    private static boolean isRefusedSum(Aarch32Semantics s, int d, int n) {
        boolean stack = d == Aarch32Semantics.SP && n == Aarch32Semantics.SP;
        return !stack && (Unpredictable.pc(s, n) || Unpredictable.inT32(s, d));
    }
}
