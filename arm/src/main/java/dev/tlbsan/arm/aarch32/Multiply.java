package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Multiplications and divisions of words. Of two results d is the upper; the field p packs both factors. */
public final class Multiply {
    private Multiply() {}

    /** MUL, MULS. */
    @A32(
            bits = "cccc 0000 000 f dddd .... mmmm 1001 nnnn",
            asm = "mul{f:|s}{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "0000",
            manual = "F5.1 MUL, MULS")
    static void mul(Aarch32Semantics s, boolean f, int d, int m, int n) {
        if (Unpredictable.registers(s, d, m, n)) {
            return;
        }
        finish(s, f, d, s.multiply(false, s.r(n), s.r(m)));
    }

    /** MUL. */
    @T32(
            bits = "11111 0110 000 nnnn 1111 dddd 0000 mmmm",
            asm = "mul.w {d:r}, {n:r}, {m:r}",
            manual = "F5.1 MUL, MULS",
            priority = 1)
    static void mul(Aarch32Semantics s, int n, int d, int m) {
        mul(s, false, d, m, n);
    }

    /** MLA, MLAS. */
    @A32(
            bits = "cccc 0000 001 f dddd aaaa pppp 1001 pppp",
            asm = "mla{f:|s}{c:cond} {d:r}, {p<3:0>:r}, {p<7:4>:r}, {a:r}",
            manual = "F5.1 MLA, MLAS")
    static void mla(Aarch32Semantics s, boolean f, int d, int a, int p) {
        if (Unpredictable.registers(s, d, a, p >>> 4, p & 15)) {
            return;
        }
        finish(s, f, d, s.add(false, s.r(a), product(s, p)));
    }

    /** MLA. */
    @T32(
            bits = "11111 0110 000 pppp aaaa dddd 0000 pppp",
            asm = "mla {d:r}, {p<7:4>:r}, {p<3:0>:r}, {a:r}",
            manual = "F5.1 MLA, MLAS")
    static void mla(Aarch32Semantics s, int a, int d, int p) {
        mla(s, false, d, a, p);
    }

    /** MLS. */
    @A32(
            bits = "cccc 0000 0110 dddd aaaa pppp 1001 pppp",
            asm = "mls{c:cond} {d:r}, {p<3:0>:r}, {p<7:4>:r}, {a:r}",
            manual = "F5.1 MLS")
    @T32(
            bits = "11111 0110 000 pppp aaaa dddd 0001 pppp",
            asm = "mls {d:r}, {p<7:4>:r}, {p<3:0>:r}, {a:r}",
            manual = "F5.1 MLS")
    static void mls(Aarch32Semantics s, int d, int a, int p) {
        if (Unpredictable.registers(s, d, a, p >>> 4, p & 15)) {
            return;
        }
        s.r(d, s.sub(false, s.r(a), product(s, p)));
    }

    /** UMULL, UMULLS. */
    @A32(
            bits = "cccc 0000 100 f dddd eeee pppp 1001 pppp",
            asm = "umull{f:|s}{c:cond} {e:r}, {d:r}, {p<3:0>:r}, {p<7:4>:r}",
            manual = "F5.1 UMULL, UMULLS")
    static void umull(Aarch32Semantics s, boolean f, int d, int e, int p) {
        if (isRefusedLong(s, d, e, p)) {
            return;
        }
        finishLong(s, f, d, e, longProduct(s, false, p));
    }

    /** UMULL. */
    @T32(
            bits = "11111 0111 010 pppp eeee dddd 0000 pppp",
            asm = "umull {e:r}, {d:r}, {p<7:4>:r}, {p<3:0>:r}",
            manual = "F5.1 UMULL, UMULLS")
    static void umull(Aarch32Semantics s, int e, int d, int p) {
        umull(s, false, d, e, p);
    }

    /** UMLAL, UMLALS. */
    @A32(
            bits = "cccc 0000 101 f dddd eeee pppp 1001 pppp",
            asm = "umlal{f:|s}{c:cond} {e:r}, {d:r}, {p<3:0>:r}, {p<7:4>:r}",
            manual = "F5.1 UMLAL, UMLALS")
    static void umlal(Aarch32Semantics s, boolean f, int d, int e, int p) {
        if (isRefusedLong(s, d, e, p)) {
            return;
        }
        finishLong(s, f, d, e, s.add(true, accumulator(s, d, e), longProduct(s, false, p)));
    }

    /** UMLAL. */
    @T32(
            bits = "11111 0111 110 pppp eeee dddd 0000 pppp",
            asm = "umlal {e:r}, {d:r}, {p<7:4>:r}, {p<3:0>:r}",
            manual = "F5.1 UMLAL, UMLALS")
    static void umlal(Aarch32Semantics s, int e, int d, int p) {
        umlal(s, false, d, e, p);
    }

