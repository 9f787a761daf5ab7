package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Move wide (immediate). The field h is the shift in halfwords; a W register has only two. */
public final class MoveWideImmediate {
    private static final long LOW_WORD = 0xffff_ffffL;

    private MoveWideImmediate() {}

    /** MOVN. */
    @A64(
            bits = "z 00 100101 hh iiiiiiiiiiiiiiii ddddd",
            asm = "movn {d:r}, {i:hex}{h:|, lsl #16|, lsl #32|, lsl #48}",
            manual = "C6.2 MOVN")
    static void movn(Semantics s, boolean z, int h, int i, int d) {
        if (reserved(s, z, h)) {
            return;
        }
        s.x(d, z, s.constant(z ? ~shifted(h, i) : ~shifted(h, i) & LOW_WORD));
    }

    /** MOVZ. */
    @A64(
            bits = "z 10 100101 hh iiiiiiiiiiiiiiii ddddd",
            asm = "movz {d:r}, {i:hex}{h:|, lsl #16|, lsl #32|, lsl #48}",
            manual = "C6.2 MOVZ")
    static void movz(Semantics s, boolean z, int h, int i, int d) {
        if (reserved(s, z, h)) {
            return;
        }
        s.x(d, z, s.constant(shifted(h, i)));
    }

    /** MOVK. */
    @A64(
            bits = "z 11 100101 hh iiiiiiiiiiiiiiii ddddd",
            asm = "movk {d:r}, {i:hex}{h:|, lsl #16|, lsl #32|, lsl #48}",
            manual = "C6.2 MOVK")
    static void movk(Semantics s, boolean z, int h, int i, int d) {
        if (reserved(s, z, h)) {
            return;
        }
        int kept = i == 0xffff ? s.x(d) : s.and(z, s.x(d), s.constant(~shifted(h, 0xffff)));
        s.x(d, z, i == 0 ? kept : s.or(z, kept, s.constant(shifted(h, i))));
    }

    private static boolean reserved(Semantics s, boolean z, int h) {
        boolean reserved = !z && h >= 2;
        if (reserved) {
            s.undefined();
        }
        return reserved;
    }

    private static long shifted(int h, int i) {
        return (long) i << (16 * h);
    }
}
