package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Bit fields: inserting, clearing and extracting them. */
public final class BitFields {
    private BitFields() {}

    /** BFC. */
    @A32(
            bits = "cccc 0111 110 hhhhh dddd lllll 001 1111",
            asm = "bfc{c:cond} {d:r}, {l,h:lsbwidth}",
            manual = "F5.1 BFC",
            priority = 1)
    @T32(
            bits = "11110 . 11 011 . 1111 0 lll dddd ll . hhhhh",
            asm = "bfc {d:r}, {l,h:lsbwidth}",
            shouldBe = "000",
            manual = "F5.1 BFC",
            priority = 1)
    static void bfc(Aarch32Semantics s, int h, int d, int l) {
        if (Unpredictable.registers(s, d) || isRefused(s, h, l)) {
            return;
        }
        s.rNarrow(d, s.insertField(s.r(d), s.constant(0), l, h - l + 1));
    }

    /** BFI. */
    @A32(
            bits = "cccc 0111 110 hhhhh dddd lllll 001 nnnn",
            asm = "bfi{c:cond} {d:r}, {n:r}, {l,h:lsbwidth}",
            manual = "F5.1 BFI")
    @T32(
            bits = "11110 . 11 011 . nnnn 0 lll dddd ll . hhhhh",
            asm = "bfi {d:r}, {n:r}, {l,h:lsbwidth}",
            shouldBe = "000",
            manual = "F5.1 BFI")
    static void bfi(Aarch32Semantics s, int h, int d, int l, int n) {
        if (Unpredictable.registers(s, d, n) || isRefused(s, h, l)) {
            return;
        }
        s.rNarrow(d, s.insertField(s.r(d), s.r(n), l, h - l + 1));
    }

    /** SBFX. */
    @A32(
            bits = "cccc 0111 101 wwwww dddd lllll 101 nnnn",
            asm = "sbfx{c:cond} {d:r}, {n:r}, {l:imm}, {w:plusone}",
            manual = "F5.1 SBFX")
    @T32(
            bits = "11110 . 11 010 0 nnnn 0 lll dddd ll . wwwww",
            asm = "sbfx {d:r}, {n:r}, {l:imm}, {w:plusone}",
            shouldBe = "00",
            manual = "F5.1 SBFX")
    static void sbfx(Aarch32Semantics s, int w, int d, int l, int n) {
        if (Unpredictable.registers(s, d, n) || isTooWide(s, l + w)) {
            return;
        }
        s.r(d, s.signedField(s.r(n), l, w + 1));
    }

    /** UBFX. */
    @A32(
            bits = "cccc 0111 111 wwwww dddd lllll 101 nnnn",
            asm = "ubfx{c:cond} {d:r}, {n:r}, {l:imm}, {w:plusone}",
            manual = "F5.1 UBFX")
    @T32(
            bits = "11110 . 11 110 0 nnnn 0 lll dddd ll . wwwww",
            asm = "ubfx {d:r}, {n:r}, {l:imm}, {w:plusone}",
            shouldBe = "00",
            manual = "F5.1 UBFX")
    static void ubfx(Aarch32Semantics s, int w, int d, int l, int n) {
        if (Unpredictable.registers(s, d, n) || isTooWide(s, l + w)) {
            return;
        }
        s.r(d, s.field(s.r(n), l, w + 1));
    }

    private static boolean isRefused(Aarch32Semantics s, int msb, int lsb) {
        if (msb < lsb) {
            s.unpredictable();
        }
        return msb < lsb;
    }

    private static boolean isTooWide(Aarch32Semantics s, int msb) {
        return isRefused(s, 31, msb);
    }
}
