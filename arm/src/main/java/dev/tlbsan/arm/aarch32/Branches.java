package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * Branches, immediate and register. Distances count from what R15 reads as: in A32 in words, in T32 in halfwords; those of
 * long T32 encodings are in the field e, whose bits are not in order.
 */
public final class Branches {
    private static final int A32_AHEAD = 8;
    private static final int T32_AHEAD = 4;
    private static final int ALWAYS = 14;

    private Branches() {}

    /** B. */
    @A32(bits = "cccc 1010 iiiiiiiiiiiiiiiiiiiiiiii", asm = "b{c:cond} {i:label}", manual = "F5.1 B")
    static void b(Aarch32Semantics s, int i) {
        s.branch(words(i) + A32_AHEAD);
    }

    /** B of T32. */
    @T32(bits = "11100 iiiiiiiiiii", asm = "b {i:labelt}", manual = "F5.1 B")
    static void bShort(Aarch32Semantics s, int i) {
        branch(s, signed(i, 11));
    }

    /** B of T32, long. */
    @T32(
            bits = "11110 e eeeeeeeeee 10 e 1 e eeeeeeeeeee",
            asm = "b.w {e<23:23>,e<12:12>,e<11:11>,e<22:13>,e<10:0>:labelbl}",
            manual = "F5.1 B")
    static void bLong(Aarch32Semantics s, int e) {
        branch(s, halfwords(e, 11));
    }

    /** B of T32 with a condition; 1110 and 1111 are none. */
    @T32(bits = "1101 cccc iiiiiiii", asm = "b{c:cond} {i:labelt}", manual = "F5.1 B", priority = -1)
    static void bShortIf(Aarch32Semantics s, int c, int i) {
        branchIf(s, c, signed(i, 8));
    }

    /** B of T32 with a condition, long; 1110 and 1111 are none. */
    @T32(
            bits = "11110 e cccc eeeeee 10 e 0 e eeeeeeeeeee",
            asm = "b{c:cond}.w {e<19:19>,e<11:11>,e<12:12>,e<18:13>,e<10:0>:labelt}",
            manual = "F5.1 B",
            priority = -1)
    static void bLongIf(Aarch32Semantics s, int c, int e) {
        int j1 = (e >>> 12) & 1;
        int j2 = (e >>> 11) & 1;
        int bits = (e & 0x807ff) | (j2 << 18) | (j1 << 17) | ((e >>> 13 & 0x3f) << 11);
        branchIf(s, c, signed(bits, 20));
    }

    /** BL. */
    @A32(bits = "cccc 1011 iiiiiiiiiiiiiiiiiiiiiiii", asm = "bl{c:cond} {i:label}", manual = "F5.1 BL")
    static void bl(Aarch32Semantics s, int i) {
        link(s);
        s.branch(words(i) + A32_AHEAD);
    }

    /** BL of T32. */
    @T32(
            bits = "11110 e eeeeeeeeee 11 e 1 e eeeeeeeeeee",
            asm = "bl {e<23:23>,e<12:12>,e<11:11>,e<22:13>,e<10:0>:labelbl}",
            manual = "F5.1 BL")
    static void blLong(Aarch32Semantics s, int e) {
        link(s);
        branch(s, halfwords(e, 11));
    }

    /** BLX (immediate), to T32. */
    @A32(bits = "1111 101 h iiiiiiiiiiiiiiiiiiiiiiii", asm = "blx {i,h:labelx}", manual = "F5.1 BLX (immediate)")
    static void blx(Aarch32Semantics s, boolean h, int i) {
        link(s);
        s.bxWritePc(s.fromPc(words(i) + (h ? 3 : 1)));
    }