    /** SMULL, SMULLS. */
    @A32(
            bits = "cccc 0000 110 f dddd eeee pppp 1001 pppp",
            asm = "smull{f:|s}{c:cond} {e:r}, {d:r}, {p<3:0>:r}, {p<7:4>:r}",
            manual = "F5.1 SMULL, SMULLS")
    static void smull(Aarch32Semantics s, boolean f, int d, int e, int p) {
        if (isRefusedLong(s, d, e, p)) {
            return;
        }
        finishLong(s, f, d, e, longProduct(s, true, p));
    }

    /** SMULL. */
    @T32(
            bits = "11111 0111 000 pppp eeee dddd 0000 pppp",
            asm = "smull {e:r}, {d:r}, {p<7:4>:r}, {p<3:0>:r}",
            manual = "F5.1 SMULL, SMULLS")
    static void smull(Aarch32Semantics s, int e, int d, int p) {
        smull(s, false, d, e, p);
    }

    /** SMLAL, SMLALS. */
    @A32(
            bits = "cccc 0000 111 f dddd eeee pppp 1001 pppp",
            asm = "smlal{f:|s}{c:cond} {e:r}, {d:r}, {p<3:0>:r}, {p<7:4>:r}",
            manual = "F5.1 SMLAL, SMLALS")
    static void smlal(Aarch32Semantics s, boolean f, int d, int e, int p) {
        if (isRefusedLong(s, d, e, p)) {
            return;
        }
        finishLong(s, f, d, e, s.add(true, accumulator(s, d, e), longProduct(s, true, p)));
    }

    /** SMLAL. */
    @T32(
            bits = "11111 0111 100 pppp eeee dddd 0000 pppp",
            asm = "smlal {e:r}, {d:r}, {p<7:4>:r}, {p<3:0>:r}",
            manual = "F5.1 SMLAL, SMLALS")
    static void smlal(Aarch32Semantics s, int e, int d, int p) {
        smlal(s, false, d, e, p);
    }

    /** UMAAL. */
    @A32(
            bits = "cccc 0000 0100 dddd eeee pppp 1001 pppp",
            asm = "umaal{c:cond} {e:r}, {d:r}, {p<3:0>:r}, {p<7:4>:r}",
            manual = "F5.1 UMAAL")
    @T32(
            bits = "11111 0111 110 pppp eeee dddd 0110 pppp",
            asm = "umaal {e:r}, {d:r}, {p<7:4>:r}, {p<3:0>:r}",
            manual = "F5.1 UMAAL")
    static void umaal(Aarch32Semantics s, int d, int e, int p) {
        if (isRefusedLong(s, d, e, p)) {
            return;
        }
        int sum = s.add(true, longProduct(s, false, p), s.r(e));
        finishLong(s, false, d, e, s.add(true, sum, s.r(d)));
    }

    /** SDIV. */
    @A32(
            bits = "cccc 0111 0001 dddd .... mmmm 0001 nnnn",
            asm = "sdiv{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 SDIV")
    @T32(
            bits = "11111 0111 001 nnnn .... dddd 1111 mmmm",
            asm = "sdiv {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 SDIV")
    static void sdiv(Aarch32Semantics s, int d, int m, int n) {
        if (Unpredictable.registers(s, d, m, n)) {
            return;
        }
        s.r(d, s.signedDivide(false, s.r(n), s.r(m)));
    }

    /** UDIV. */
    @A32(
            bits = "cccc 0111 0011 dddd .... mmmm 0001 nnnn",
            asm = "udiv{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 UDIV")
    @T32(
            bits = "11111 0111 011 nnnn .... dddd 1111 mmmm",
            asm = "udiv {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 UDIV")
    static void udiv(Aarch32Semantics s, int d, int m, int n) {
        if (Unpredictable.registers(s, d, m, n)) {
            return;
        }
        s.r(d, s.unsignedDivide(false, s.r(n), s.r(m)));
    }

    private static int product(Aarch32Semantics s, int p) {
        return s.multiply(false, s.r(p >>> 4), s.r(p & 15));
    }

    private static int longProduct(Aarch32Semantics s, boolean signed, int p) {
        int a = s.r(p >>> 4);
        int b = s.r(p & 15);
        return signed ? s.multiply(true, s.signExtend(a, 32), s.signExtend(b, 32)) : s.multiply(true, a, b);
    }

    /** The 64 bits of a pair of registers, the upper half first. */
    static int accumulator(Aarch32Semantics s, int high, int low) {
        return s.addShifted(s.r(low), s.r(high), 32);
    }

    private static void finish(Aarch32Semantics s, boolean f, int d, int result) {
        if (f) {
            s.nz(false, result);
        }
        s.r(d, result);
    }

    private static void finishLong(Aarch32Semantics s, boolean f, int high, int low, int result) {
        if (f) {
            s.nz(true, result);
        }
        writePair(s, high, low, result);
    }

    /** Writes the halves of 64 bits to two registers. */
    static void writePair(Aarch32Semantics s, int high, int low, int value) {
        s.r(high, s.field(value, 32, 32));
        s.r(low, s.zeroExtend(value, 32));
    }

    private static boolean isRefusedLong(Aarch32Semantics s, int d, int e, int p) {
        return Unpredictable.registers(s, d, e, p >>> 4, p & 15) || Unpredictable.same(s, d, e);
    }
}
