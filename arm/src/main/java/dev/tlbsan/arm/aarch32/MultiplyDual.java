package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * Dual multiplications of halfwords, and multiplications that keep the most significant word. The field p packs both
 * factors, and between them the bit that exchanges halfwords, or rounds.
 */
public final class MultiplyDual {
    private MultiplyDual() {}

    /** SMLAD, SMLADX. */
    @A32(
            bits = "cccc 0111 0000 dddd aaaa pppp 00 p 1 pppp",
            asm = "smlad{p<4:4>:|x}{c:cond} {d:r}, {p<3:0>:r}, {p<8:5>:r}, {a:r}",
            manual = "F5.1 SMLAD, SMLADX")
    @T32(
            bits = "11111 0110 010 pppp aaaa dddd 000 p pppp",
            asm = "smlad{p<4:4>:|x} {d:r}, {p<8:5>:r}, {p<3:0>:r}, {a:r}",
            manual = "F5.1 SMLAD, SMLADX")
    static void smlad(Aarch32Semantics s, int d, int a, int p) {
        if (isRefused(s, d, a, p)) {
            return;
        }
        MultiplyHalfwords.accumulate(s, d, sum(s, p), s.r(a));
    }

    /** SMLSD, SMLSDX. */
    @A32(
            bits = "cccc 0111 0000 dddd aaaa pppp 01 p 1 pppp",
            asm = "smlsd{p<4:4>:|x}{c:cond} {d:r}, {p<3:0>:r}, {p<8:5>:r}, {a:r}",
            manual = "F5.1 SMLSD, SMLSDX")
    @T32(
            bits = "11111 0110 100 pppp aaaa dddd 000 p pppp",
            asm = "smlsd{p<4:4>:|x} {d:r}, {p<8:5>:r}, {p<3:0>:r}, {a:r}",
            manual = "F5.1 SMLSD, SMLSDX")
    static void smlsd(Aarch32Semantics s, int d, int a, int p) {
        if (isRefused(s, d, a, p)) {
            return;
        }
        MultiplyHalfwords.accumulate(s, d, difference(s, p), s.r(a));
    }

    /** SMUAD, SMUADX. */
    @A32(
            bits = "cccc 0111 0000 dddd 1111 pppp 00 p 1 pppp",
            asm = "smuad{p<4:4>:|x}{c:cond} {d:r}, {p<3:0>:r}, {p<8:5>:r}",
            manual = "F5.1 SMUAD, SMUADX",
            priority = 1)
    @T32(
            bits = "11111 0110 010 pppp 1111 dddd 000 p pppp",
            asm = "smuad{p<4:4>:|x} {d:r}, {p<8:5>:r}, {p<3:0>:r}",
            manual = "F5.1 SMUAD, SMUADX",
            priority = 1)
    static void smuad(Aarch32Semantics s, int d, int p) {
        if (isRefused(s, d, 0, p)) {
            return;
        }
        MultiplyHalfwords.accumulate(s, d, sum(s, p), s.constant(0));
    }

    /** SMUSD, SMUSDX. */
    @A32(
            bits = "cccc 0111 0000 dddd 1111 pppp 01 p 1 pppp",
            asm = "smusd{p<4:4>:|x}{c:cond} {d:r}, {p<3:0>:r}, {p<8:5>:r}",
            manual = "F5.1 SMUSD, SMUSDX",
            priority = 1)
    @T32(
            bits = "11111 0110 100 pppp 1111 dddd 000 p pppp",
            asm = "smusd{p<4:4>:|x} {d:r}, {p<8:5>:r}, {p<3:0>:r}",
            manual = "F5.1 SMUSD, SMUSDX",
            priority = 1)
    static void smusd(Aarch32Semantics s, int d, int p) {
        if (isRefused(s, d, 0, p)) {
            return;
        }
        s.r(d, difference(s, p));
    }

    /** SMLALD, SMLALDX. */
    @A32(
            bits = "cccc 0111 0100 dddd eeee pppp 00 p 1 pppp",
            asm = "smlald{p<4:4>:|x}{c:cond} {e:r}, {d:r}, {p<3:0>:r}, {p<8:5>:r}",
            manual = "F5.1 SMLALD, SMLALDX")
    @T32(
            bits = "11111 0111 100 pppp eeee dddd 110 p pppp",
            asm = "smlald{p<4:4>:|x} {e:r}, {d:r}, {p<8:5>:r}, {p<3:0>:r}",
            manual = "F5.1 SMLALD, SMLALDX")
    static void smlald(Aarch32Semantics s, int d, int e, int p) {
        if (isRefused(s, d, e, p) || Unpredictable.same(s, d, e)) {
            return;
        }
        Multiply.writePair(s, d, e, s.add(true, Multiply.accumulator(s, d, e), sum(s, p)));
    }

