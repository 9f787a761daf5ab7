package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.ParallelOperation;
import dev.tlbsan.arm.ir.ParallelOperation.Kind;
import dev.tlbsan.arm.ir.ParallelOperation.Prefix;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Extensions of bytes and halfwords, rotated and added; the field r is the rotation in bytes. */
public final class Extend {
    /** Sums of halfwords; nobody asks for the GE flags. */
    private static final ParallelOperation SUMS = new ParallelOperation(Prefix.U, Kind.ADD16);

    private Extend() {}

    /** SXTB16. */
    @A32(
            bits = "cccc 0110 1000 1111 dddd rr .. 0111 mmmm",
            asm = "sxtb16{c:cond} {d:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 SXTB16",
            priority = 1)
    @T32(
            bits = "11111 010 0 010 1111 1111 dddd 1 . rr mmmm",
            asm = "sxtb16 {d:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 SXTB16",
            priority = 1)
    static void sxtb16(Aarch32Semantics s, int d, int r, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, bytes(s, true, r, m));
    }

    /** SXTB. */
    @A32(
            bits = "cccc 0110 1010 1111 dddd rr .. 0111 mmmm",
            asm = "sxtb{c:cond} {d:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 SXTB",
            priority = 1)
    @T32(
            bits = "11111 010 0 100 1111 1111 dddd 1 . rr mmmm",
            asm = "sxtb.w {d:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 SXTB",
            priority = 1)
    static void sxtb(Aarch32Semantics s, int d, int r, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, s.signExtend(rotated(s, r, m), 8));
    }

    /** SXTH. */
    @A32(
            bits = "cccc 0110 1011 1111 dddd rr .. 0111 mmmm",
            asm = "sxth{c:cond} {d:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 SXTH",
            priority = 1)
    @T32(
            bits = "11111 010 0 000 1111 1111 dddd 1 . rr mmmm",
            asm = "sxth.w {d:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 SXTH",
            priority = 1)
    static void sxth(Aarch32Semantics s, int d, int r, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, s.signExtend(rotated(s, r, m), 16));
    }

    /** UXTB16. */
    @A32(
            bits = "cccc 0110 1100 1111 dddd rr .. 0111 mmmm",
            asm = "uxtb16{c:cond} {d:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 UXTB16",
            priority = 1)
    @T32(
            bits = "11111 010 0 011 1111 1111 dddd 1 . rr mmmm",
            asm = "uxtb16 {d:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 UXTB16",
            priority = 1)
    static void uxtb16(Aarch32Semantics s, int d, int r, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, bytes(s, false, r, m));
    }

    /** UXTB. */
    @A32(
            bits = "cccc 0110 1110 1111 dddd rr .. 0111 mmmm",
            asm = "uxtb{c:cond} {d:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 UXTB",
            priority = 1)
    @T32(
            bits = "11111 010 0 101 1111 1111 dddd 1 . rr mmmm",
            asm = "uxtb.w {d:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 UXTB",
            priority = 1)
    static void uxtb(Aarch32Semantics s, int d, int r, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, s.zeroExtend(rotated(s, r, m), 8));
    }

    /** UXTH. */
    @A32(
            bits = "cccc 0110 1111 1111 dddd rr .. 0111 mmmm",
            asm = "uxth{c:cond} {d:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 UXTH",
            priority = 1)
    @T32(
            bits = "11111 010 0 001 1111 1111 dddd 1 . rr mmmm",
            asm = "uxth.w {d:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 UXTH",
            priority = 1)
    static void uxth(Aarch32Semantics s, int d, int r, int m) {
        if (Unpredictable.registers(s, d, m)) {
            return;
        }
        s.r(d, s.zeroExtend(rotated(s, r, m), 16));
    }

    /** SXTAB16. */
    @A32(
            bits = "cccc 0110 1000 nnnn dddd rr .. 0111 mmmm",
            asm = "sxtab16{c:cond} {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 SXTAB16")
    @T32(
            bits = "11111 010 0 010 nnnn 1111 dddd 1 . rr mmmm",
            asm = "sxtab16 {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 SXTAB16")
    static void sxtab16(Aarch32Semantics s, int n, int d, int r, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        s.r(d, s.parallel(SUMS, s.r(n), bytes(s, true, r, m)));
    }

    /** SXTAB. */
    @A32(
            bits = "cccc 0110 1010 nnnn dddd rr .. 0111 mmmm",
            asm = "sxtab{c:cond} {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 SXTAB")
    @T32(
            bits = "11111 010 0 100 nnnn 1111 dddd 1 . rr mmmm",
            asm = "sxtab {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 SXTAB")
    static void sxtab(Aarch32Semantics s, int n, int d, int r, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        s.r(d, s.add(false, s.r(n), s.signExtend(rotated(s, r, m), 8)));
    }

    /** SXTAH. */
    @A32(
            bits = "cccc 0110 1011 nnnn dddd rr .. 0111 mmmm",
            asm = "sxtah{c:cond} {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 SXTAH")
    @T32(
            bits = "11111 010 0 000 nnnn 1111 dddd 1 . rr mmmm",
            asm = "sxtah {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 SXTAH")
    static void sxtah(Aarch32Semantics s, int n, int d, int r, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        s.r(d, s.add(false, s.r(n), s.signExtend(rotated(s, r, m), 16)));
    }

    /** UXTAB16. */
    @A32(
            bits = "cccc 0110 1100 nnnn dddd rr .. 0111 mmmm",
            asm = "uxtab16{c:cond} {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 UXTAB16")
    @T32(
            bits = "11111 010 0 011 nnnn 1111 dddd 1 . rr mmmm",
            asm = "uxtab16 {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 UXTAB16")
    static void uxtab16(Aarch32Semantics s, int n, int d, int r, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        s.r(d, s.parallel(SUMS, s.r(n), bytes(s, false, r, m)));
    }

    /** UXTAB. */
    @A32(
            bits = "cccc 0110 1110 nnnn dddd rr .. 0111 mmmm",
            asm = "uxtab{c:cond} {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 UXTAB")
    @T32(
            bits = "11111 010 0 101 nnnn 1111 dddd 1 . rr mmmm",
            asm = "uxtab {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 UXTAB")
    static void uxtab(Aarch32Semantics s, int n, int d, int r, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        s.r(d, s.add(false, s.r(n), s.zeroExtend(rotated(s, r, m), 8)));
    }

    /** UXTAH. */
    @A32(
            bits = "cccc 0110 1111 nnnn dddd rr .. 0111 mmmm",
            asm = "uxtah{c:cond} {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "00",
            manual = "F5.1 UXTAH")
    @T32(
            bits = "11111 010 0 001 nnnn 1111 dddd 1 . rr mmmm",
            asm = "uxtah {d:r}, {n:r}, {m:r}{r:rotation}",
            shouldBe = "0",
            manual = "F5.1 UXTAH")
    static void uxtah(Aarch32Semantics s, int n, int d, int r, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        s.r(d, s.add(false, s.r(n), s.zeroExtend(rotated(s, r, m), 16)));
    }

    /** SXTH. */
    @T32(bits = "1011 0010 00 mmm ddd", asm = "sxth {d:r}, {m:r}", manual = "F5.1 SXTH")
    static void sxth(Aarch32Semantics s, int m, int d) {
        s.r(d, s.signExtend(s.r(m), 16));
    }

    /** SXTB. */
    @T32(bits = "1011 0010 01 mmm ddd", asm = "sxtb {d:r}, {m:r}", manual = "F5.1 SXTB")
    static void sxtb(Aarch32Semantics s, int m, int d) {
        s.r(d, s.signExtend(s.r(m), 8));
    }

    /** UXTH. */
    @T32(bits = "1011 0010 10 mmm ddd", asm = "uxth {d:r}, {m:r}", manual = "F5.1 UXTH")
    static void uxth(Aarch32Semantics s, int m, int d) {
        s.r(d, s.zeroExtend(s.r(m), 16));
    }

    /** UXTB. */
    @T32(bits = "1011 0010 11 mmm ddd", asm = "uxtb {d:r}, {m:r}", manual = "F5.1 UXTB")
    static void uxtb(Aarch32Semantics s, int m, int d) {
        s.r(d, s.zeroExtend(s.r(m), 8));
    }

    /** A register rotated right by so many bytes. */
    private static int rotated(Aarch32Semantics s, int r, int m) {
        return r == 0 ? s.r(m) : s.ror(false, s.r(m), s.constant(8L * r));
    }

    /** Bytes 0 and 2, each extended to a halfword. */
    private static int bytes(Aarch32Semantics s, boolean signed, int r, int m) {
        int rotated = rotated(s, r, m);
        if (!signed) {
            return s.and(false, rotated, s.constant(0x00ff_00ff));
        }
        int low = s.field(s.signExtend(rotated, 8), 0, 16);
        return s.insertField(low, s.signedField(rotated, 16, 8), 16, 16);
    }
}