    /** BLX (immediate) of T32, to A32. */
    @T32(
            bits = "11110 e eeeeeeeeee 11 e 0 e eeeeeeeeee 0",
            asm = "blx {e<22:22>,e<11:11>,e<10:10>,e<21:12>,e<9:0>:labelblx}",
            manual = "F5.1 BLX (immediate)")
    static void blxLong(Aarch32Semantics s, int e) {
        if (!Unpredictable.when(s, Unpredictable.isEarlyInItBlock(s))) {
            link(s);
            s.bxWritePc(s.fromAlignedPc(halfwords(e, 10) * 4));
        }
    }

    /** BX. */
    @A32(
            bits = "cccc 0001 0010 .... .... .... 0001 mmmm",
            asm = "bx{c:cond} {m:r}",
            manual = "F5.1 BX",
            shouldBe = "111111111111")
    @T32(bits = "010001 11 0 mmmm ...", asm = "bx {m:r}", manual = "F5.1 BX", shouldBe = "000")
    static void bx(Aarch32Semantics s, int m) {
        if (!Unpredictable.when(s, Unpredictable.isEarlyInItBlock(s))) {
            s.bxWritePc(s.r(m));
        }
    }

    /** BXJ, which with a trivial Jazelle implementation is BX. */
    @A32(
            bits = "cccc 0001 0010 .... .... .... 0010 mmmm",
            asm = "bxj{c:cond} {m:r}",
            manual = "F5.1 BXJ",
            shouldBe = "111111111111")
    @T32(
            bits = "11110 0 1111 0 0 mmmm 10 . 0 .... ........",
            asm = "bxj {m:r}",
            manual = "F5.1 BXJ",
            shouldBe = "0111100000000")
    static void bxj(Aarch32Semantics s, int m) {
        if (!Unpredictable.when(s, Unpredictable.isBadRegister(s, m) || Unpredictable.isEarlyInItBlock(s))) {
            s.bxWritePc(s.r(m));
        }
    }

    /** BLX (register); BLX LR goes to the old LR. */
    @A32(
            bits = "cccc 0001 0010 .... .... .... 0011 mmmm",
            asm = "blx{c:cond} {m:r}",
            manual = "F5.1 BLX (register)",
            shouldBe = "111111111111")
    @T32(bits = "010001 11 1 mmmm ...", asm = "blx {m:r}", manual = "F5.1 BLX (register)", shouldBe = "000")
    static void blxRegister(Aarch32Semantics s, int m) {
        if (!Unpredictable.when(s, m == Aarch32Semantics.PC || Unpredictable.isEarlyInItBlock(s))) {
            link(s);
            s.bxWritePc(s.r(m));
        }
    }

    private static void branch(Aarch32Semantics s, long halfwords) {
        if (!Unpredictable.when(s, Unpredictable.isEarlyInItBlock(s))) {
            s.branch(halfwords * 2 + T32_AHEAD);
        }
    }

    private static void branchIf(Aarch32Semantics s, int condition, long halfwords) {
        if (condition >= ALWAYS) {
            s.undefined();
        } else if (!Unpredictable.when(s, s.inItBlock())) {
            s.branchIf(condition, halfwords * 2 + T32_AHEAD);
        }
    }

    /** LR becomes the address of the next instruction, with bit 0 set in T32 state. */
    private static void link(Aarch32Semantics s) {
        int ahead = s.t32() ? T32_AHEAD : A32_AHEAD;
        s.r(Aarch32Semantics.LR, s.fromPc(s.bytes() - ahead + (s.t32() ? 1 : 0)));
    }

    private static long words(int i) {
        return signed(i, 24) * 4;
    }

    /** The distance that S, imm10, J1, J2 and so many more bits say; the J bits are inverted if S is zero. */
    private static long halfwords(int e, int low) {
        boolean negative = e >>> (low + 12) != 0;
        int j = (e >>> low & 3) ^ (negative ? 0 : 3);
        int bits = (e & ((1 << low) - 1)) | ((e >>> (low + 2) & 0x3ff) << low) | (j << (low + 10));
        return negative ? bits - (1L << (low + 12)) : bits;
    }

    private static long signed(int bits, int width) {
        return (long) bits << (64 - width) >> (64 - width);
    }
}
