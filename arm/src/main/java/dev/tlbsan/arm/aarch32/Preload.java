package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * PLD, PLDW and PLI, and what may become such hints: none has an effect here. The field i packs U and imm12, the
 * field m of A32 U, imm5, type and Rm, that of T32 imm2 and Rm; z says which hint it is.
 */
public final class Preload {
    private Preload() {}

    /** PLD, PLDW (immediate) of A32. */
    @A32(
            bits = "1111 0101 i r 01 nnnn .... iiiiiiiiiiii",
            shouldBe = "1111",
            asm = "pld{r:w|} [{n:r}{i<12:12>,i<11:0>:offset}]",
            manual = "F5.1 PLD, PLDW (immediate), PLD (literal)")
    static void pld(Aarch32Semantics s, int i, boolean r, int n) {
        Unpredictable.when(s, !r && n == LoadStore.PC);
    }

    /** PLD, PLDW (register) of A32. */
    @A32(
            bits = "1111 0111 m r 01 nnnn .... mmmmm mm 0 mmmm",
            shouldBe = "1111",
            asm = "pld{r:w|} [{n:r}, {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}]",
            manual = "F5.1 PLD, PLDW (register)")
    static void pldRegister(Aarch32Semantics s, int m, boolean r, int n) {
        Unpredictable.when(s, (m & 15) == LoadStore.PC || (!r && n == LoadStore.PC));
    }

    /** PLI (immediate, literal) of A32. */
    @A32(
            bits = "1111 0100 i 1 01 nnnn .... iiiiiiiiiiii",
            shouldBe = "1111",
            asm = "pli [{n:r}{i<12:12>,i<11:0>:offset}]",
            manual = "F5.1 PLI (immediate, literal)")
    static void pli(Aarch32Semantics s, int i, int n) {}

    /** PLI (register) of A32. */
    @A32(
            bits = "1111 0110 m 1 01 nnnn .... mmmmm mm 0 mmmm",
            shouldBe = "1111",
            asm = "pli [{n:r}, {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}]",
            manual = "F5.1 PLI (register)")
    static void pliRegister(Aarch32Semantics s, int m, int n) {
        Unpredictable.when(s, (m & 15) == LoadStore.PC);
    }

    /** A memory hint that is not allocated. */
    @A32(
            bits = "1111 0100 h 0 01 hhhhhhhhhhhhhhhhhhhh",
            asm = "memoryhint {h:hex}",
            manual = "F4.1 Preload (immediate)")
    static void unallocated(Aarch32Semantics s, int h) {}

    /** A memory hint with a register that is not allocated. */
    @A32(
            bits = "1111 0110 h 0 01 hhhhhhhhhhhhhhh 0 hhhh",
            asm = "memoryhint.r {h:hex}",
            manual = "F4.1 Preload (register)")
    static void unallocatedRegister(Aarch32Semantics s, int h) {}

    /** PLD, PLDW, PLI (immediate) of T32, upwards. */
    @T32(
            bits = "1111100 z 1 0 z 1 nnnn 1111 iiiiiiiiiiii",
            asm = "{z:pld|pldw|pli|memoryhint} [{n:r}{i:offset}]",
            manual = "F5.1 PLD, PLDW (immediate), PLI (immediate, literal)",
            priority = 2)
    static void preloadPositive(Aarch32Semantics s, int z, int n, int i) {}

    /** PLD, PLDW, PLI (immediate) of T32, downwards. */
    @T32(
            bits = "1111100 z 0 0 z 1 nnnn 1111 1100 iiiiiiii",
            asm = "{z:pld|pldw|pli|memoryhint} [{n:r}{i:minus}]",
            manual = "F5.1 PLD, PLDW (immediate), PLI (immediate, literal)",
            priority = 2)
    static void preloadNegative(Aarch32Semantics s, int z, int n, int i) {}

    /** PLD, PLDW, PLI (register) of T32. */
    @T32(
            bits = "1111100 z 0 0 z 1 nnnn 1111 000000 mmmmmm",
            asm = "{z:pld|pldw|pli|memoryhint} [{n:r}, {m<3:0>:r}{m<5:4>:|, lsl #1|, lsl #2|, lsl #3}]",
            manual = "F5.1 PLD, PLDW (register), PLI (register)",
            priority = 2)
    static void preloadRegister(Aarch32Semantics s, int z, int n, int m) {
        Unpredictable.when(s, Unpredictable.isSpOrPc(m & 15));
    }

    /** PLD, PLI (literal) of T32. */
    @T32(
            bits = "1111100 z i 0 . 1 1111 1111 iiiiiiiiiiii",
            shouldBe = "0",
            asm = "{z:pld|pli} [pc{i<12:12>,i<11:0>:offset}]",
            manual = "F5.1 PLD (literal), PLI (immediate, literal)",
            priority = 3)
    static void preloadLiteral(Aarch32Semantics s, int z, int i) {}
}
