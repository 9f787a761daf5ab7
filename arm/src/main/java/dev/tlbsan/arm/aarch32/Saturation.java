package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Saturating additions, subtractions and moves. */
public final class Saturation {
    private Saturation() {}

    /** QADD. */
    @A32(
            bits = "cccc 0001 0000 nnnn dddd .... 0101 mmmm",
            asm = "qadd{c:cond} {d:r}, {m:r}, {n:r}",
            shouldBe = "0000",
            manual = "F5.1 QADD")
    @T32(bits = "11111 010 1000 nnnn 1111 dddd 1000 mmmm", asm = "qadd {d:r}, {m:r}, {n:r}", manual = "F5.1 QADD")
    static void qadd(Aarch32Semantics s, int n, int d, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        int value = s.add(true, s.signExtend(s.r(m), 32), s.signExtend(s.r(n), 32));
        limit(s, d, value, s.saturate(false, 32, value));
    }

    /** QSUB. */
    @A32(
            bits = "cccc 0001 0010 nnnn dddd .... 0101 mmmm",
            asm = "qsub{c:cond} {d:r}, {m:r}, {n:r}",
            shouldBe = "0000",
            manual = "F5.1 QSUB")
    @T32(bits = "11111 010 1000 nnnn 1111 dddd 1010 mmmm", asm = "qsub {d:r}, {m:r}, {n:r}", manual = "F5.1 QSUB")
    static void qsub(Aarch32Semantics s, int n, int d, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        int value = s.sub(true, s.signExtend(s.r(m), 32), s.signExtend(s.r(n), 32));
        limit(s, d, value, s.saturate(false, 32, value));
    }

    /** QDADD. */
    @A32(
            bits = "cccc 0001 0100 nnnn dddd .... 0101 mmmm",
            asm = "qdadd{c:cond} {d:r}, {m:r}, {n:r}",
            shouldBe = "0000",
            manual = "F5.1 QDADD")
    @T32(bits = "11111 010 1000 nnnn 1111 dddd 1001 mmmm", asm = "qdadd {d:r}, {m:r}, {n:r}", manual = "F5.1 QDADD")
    static void qdadd(Aarch32Semantics s, int n, int d, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        int twice = s.lsl(true, s.signExtend(s.r(n), 32), s.constant(1));
        int doubled = s.saturate(false, 32, twice);
        int value = s.add(true, s.signExtend(s.r(m), 32), doubled);
        int result = s.saturate(false, 32, value);
        s.saturated(s.or(false, different(s, twice, doubled), different(s, value, result)));
        s.r(d, result);
    }

    /** QDSUB. */
    @A32(
            bits = "cccc 0001 0110 nnnn dddd .... 0101 mmmm",
            asm = "qdsub{c:cond} {d:r}, {m:r}, {n:r}",
            shouldBe = "0000",
            manual = "F5.1 QDSUB")
    @T32(bits = "11111 010 1000 nnnn 1111 dddd 1011 mmmm", asm = "qdsub {d:r}, {m:r}, {n:r}", manual = "F5.1 QDSUB")
    static void qdsub(Aarch32Semantics s, int n, int d, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        int twice = s.lsl(true, s.signExtend(s.r(n), 32), s.constant(1));
        int doubled = s.saturate(false, 32, twice);
        int value = s.sub(true, s.signExtend(s.r(m), 32), doubled);
        int result = s.saturate(false, 32, value);
        s.saturated(s.or(false, different(s, twice, doubled), different(s, value, result)));
        s.r(d, result);
    }

    /** SSAT. */
    @A32(
            bits = "cccc 0110 101 wwwww dddd iiiii 0 01 nnnn",
            asm = "ssat{c:cond} {d:r}, {w:plusone}, {n:r}{i:lsl}",
            manual = "F5.1 SSAT")
    @T32(
            bits = "11110 . 11 00 0 0 nnnn 0 iii dddd ii . wwwww",
            asm = "ssat {d:r}, {w:plusone}, {n:r}{i:lsl}",
            shouldBe = "00",
            manual = "F5.1 SSAT")
    static void ssat(Aarch32Semantics s, int w, int d, int i, int n) {
        if (Unpredictable.registers(s, d, n)) {
            return;
        }
        int value = shifted(s, ShiftedRegister.LSL, i, n);
        limit(s, d, value, s.saturate(false, w + 1, value));
    }

    /** SSAT. */
    @A32(
            bits = "cccc 0110 101 wwwww dddd iiiii 1 01 nnnn",
            asm = "ssat{c:cond} {d:r}, {w:plusone}, {n:r}, asr {i:amount}",
            manual = "F5.1 SSAT")
    @T32(
            bits = "11110 . 11 00 1 0 nnnn 0 iii dddd ii . wwwww",
            asm = "ssat {d:r}, {w:plusone}, {n:r}, asr {i:amount}",
            shouldBe = "00",
            manual = "F5.1 SSAT")
    static void ssatOfRight(Aarch32Semantics s, int w, int d, int i, int n) {
        if (Unpredictable.registers(s, d, n)) {
            return;
        }
        int value = shifted(s, ShiftedRegister.ASR, i, n);
        limit(s, d, value, s.saturate(false, w + 1, value));
    }

