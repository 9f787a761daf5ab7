package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/**
 * Conditional compare (register and immediate). The field c packs the condition and the flags that are set if it does not
 * hold.
 */
public final class ConditionalCompare {
    private ConditionalCompare() {}

    /** CCMN. */
    @A64(
            bits = "z 0 1 11010010 mmmmm cccc 0 0 nnnnn 0 cccc",
            asm = "ccmn {n:r}, {m:r}, {c<3:0>:hex}, {c<7:4>:cond}",
            manual = "C6.2 CCMN (register)")
    static void ccmn(Semantics s, boolean z, int m, int c, int n) {
        int holds = s.condition(c >>> 4);
        s.addSettingFlags(z, s.x(n), s.x(m));
        flagsUnless(s, holds, c);
    }

    /** CCMP. */
    @A64(
            bits = "z 1 1 11010010 mmmmm cccc 0 0 nnnnn 0 cccc",
            asm = "ccmp {n:r}, {m:r}, {c<3:0>:hex}, {c<7:4>:cond}",
            manual = "C6.2 CCMP (register)")
    static void ccmp(Semantics s, boolean z, int m, int c, int n) {
        int holds = s.condition(c >>> 4);
        s.subSettingFlags(z, s.x(n), s.x(m));
        flagsUnless(s, holds, c);
    }

    /** CCMN with an immediate. */
    @A64(
            bits = "z 0 1 11010010 mmmmm cccc 1 0 nnnnn 0 cccc",
            asm = "ccmn {n:r}, {m:hex}, {c<3:0>:hex}, {c<7:4>:cond}",
            manual = "C6.2 CCMN (immediate)")
    static void ccmnImmediate(Semantics s, boolean z, int m, int c, int n) {
        int holds = s.condition(c >>> 4);
        s.addSettingFlags(z, s.x(n), s.constant(m));
        flagsUnless(s, holds, c);
    }

    /** CCMP with an immediate. */
    @A64(
            bits = "z 1 1 11010010 mmmmm cccc 1 0 nnnnn 0 cccc",
            asm = "ccmp {n:r}, {m:hex}, {c<3:0>:hex}, {c<7:4>:cond}",
            manual = "C6.2 CCMP (immediate)")
    static void ccmpImmediate(Semantics s, boolean z, int m, int c, int n) {
        int holds = s.condition(c >>> 4);
        s.subSettingFlags(z, s.x(n), s.constant(m));
        flagsUnless(s, holds, c);
    }

    private static void flagsUnless(Semantics s, int holds, int c) {
        s.nzcv(s.select(holds, s.nzcv(), s.constant((c & 15L) << 28)));
    }
}
