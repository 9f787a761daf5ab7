package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Reversals of bytes and bits, and CLZ. The 32-bit encodings of T32 name the source register twice. */
public final class Reverse {
    private Reverse() {}

    /** REV. */
    @A32(
            bits = "cccc 0110 1011 .... dddd .... 0011 mmmm",
            asm = "rev{c:cond} {d:r}, {m:r}",
            shouldBe = "11111111",
            manual = "F5.1 REV")
    @T32(bits = "1011 1010 00 mmm ddd", asm = "rev {d:r}, {m:r}", manual = "F5.1 REV")
    static void rev(Aarch32Semantics s, int d, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, s.reverseBytes(false, s.r(m)));
    }

    /** REV. */
    @T32(bits = "11111 010 1 001 nnnn 1111 dddd 1000 mmmm", asm = "rev.w {d:r}, {n,m:twice}", manual = "F5.1 REV")
    static void revWide(Aarch32Semantics s, int n, int d, int m) {
        if (n != m) {
            s.unpredictable();
            return;
        }
        rev(s, d, m);
    }

    /** REV16. */
    @A32(
            bits = "cccc 0110 1011 .... dddd .... 1011 mmmm",
            asm = "rev16{c:cond} {d:r}, {m:r}",
            shouldBe = "11111111",
            manual = "F5.1 REV16")
    @T32(bits = "1011 1010 01 mmm ddd", asm = "rev16 {d:r}, {m:r}", manual = "F5.1 REV16")
    static void rev16(Aarch32Semantics s, int d, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, s.reverseBytesInHalfwords(false, s.r(m)));
    }

    /** REV16. */
    @T32(bits = "11111 010 1 001 nnnn 1111 dddd 1001 mmmm", asm = "rev16.w {d:r}, {n,m:twice}", manual = "F5.1 REV16")
    static void rev16Wide(Aarch32Semantics s, int n, int d, int m) {
        if (n != m) {
            s.unpredictable();
            return;
        }
        rev16(s, d, m);
    }

    /** REVSH. */
    @A32(
            bits = "cccc 0110 1111 .... dddd .... 1011 mmmm",
            asm = "revsh{c:cond} {d:r}, {m:r}",
            shouldBe = "11111111",
            manual = "F5.1 REVSH")
    @T32(bits = "1011 1010 11 mmm ddd", asm = "revsh {d:r}, {m:r}", manual = "F5.1 REVSH")
    static void revsh(Aarch32Semantics s, int d, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, s.signExtend(s.reverseBytesInHalfwords(false, s.r(m)), 16));
    }

    /** REVSH. */
    @T32(bits = "11111 010 1 001 nnnn 1111 dddd 1011 mmmm", asm = "revsh.w {d:r}, {n,m:twice}", manual = "F5.1 REVSH")
    static void revshWide(Aarch32Semantics s, int n, int d, int m) {
        if (n != m) {
            s.unpredictable();
            return;
        }
        revsh(s, d, m);
    }

    /** RBIT. */
    @A32(
            bits = "cccc 0110 1111 .... dddd .... 0011 mmmm",
            asm = "rbit{c:cond} {d:r}, {m:r}",
            shouldBe = "11111111",
            manual = "F5.1 RBIT")
    static void rbit(Aarch32Semantics s, int d, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, s.reverseBits(false, s.r(m)));
    }

    /** RBIT. */
    @T32(bits = "11111 010 1 001 nnnn 1111 dddd 1010 mmmm", asm = "rbit {d:r}, {n,m:twice}", manual = "F5.1 RBIT")
    static void rbitWide(Aarch32Semantics s, int n, int d, int m) {
        if (n != m) {
            s.unpredictable();
            return;
        }
        rbit(s, d, m);
    }

    /** CLZ. */
    @A32(
            bits = "cccc 0001 0110 .... dddd .... 0001 mmmm",
            asm = "clz{c:cond} {d:r}, {m:r}",
            shouldBe = "11111111",
            manual = "F5.1 CLZ")
    static void clz(Aarch32Semantics s, int d, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, s.countLeadingZeros(false, s.r(m)));
    }

    /** CLZ. */
    @T32(bits = "11111 010 1 011 nnnn 1111 dddd 1000 mmmm", asm = "clz {d:r}, {n,m:twice}", manual = "F5.1 CLZ")
    static void clzWide(Aarch32Semantics s, int n, int d, int m) {
        if (n != m) {
            s.unpredictable();
            return;
        }
        clz(s, d, m);
    }
}