    /** SSAT16. */
    @A32(
            bits = "cccc 0110 1010 wwww dddd .... 0011 nnnn",
            asm = "ssat16{c:cond} {d:r}, {w:plusone}, {n:r}",
            shouldBe = "1111",
            manual = "F5.1 SSAT16")
    @T32(
            bits = "11110 . 11 0010 nnnn 0000 dddd 00 .. wwww",
            asm = "ssat16 {d:r}, {w:plusone}, {n:r}",
            shouldBe = "000",
            manual = "F5.1 SSAT16",
            priority = 1)
    static void ssat16(Aarch32Semantics s, int w, int d, int n) {
        if (Unpredictable.registers(s, d, n)) {
            return;
        }
        limitHalves(s, d, n, false, w + 1);
    }

    /** USAT. */
    @A32(
            bits = "cccc 0110 111 wwwww dddd iiiii 0 01 nnnn",
            asm = "usat{c:cond} {d:r}, {w:imm}, {n:r}{i:lsl}",
            manual = "F5.1 USAT")
    @T32(
            bits = "11110 . 11 10 0 0 nnnn 0 iii dddd ii . wwwww",
            asm = "usat {d:r}, {w:imm}, {n:r}{i:lsl}",
            shouldBe = "00",
            manual = "F5.1 USAT")
    static void usat(Aarch32Semantics s, int w, int d, int i, int n) {
        if (Unpredictable.registers(s, d, n)) {
            return;
        }
        int value = shifted(s, ShiftedRegister.LSL, i, n);
        limit(s, d, value, s.saturate(true, w, value));
    }

    /** USAT. */
    @A32(
            bits = "cccc 0110 111 wwwww dddd iiiii 1 01 nnnn",
            asm = "usat{c:cond} {d:r}, {w:imm}, {n:r}, asr {i:amount}",
            manual = "F5.1 USAT")
    @T32(
            bits = "11110 . 11 10 1 0 nnnn 0 iii dddd ii . wwwww",
            asm = "usat {d:r}, {w:imm}, {n:r}, asr {i:amount}",
            shouldBe = "00",
            manual = "F5.1 USAT")
    static void usatOfRight(Aarch32Semantics s, int w, int d, int i, int n) {
        if (Unpredictable.registers(s, d, n)) {
            return;
        }
        int value = shifted(s, ShiftedRegister.ASR, i, n);
        limit(s, d, value, s.saturate(true, w, value));
    }

    /** USAT16. */
    @A32(
            bits = "cccc 0110 1110 wwww dddd .... 0011 nnnn",
            asm = "usat16{c:cond} {d:r}, {w:imm}, {n:r}",
            shouldBe = "1111",
            manual = "F5.1 USAT16")
    @T32(
            bits = "11110 . 11 1010 nnnn 0000 dddd 00 .. wwww",
            asm = "usat16 {d:r}, {w:imm}, {n:r}",
            shouldBe = "000",
            manual = "F5.1 USAT16",
            priority = 1)
    static void usat16(Aarch32Semantics s, int w, int d, int n) {
        if (Unpredictable.registers(s, d, n)) {
            return;
        }
        limitHalves(s, d, n, true, w);
    }

    /** One if two 64-bit values differ, else zero. */
    private static int different(Aarch32Semantics s, int a, int b) {
        return s.xor(false, s.equal(a, b), s.constant(1));
    }

    /** Sets Q if a value had to change to become a result. */
    static void setIfDifferent(Aarch32Semantics s, int value, int result) {
        s.saturated(different(s, value, result));
    }

    private static void limit(Aarch32Semantics s, int d, int value, int result) {
        setIfDifferent(s, value, result);
        s.r(d, result);
    }

    private static void limitHalves(Aarch32Semantics s, int d, int n, boolean unsigned, int bits) {
        int low = s.signedField(s.r(n), 0, 16);
        int high = s.signedField(s.r(n), 16, 16);
        int lowResult = s.saturate(unsigned, bits, low);
        int highResult = s.saturate(unsigned, bits, high);
        s.saturated(s.or(false, different(s, low, lowResult), different(s, high, highResult)));
        s.r(d, s.insertField(s.zeroExtend(lowResult, 16), highResult, 16, 16));
    }

    /** The source register shifted, in 64 bits. */
    private static int shifted(Aarch32Semantics s, int type, int i, int n) {
        return s.signExtend(ShiftedRegister.value(s, ShiftedRegister.pack(type, i, n)), 32);
    }
}
