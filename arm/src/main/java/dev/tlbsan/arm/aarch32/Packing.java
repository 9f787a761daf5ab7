package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Selecting, packing and comparing bytes and halfwords. */
public final class Packing {
    private Packing() {}

    /** SEL. */
    @A32(
            bits = "cccc 0110 1000 nnnn dddd .... 1011 mmmm",
            asm = "sel{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 SEL")
    @T32(bits = "11111 010 1010 nnnn 1111 dddd 1000 mmmm", asm = "sel {d:r}, {n:r}, {m:r}", manual = "F5.1 SEL")
    static void sel(Aarch32Semantics s, int n, int d, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        s.r(d, s.selectBytes(s.r(n), s.r(m)));
    }

    /** USAD8. */
    @A32(
            bits = "cccc 0111 1000 dddd 1111 mmmm 0001 nnnn",
            asm = "usad8{c:cond} {d:r}, {n:r}, {m:r}",
            manual = "F5.1 USAD8",
            priority = 1)
    @T32(
            bits = "11111 0110 111 nnnn 1111 dddd 0000 mmmm",
            asm = "usad8 {d:r}, {n:r}, {m:r}",
            manual = "F5.1 USAD8",
            priority = 1)
    static void usad8(Aarch32Semantics s, int d, int m, int n) {
        if (Unpredictable.registers(s, d, m, n)) {
            return;
        }
        s.r(d, s.sumOfAbsoluteDifferences(s.r(n), s.r(m)));
    }

    /** USADA8. */
    @A32(
            bits = "cccc 0111 1000 dddd aaaa mmmm 0001 nnnn",
            asm = "usada8{c:cond} {d:r}, {n:r}, {m:r}, {a:r}",
            manual = "F5.1 USADA8")
    @T32(
            bits = "11111 0110 111 nnnn aaaa dddd 0000 mmmm",
            asm = "usada8 {d:r}, {n:r}, {m:r}, {a:r}",
            manual = "F5.1 USADA8")
    static void usada8(Aarch32Semantics s, int d, int a, int m, int n) {
        if (Unpredictable.registers(s, d, a, m, n)) {
            return;
        }
        s.r(d, s.add(false, s.r(a), s.sumOfAbsoluteDifferences(s.r(n), s.r(m))));
    }

    /** PKHBT. */
    @A32(
            bits = "cccc 0110 1000 nnnn dddd iiiii 0 01 mmmm",
            asm = "pkhbt{c:cond} {d:r}, {n:r}, {m:r}{i:lsl}",
            manual = "F5.1 PKHBT, PKHTB")
    @T32(
            bits = "11101 01 0110 0 nnnn . iii dddd ii 0 0 mmmm",
            asm = "pkhbt {d:r}, {n:r}, {m:r}{i:lsl}",
            shouldBe = "0",
            manual = "F5.1 PKHBT, PKHTB")
    static void pkhbt(Aarch32Semantics s, int n, int d, int i, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        int shifted = ShiftedRegister.value(s, ShiftedRegister.pack(ShiftedRegister.LSL, i, m));
        s.rNarrow(d, s.insertField(shifted, s.r(n), 0, 16));
    }

    /** PKHTB. */
    @A32(
            bits = "cccc 0110 1000 nnnn dddd iiiii 1 01 mmmm",
            asm = "pkhtb{c:cond} {d:r}, {n:r}, {m:r}, asr {i:amount}",
            manual = "F5.1 PKHBT, PKHTB")
    @T32(
            bits = "11101 01 0110 0 nnnn . iii dddd ii 1 0 mmmm",
            asm = "pkhtb {d:r}, {n:r}, {m:r}, asr {i:amount}",
            shouldBe = "0",
            manual = "F5.1 PKHBT, PKHTB")
    static void pkhtb(Aarch32Semantics s, int n, int d, int i, int m) {
        if (Unpredictable.registers(s, d, n, m)) {
            return;
        }
        int shifted = ShiftedRegister.value(s, ShiftedRegister.pack(ShiftedRegister.ASR, i, m));
        s.rNarrow(d, s.insertField(s.r(n), shifted, 0, 16));
    }
}
