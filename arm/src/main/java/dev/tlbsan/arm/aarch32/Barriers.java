package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Barriers, and CLREX. Reserved options are full system barriers. */
public final class Barriers {
    private Barriers() {}

    /** CLREX. */
    @A32(
            bits = "1111 01010111 .... .... .... 0001 ....",
            asm = "clrex",
            manual = "F5.1 CLREX",
            shouldBe = "1111111100001111")
    @T32(
            bits = "11110 0 1110 11 .... 10 . 0 .... 0010 ....",
            asm = "clrex",
            manual = "F5.1 CLREX",
            shouldBe = "1111011111111")
    static void clrex(Aarch32Semantics s) {
        s.clearExclusive();
    }

    /** DSB. */
    @A32(
            bits = "1111 01010111 .... .... .... 0100 mmmm",
            asm = "dsb {m:barrier}",
            manual = "F5.1 DSB",
            shouldBe = "111111110000")
    @T32(
            bits = "11110 0 1110 11 .... 10 . 0 .... 0100 mmmm",
            asm = "dsb {m:barrier}",
            manual = "F5.1 DSB",
            shouldBe = "111101111")
    static void dsb(Aarch32Semantics s, int m) {
        s.barrier(new Barrier(Barrier.Kind.DSB, m));
    }

    /** DMB. */
    @A32(
            bits = "1111 01010111 .... .... .... 0101 mmmm",
            asm = "dmb {m:barrier}",
            manual = "F5.1 DMB",
            shouldBe = "111111110000")
    @T32(
            bits = "11110 0 1110 11 .... 10 . 0 .... 0101 mmmm",
            asm = "dmb {m:barrier}",
            manual = "F5.1 DMB",
            shouldBe = "111101111")
    static void dmb(Aarch32Semantics s, int m) {
        s.barrier(new Barrier(Barrier.Kind.DMB, m));
    }

    /** ISB; reserved options are the same. */
    @A32(
            bits = "1111 01010111 .... .... .... 0110 mmmm",
            asm = "isb {m:isboption}",
            manual = "F5.1 ISB",
            shouldBe = "111111110000")
    @T32(
            bits = "11110 0 1110 11 .... 10 . 0 .... 0110 mmmm",
            asm = "isb {m:isboption}",
            manual = "F5.1 ISB",
            shouldBe = "111101111")
    static void isb(Aarch32Semantics s, int m) {
        s.barrier(new Barrier(Barrier.Kind.ISB, m));
    }
}
