package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/**
 * Bitfield. The field i packs N, immr and imms. If imms is not below immr, the field from bit immr up to and including bit
 * imms goes to the bottom of the result; otherwise the field of imms + 1 low bits goes to bit width - immr.
 */
public final class Bitfield {
    private Bitfield() {}

    /** SBFM. */
    @A64(
            bits = "z 00 100110 iiiiiiiiiiiii nnnnn ddddd",
            asm = "sbfm {d,i<12:12>:r}, {n:r}, {i<11:6>:imm}, {i<5:0>:imm}",
            manual = "C6.2 SBFM")
    static void sbfm(Semantics s, boolean z, int i, int n, int d) {
        if (reserved(s, z, i)) {
            return;
        }
        int immr = immr(i);
        int imms = imms(i);
        if (imms >= immr) {
            s.x(d, z, s.signedField(s.x(n), immr, imms - immr + 1));
        } else {
            int field = s.signedField(s.x(n), 0, imms + 1);
            s.x(d, z, s.lsl(z, field, s.constant(-immr)));
        }
    }

    /** BFM. */
    @A64(
            bits = "z 01 100110 iiiiiiiiiiiii nnnnn ddddd",
            asm = "bfm {d,i<12:12>:r}, {n:r}, {i<11:6>:imm}, {i<5:0>:imm}",
            manual = "C6.2 BFM")
    static void bfm(Semantics s, boolean z, int i, int n, int d) {
        if (reserved(s, z, i)) {
            return;
        }
        int immr = immr(i);
        int imms = imms(i);
        if (imms >= immr) {
            int field = immr == 0 ? s.x(n) : s.lsr(z, s.x(n), s.constant(immr));
            s.x(d, z, s.insertField(s.x(d), field, 0, imms - immr + 1));
        } else {
            s.x(d, z, s.insertField(s.x(d), s.x(n), width(z) - immr, imms + 1));
        }
    }

    /** UBFM. */
    @A64(
            bits = "z 10 100110 iiiiiiiiiiiii nnnnn ddddd",
            asm = "ubfm {d,i<12:12>:r}, {n:r}, {i<11:6>:imm}, {i<5:0>:imm}",
            manual = "C6.2 UBFM")
    static void ubfm(Semantics s, boolean z, int i, int n, int d) {
        if (reserved(s, z, i)) {
            return;
        }
        int immr = immr(i);
        int imms = imms(i);
        if (imms >= immr) {
            s.x(d, z, s.field(s.x(n), immr, imms - immr + 1));
        } else {
            // LSL needs no extraction: it shifts the upper bits out.
            int field = imms + 1 == immr ? s.x(n) : s.field(s.x(n), 0, imms + 1);
            s.x(d, z, s.lsl(z, field, s.constant(-immr)));
        }
    }

    private static int immr(int i) {
        return i >>> 6 & 63;
    }

    private static int imms(int i) {
        return i & 63;
    }

    private static int width(boolean z) {
        return z ? 64 : 32;
    }

    private static boolean reserved(Semantics s, boolean z, int i) {
        boolean n = i >>> 12 != 0;
        boolean reserved = n != z || immr(i) >= width(z) || imms(i) >= width(z);
        if (reserved) {
            s.undefined();
        }
        return reserved;
    }
}
