package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;

/** Integer data processing (two register and immediate) of A32; with R15 for Rn, ADD and SUB are ADR. */
public final class DataProcessingImmediate {
    private DataProcessingImmediate() {}

    /** AND, ANDS. */
    @A32(
            bits = "cccc 001 0000 f nnnn dddd iiiiiiiiiiii",
            asm = "and{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 AND, ANDS (immediate)")
    static void and(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.and(s, f, d, s.r(n), ModifiedImmediate.a32(s, i));
    }

    /** EOR, EORS. */
    @A32(
            bits = "cccc 001 0001 f nnnn dddd iiiiiiiiiiii",
            asm = "eor{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 EOR, EORS (immediate)")
    static void eor(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.eor(s, f, d, s.r(n), ModifiedImmediate.a32(s, i));
    }

    /** SUB, SUBS. */
    @A32(
            bits = "cccc 001 0010 f nnnn dddd iiiiiiiiiiii",
            asm = "sub{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 SUB, SUBS (immediate)")
    static void sub(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.sub(s, f, d, s.r(n), ModifiedImmediate.a32Value(s, i));
    }

    /** RSB, RSBS. */
    @A32(
            bits = "cccc 001 0011 f nnnn dddd iiiiiiiiiiii",
            asm = "rsb{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 RSB, RSBS (immediate)")
    static void rsb(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.sub(s, f, d, ModifiedImmediate.a32Value(s, i), s.r(n));
    }

    /** ADD, ADDS. */
    @A32(
            bits = "cccc 001 0100 f nnnn dddd iiiiiiiiiiii",
            asm = "add{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 ADD, ADDS (immediate)")
    static void add(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.add(s, f, d, s.r(n), ModifiedImmediate.a32Value(s, i));
    }

    /** ADC, ADCS. */
    @A32(
            bits = "cccc 001 0101 f nnnn dddd iiiiiiiiiiii",
            asm = "adc{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 ADC, ADCS (immediate)")
    static void adc(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.adc(s, f, d, s.r(n), ModifiedImmediate.a32Value(s, i));
    }

    /** SBC, SBCS. */
    @A32(
            bits = "cccc 001 0110 f nnnn dddd iiiiiiiiiiii",
            asm = "sbc{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 SBC, SBCS (immediate)")
    static void sbc(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.sbc(s, f, d, s.r(n), ModifiedImmediate.a32Value(s, i));
    }

    /** RSC, RSCS. */
    @A32(
            bits = "cccc 001 0111 f nnnn dddd iiiiiiiiiiii",
            asm = "rsc{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 RSC, RSCS (immediate)")
    static void rsc(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.sbc(s, f, d, ModifiedImmediate.a32Value(s, i), s.r(n));
    }

    /** TST. */
    @A32(
            bits = "cccc 001 1000 1 nnnn .... iiiiiiiiiiii",
            asm = "tst{c:cond} {n:r}, {i:modified}",
            shouldBe = "0000",
            manual = "F5.1 TST (immediate)")
    static void tst(Aarch32Semantics s, int n, int i) {
        Alu.tst(s, s.r(n), ModifiedImmediate.a32(s, i));
    }

    /** TEQ. */
    @A32(
            bits = "cccc 001 1001 1 nnnn .... iiiiiiiiiiii",
            asm = "teq{c:cond} {n:r}, {i:modified}",
            shouldBe = "0000",
            manual = "F5.1 TEQ (immediate)")
    static void teq(Aarch32Semantics s, int n, int i) {
        Alu.teq(s, s.r(n), ModifiedImmediate.a32(s, i));
    }

    /** CMP. */
    @A32(
            bits = "cccc 001 1010 1 nnnn .... iiiiiiiiiiii",
            asm = "cmp{c:cond} {n:r}, {i:modified}",
            shouldBe = "0000",
            manual = "F5.1 CMP (immediate)")
    static void cmp(Aarch32Semantics s, int n, int i) {
        s.subSettingFlags(false, s.r(n), ModifiedImmediate.a32Value(s, i));
    }

    /** CMN. */
    @A32(
            bits = "cccc 001 1011 1 nnnn .... iiiiiiiiiiii",
            asm = "cmn{c:cond} {n:r}, {i:modified}",
            shouldBe = "0000",
            manual = "F5.1 CMN (immediate)")
    static void cmn(Aarch32Semantics s, int n, int i) {
        s.addSettingFlags(false, s.r(n), ModifiedImmediate.a32Value(s, i));
    }

    /** ORR, ORRS. */
    @A32(
            bits = "cccc 001 1100 f nnnn dddd iiiiiiiiiiii",
            asm = "orr{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 ORR, ORRS (immediate)")
    static void orr(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.orr(s, f, d, s.r(n), ModifiedImmediate.a32(s, i));
    }

    /** MOV, MOVS. */
    @A32(
            bits = "cccc 001 1101 f .... dddd iiiiiiiiiiii",
            asm = "mov{f:|s}{c:cond} {d:r}, {i:modified}",
            shouldBe = "0000",
            manual = "F5.1 MOV, MOVS (immediate)")
    static void mov(Aarch32Semantics s, boolean f, int d, int i) {
        Alu.mov(s, f, d, ModifiedImmediate.a32(s, i));
    }

    /** BIC, BICS. */
    @A32(
            bits = "cccc 001 1110 f nnnn dddd iiiiiiiiiiii",
            asm = "bic{f:|s}{c:cond} {d:r}, {n:r}, {i:modified}",
            manual = "F5.1 BIC, BICS (immediate)")
    static void bic(Aarch32Semantics s, boolean f, int n, int d, int i) {
        Alu.and(s, f, d, s.r(n), ModifiedImmediate.a32(s, i).inverted(s));
    }

    /** MVN, MVNS. */
    @A32(
            bits = "cccc 001 1111 f .... dddd iiiiiiiiiiii",
            asm = "mvn{f:|s}{c:cond} {d:r}, {i:modified}",
            shouldBe = "0000",
            manual = "F5.1 MVN, MVNS (immediate)")
    static void mvn(Aarch32Semantics s, boolean f, int d, int i) {
        Alu.mov(s, f, d, ModifiedImmediate.a32(s, i).inverted(s));
    }
}
