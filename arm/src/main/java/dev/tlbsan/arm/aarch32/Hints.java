package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Hints. */
public final class Hints {
    private static final int YIELD = 1;
    private static final int WFE = 2;
    private static final int WFI = 3;
    private static final int SEV = 4;

    private Hints() {}

    /** NOP. */
    @A32(
            bits = "cccc 00110 0 10 0000 .... .... 00000000",
            asm = "nop{c:cond}",
            manual = "F5.1 NOP",
            shouldBe = "11110000",
            priority = 1)
    @T32(bits = "1011 1111 0000 0000", asm = "nop", manual = "F5.1 NOP", priority = 1)
    @T32(
            bits = "11110 0 1110 10 .... 10 . 0 . 000 00000000",
            asm = "nop.w",
            manual = "F5.1 NOP",
            shouldBe = "111100",
            priority = 1)
    static void nop(Aarch32Semantics s) {}

    /** YIELD. */
    @A32(
            bits = "cccc 00110 0 10 0000 .... .... 00000001",
            asm = "yield{c:cond}",
            manual = "F5.1 YIELD",
            shouldBe = "11110000",
            priority = 1)
    @T32(bits = "1011 1111 0001 0000", asm = "yield", manual = "F5.1 YIELD", priority = 1)
    @T32(
            bits = "11110 0 1110 10 .... 10 . 0 . 000 00000001",
            asm = "yield.w",
            manual = "F5.1 YIELD",
            shouldBe = "111100",
            priority = 1)
    static void yieldHint(Aarch32Semantics s) {
        s.hint(YIELD);
    }

    /** WFE. */
    @A32(
            bits = "cccc 00110 0 10 0000 .... .... 00000010",
            asm = "wfe{c:cond}",
            manual = "F5.1 WFE",
            shouldBe = "11110000",
            priority = 1)
    @T32(bits = "1011 1111 0010 0000", asm = "wfe", manual = "F5.1 WFE", priority = 1)
    @T32(
            bits = "11110 0 1110 10 .... 10 . 0 . 000 00000010",
            asm = "wfe.w",
            manual = "F5.1 WFE",
            shouldBe = "111100",
            priority = 1)
    static void wfe(Aarch32Semantics s) {
        s.hint(WFE);
    }

    /** WFI. */
    @A32(
            bits = "cccc 00110 0 10 0000 .... .... 00000011",
            asm = "wfi{c:cond}",
            manual = "F5.1 WFI",
            shouldBe = "11110000",
            priority = 1)
    @T32(bits = "1011 1111 0011 0000", asm = "wfi", manual = "F5.1 WFI", priority = 1)
    @T32(
            bits = "11110 0 1110 10 .... 10 . 0 . 000 00000011",
            asm = "wfi.w",
            manual = "F5.1 WFI",
            shouldBe = "111100",
            priority = 1)
    static void wfi(Aarch32Semantics s) {
        s.hint(WFI);
    }

    /** SEV. */
    @A32(
            bits = "cccc 00110 0 10 0000 .... .... 00000100",
            asm = "sev{c:cond}",
            manual = "F5.1 SEV",
            shouldBe = "11110000",
            priority = 1)
    @T32(bits = "1011 1111 0100 0000", asm = "sev", manual = "F5.1 SEV", priority = 1)
    @T32(
            bits = "11110 0 1110 10 .... 10 . 0 . 000 00000100",
            asm = "sev.w",
            manual = "F5.1 SEV",
            shouldBe = "111100",
            priority = 1)
    static void sev(Aarch32Semantics s) {
        s.hint(SEV);
    }

    /** DBG, which does nothing. */
    @A32(
            bits = "cccc 00110 0 10 0000 .... .... 1111 iiii",
            asm = "dbg{c:cond} {i:imm}",
            manual = "F5.1 DBG",
            shouldBe = "11110000",
            priority = 1)
    @T32(
            bits = "11110 0 1110 10 .... 10 . 0 . 000 1111 iiii",
            asm = "dbg {i:imm}",
            manual = "F5.1 DBG",
            shouldBe = "111100",
            priority = 1)
    static void dbg(Aarch32Semantics s, int i) {}

    /** The hints that are not allocated and do nothing. */
    @A32(
            bits = "cccc 00110 0 10 0000 .... .... iiiiiiii",
            asm = "nop{c:cond} {i:braced}",
            manual = "F5.1 NOP",
            shouldBe = "11110000")
    @T32(bits = "1011 1111 iiii 0000", asm = "nop {i:braced}", manual = "F5.1 NOP")
    @T32(
            bits = "11110 0 1110 10 .... 10 . 0 . 000 iiiiiiii",
            asm = "nop.w {i:braced}",
            manual = "F5.1 NOP",
            shouldBe = "111100")
    static void hint(Aarch32Semantics s, int i) {}
}