    /** SMLSLD, SMLSLDX. */
    @A32(
            bits = "cccc 0111 0100 dddd eeee pppp 01 p 1 pppp",
            asm = "smlsld{p<4:4>:|x}{c:cond} {e:r}, {d:r}, {p<3:0>:r}, {p<8:5>:r}",
            manual = "F5.1 SMLSLD, SMLSLDX")
    @T32(
            bits = "11111 0111 101 pppp eeee dddd 110 p pppp",
            asm = "smlsld{p<4:4>:|x} {e:r}, {d:r}, {p<8:5>:r}, {p<3:0>:r}",
            manual = "F5.1 SMLSLD, SMLSLDX")
    static void smlsld(Aarch32Semantics s, int d, int e, int p) {
        if (isRefused(s, d, e, p) || Unpredictable.same(s, d, e)) {
            return;
        }
        Multiply.writePair(s, d, e, s.add(true, Multiply.accumulator(s, d, e), difference(s, p)));
    }

    /** SMMLA, SMMLAR. */
    @A32(
            bits = "cccc 0111 0101 dddd aaaa pppp 00 p 1 pppp",
            asm = "smmla{p<4:4>:|r}{c:cond} {d:r}, {p<3:0>:r}, {p<8:5>:r}, {a:r}",
            manual = "F5.1 SMMLA, SMMLAR")
    @T32(
            bits = "11111 0110 101 pppp aaaa dddd 000 p pppp",
            asm = "smmla{p<4:4>:|r} {d:r}, {p<8:5>:r}, {p<3:0>:r}, {a:r}",
            manual = "F5.1 SMMLA, SMMLAR")
    static void smmla(Aarch32Semantics s, int d, int a, int p) {
        if (isRefused(s, d, a, p)) {
            return;
        }
        mostSignificant(s, d, s.addShifted(product(s, p), s.r(a), 32), p);
    }

    /** SMMUL, SMMULR. */
    @A32(
            bits = "cccc 0111 0101 dddd 1111 pppp 00 p 1 pppp",
            asm = "smmul{p<4:4>:|r}{c:cond} {d:r}, {p<3:0>:r}, {p<8:5>:r}",
            manual = "F5.1 SMMUL, SMMULR",
            priority = 1)
    @T32(
            bits = "11111 0110 101 pppp 1111 dddd 000 p pppp",
            asm = "smmul{p<4:4>:|r} {d:r}, {p<8:5>:r}, {p<3:0>:r}",
            manual = "F5.1 SMMUL, SMMULR",
            priority = 1)
    static void smmul(Aarch32Semantics s, int d, int p) {
        if (isRefused(s, d, 0, p)) {
            return;
        }
        mostSignificant(s, d, product(s, p), p);
    }

    /** SMMLS, SMMLSR. */
    @A32(
            bits = "cccc 0111 0101 dddd aaaa pppp 11 p 1 pppp",
            asm = "smmls{p<4:4>:|r}{c:cond} {d:r}, {p<3:0>:r}, {p<8:5>:r}, {a:r}",
            manual = "F5.1 SMMLS, SMMLSR")
    @T32(
            bits = "11111 0110 110 pppp aaaa dddd 000 p pppp",
            asm = "smmls{p<4:4>:|r} {d:r}, {p<8:5>:r}, {p<3:0>:r}, {a:r}",
            manual = "F5.1 SMMLS, SMMLSR")
    static void smmls(Aarch32Semantics s, int d, int a, int p) {
        if (isRefused(s, d, a, p)) {
            return;
        }
        int minuend = s.lsl(true, s.r(a), s.constant(32));
        mostSignificant(s, d, s.sub(true, minuend, product(s, p)), p);
    }

    private static boolean isRefused(Aarch32Semantics s, int d, int other, int p) {
        return Unpredictable.registers(s, d, other, p >>> 5, p & 15);
    }

    /** The product of a halfword of Rn and one of Rm, whose halfwords the X forms exchange; in 64 bits. */
    private static int half(Aarch32Semantics s, int p, int half) {
        int n = s.t32() ? p >>> 5 : p & 15;
        int m = s.t32() ? p & 15 : p >>> 5;
        int other = half ^ ((p >>> 4) & 1);
        return s.multiply(true, s.signedField(s.r(n), 16 * half, 16), s.signedField(s.r(m), 16 * other, 16));
    }

    private static int sum(Aarch32Semantics s, int p) {
        return s.add(true, half(s, p, 0), half(s, p, 1));
    }

    private static int difference(Aarch32Semantics s, int p) {
        return s.sub(true, half(s, p, 0), half(s, p, 1));
    }

    /** Of two words, in 64 bits. */
    private static int product(Aarch32Semantics s, int p) {
        return s.multiply(true, s.signExtend(s.r(p >>> 5), 32), s.signExtend(s.r(p & 15), 32));
    }

    /** The upper word of 64 bits, which the R forms round to. */
    private static void mostSignificant(Aarch32Semantics s, int d, int value, int p) {
        boolean rounds = ((p >>> 4) & 1) != 0;
        int rounded = rounds ? s.add(true, value, s.constant(0x8000_0000L)) : value;
        s.r(d, s.field(rounded, 32, 32));
    }
}
