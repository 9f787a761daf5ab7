package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Data-processing (3 source). The field m packs Rm and Ra. */
public final class DataProcessingThreeSource {
    private DataProcessingThreeSource() {}

    /** MADD. */
    @A64(
            bits = "z 00 11011 000 mmmmm 0 mmmmm nnnnn ddddd",
            asm = "madd {d:r}, {n:r}, {m<9:5>:r}, {m<4:0>:r}",
            manual = "C6.2 MADD")
    static void madd(Semantics s, boolean z, int m, int n, int d) {
        int product = s.multiply(z, s.x(n), s.x(m >>> 5));
        s.x(d, z, isZero(m) ? product : s.add(z, s.x(m & 31), product));
    }

    /** MSUB. */
    @A64(
            bits = "z 00 11011 000 mmmmm 1 mmmmm nnnnn ddddd",
            asm = "msub {d:r}, {n:r}, {m<9:5>:r}, {m<4:0>:r}",
            manual = "C6.2 MSUB")
    static void msub(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.sub(z, s.x(m & 31), s.multiply(z, s.x(n), s.x(m >>> 5))));
    }

    /** SMADDL. */
    @A64(
            bits = "1 00 11011 001 mmmmm 0 mmmmm nnnnn ddddd",
            asm = "smaddl {d:x}, {n:w}, {m<9:5>:w}, {m<4:0>:x}",
            manual = "C6.2 SMADDL")
    static void smaddl(Semantics s, int m, int n, int d) {
        int product = product(s, true, n, m >>> 5);
        s.x(d, true, isZero(m) ? product : s.add(true, s.x(m & 31), product));
    }

    /** SMSUBL. */
    @A64(
            bits = "1 00 11011 001 mmmmm 1 mmmmm nnnnn ddddd",
            asm = "smsubl {d:x}, {n:w}, {m<9:5>:w}, {m<4:0>:x}",
            manual = "C6.2 SMSUBL")
    static void smsubl(Semantics s, int m, int n, int d) {
        s.x(d, true, s.sub(true, s.x(m & 31), product(s, true, n, m >>> 5)));
    }

    /** SMULH; the ignored bits should be ones. */
    @A64(
            bits = "1 00 11011 010 mmmmm 0 ..... nnnnn ddddd",
            asm = "smulh {d:x}, {n:x}, {m:x}",
            shouldBe = "11111",
            manual = "C6.2 SMULH")
    static void smulh(Semantics s, int m, int n, int d) {
        s.x(d, true, s.multiplyHigh(true, s.x(n), s.x(m)));
    }

    /** UMADDL. */
    @A64(
            bits = "1 00 11011 101 mmmmm 0 mmmmm nnnnn ddddd",
            asm = "umaddl {d:x}, {n:w}, {m<9:5>:w}, {m<4:0>:x}",
            manual = "C6.2 UMADDL")
    static void umaddl(Semantics s, int m, int n, int d) {
        int product = product(s, false, n, m >>> 5);
        s.x(d, true, isZero(m) ? product : s.add(true, s.x(m & 31), product));
    }

    /** UMSUBL. */
    @A64(
            bits = "1 00 11011 101 mmmmm 1 mmmmm nnnnn ddddd",
            asm = "umsubl {d:x}, {n:w}, {m<9:5>:w}, {m<4:0>:x}",
            manual = "C6.2 UMSUBL")
    static void umsubl(Semantics s, int m, int n, int d) {
        s.x(d, true, s.sub(true, s.x(m & 31), product(s, false, n, m >>> 5)));
    }

    /** UMULH; the ignored bits should be ones. */
    @A64(
            bits = "1 00 11011 110 mmmmm 0 ..... nnnnn ddddd",
            asm = "umulh {d:x}, {n:x}, {m:x}",
            shouldBe = "11111",
            manual = "C6.2 UMULH")
    static void umulh(Semantics s, int m, int n, int d) {
        s.x(d, true, s.multiplyHigh(false, s.x(n), s.x(m)));
    }

    /** Whether Ra is the zero register. */
    private static boolean isZero(int m) {
        return (m & 31) == 31;
    }

    private static int product(Semantics s, boolean signed, int n, int m) {
        int a = signed ? s.signExtend(s.x(n), 32) : s.zeroExtend(s.x(n), 32);
        int b = signed ? s.signExtend(s.x(m), 32) : s.zeroExtend(s.x(m), 32);
        return s.multiply(true, a, b);
    }
}
