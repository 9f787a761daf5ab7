package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * Multiplications of halfwords. The field p packs the factors: a register, which half of it, which of the other, and
 * the other register.
 */
public final class MultiplyHalfwords {
    private MultiplyHalfwords() {}

    /** SMLABB, SMLABT, SMLATB, SMLATT. */
    @A32(
            bits = "cccc 0001 0000 dddd aaaa pppp 1 pp 0 pppp",
            asm = "smla{p<4:4>:b|t}{p<5:5>:b|t}{c:cond} {d:r}, {p<3:0>:r}, {p<9:6>:r}, {a:r}",
            manual = "F5.1 SMLABB, SMLABT, SMLATB, SMLATT")
    @T32(
            bits = "11111 0110 001 pppp aaaa dddd 00 pp pppp",
            asm = "smla{p<5:5>:b|t}{p<4:4>:b|t} {d:r}, {p<9:6>:r}, {p<3:0>:r}, {a:r}",
            manual = "F5.1 SMLABB, SMLABT, SMLATB, SMLATT")
    static void smla(Aarch32Semantics s, int d, int a, int p) {
        if (isRefused(s, d, a, p)) {
            return;
        }
        accumulate(s, d, product(s, p), s.r(a));
    }

    /** SMULBB, SMULBT, SMULTB, SMULTT. */
    @A32(
            bits = "cccc 0001 0110 dddd .... pppp 1 pp 0 pppp",
            asm = "smul{p<4:4>:b|t}{p<5:5>:b|t}{c:cond} {d:r}, {p<3:0>:r}, {p<9:6>:r}",
            shouldBe = "0000",
            manual = "F5.1 SMULBB, SMULBT, SMULTB, SMULTT")
    @T32(
            bits = "11111 0110 001 pppp 1111 dddd 00 pp pppp",
            asm = "smul{p<5:5>:b|t}{p<4:4>:b|t} {d:r}, {p<9:6>:r}, {p<3:0>:r}",
            manual = "F5.1 SMULBB, SMULBT, SMULTB, SMULTT",
            priority = 1)
    static void smul(Aarch32Semantics s, int d, int p) {
        if (isRefused(s, d, 0, p)) {
            return;
        }
        s.r(d, product(s, p));
    }

    /** SMLALBB, SMLALBT, SMLALTB, SMLALTT. */
    @A32(
            bits = "cccc 0001 0100 dddd eeee pppp 1 pp 0 pppp",
            asm = "smlal{p<4:4>:b|t}{p<5:5>:b|t}{c:cond} {e:r}, {d:r}, {p<3:0>:r}, {p<9:6>:r}",
            manual = "F5.1 SMLALBB, SMLALBT, SMLALTB, SMLALTT")
    @T32(
            bits = "11111 0111 100 pppp eeee dddd 10 pp pppp",
            asm = "smlal{p<5:5>:b|t}{p<4:4>:b|t} {e:r}, {d:r}, {p<9:6>:r}, {p<3:0>:r}",
            manual = "F5.1 SMLALBB, SMLALBT, SMLALTB, SMLALTT")
    static void smlal(Aarch32Semantics s, int d, int e, int p) {
        if (isRefused(s, d, e, p) || Unpredictable.same(s, d, e)) {
            return;
        }
        Multiply.writePair(s, d, e, s.add(true, Multiply.accumulator(s, d, e), product(s, p)));
    }

    /** SMLAWB, SMLAWT. */
    @A32(
            bits = "cccc 0001 0010 dddd aaaa mmmm 1 m 00 nnnn",
            asm = "smlaw{m<0:0>:b|t}{c:cond} {d:r}, {n:r}, {m<4:1>:r}, {a:r}",
            manual = "F5.1 SMLAWB, SMLAWT")
    @T32(
            bits = "11111 0110 011 nnnn aaaa dddd 000 m mmmm",
            asm = "smlaw{m<4:4>:b|t} {d:r}, {n:r}, {m<3:0>:r}, {a:r}",
            manual = "F5.1 SMLAWB, SMLAWT")
    static void smlaw(Aarch32Semantics s, int d, int a, int m, int n) {
        if (Unpredictable.registers(s, d, a, register(s, m), n)) {
            return;
        }
        accumulate(s, d, wideProduct(s, n, m), s.r(a));
    }

    /** SMULWB, SMULWT. */
    @A32(
            bits = "cccc 0001 0010 dddd .... mmmm 1 m 10 nnnn",
            asm = "smulw{m<0:0>:b|t}{c:cond} {d:r}, {n:r}, {m<4:1>:r}",
            shouldBe = "0000",
            manual = "F5.1 SMULWB, SMULWT")
    @T32(
            bits = "11111 0110 011 nnnn 1111 dddd 000 m mmmm",
            asm = "smulw{m<4:4>:b|t} {d:r}, {n:r}, {m<3:0>:r}",
            manual = "F5.1 SMULWB, SMULWT",
            priority = 1)
    static void smulw(Aarch32Semantics s, int d, int m, int n) {
        if (Unpredictable.registers(s, d, register(s, m), n)) {
            return;
        }
        s.r(d, wideProduct(s, n, m));
    }

    private static boolean isRefused(Aarch32Semantics s, int d, int other, int p) {
        return Unpredictable.registers(s, d, other, p >>> 6, p & 15);
    }

    private static int half(Aarch32Semantics s, int register, int half) {
        return s.signedField(s.r(register), 16 * half, 16);
    }

    /** Of two halfwords, in 64 bits. */
    private static int product(Aarch32Semantics s, int p) {
        return s.multiply(true, half(s, p >>> 6, (p >>> 5) & 1), half(s, p & 15, (p >>> 4) & 1));
    }

    /** The upper 32 of the 48 bits of word times halfword, in 64 bits. The field m packs a register and which half. */
    private static int wideProduct(Aarch32Semantics s, int n, int m) {
        int half = half(s, register(s, m), s.t32() ? m >>> 4 : m & 1);
        return s.signedField(s.multiply(true, s.signExtend(s.r(n), 32), half), 16, 48);
    }

    private static int register(Aarch32Semantics s, int m) {
        return s.t32() ? m & 15 : m >>> 1;
    }

    /** Adds a register to a product; if the sum does not fit into 32 bits, it wraps and Q is set. */
    static void accumulate(Aarch32Semantics s, int d, int product, int a) {
        int sum = s.add(true, product, s.signExtend(a, 32));
        Saturation.setIfDifferent(s, sum, s.signExtend(sum, 32));
        s.r(d, sum);
    }
}
