package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * Instructions of coprocessors, of which none but 14 and 15 is there, floating-point included. The field x is everything but
 * the coprocessor. Of 14 and 15 only moves are defined, elsewhere.
 */
public final class Coprocessors {
    private static final int FIRST_SYSTEM = 14;

    private Coprocessors() {}

    /** CDP. */
    @A32(
            bits = "cccc 1110 xxxx xxxx xxxx kkkk xxx 0 xxxx",
            asm =
                    "cdp{c:cond} {k:coproc}, {x<18:15>:plain}, {x<10:7>:crn}, {x<14:11>:crn}, {x<3:0>:crn}, {x<6:4>:plain}",
            manual = "F5.1 CDP")
    @T32(
            bits = "1110 1110 xxxx xxxx xxxx kkkk xxx 0 xxxx",
            asm = "cdp {k:coproc}, {x<18:15>:plain}, {x<10:7>:crn}, {x<14:11>:crn}, {x<3:0>:crn}, {x<6:4>:plain}",
            manual = "F5.1 CDP")
    static void cdp(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** MCR, MRC. */
    @A32(
            bits = "cccc 1110 xxxx xxxx xxxx kkkk xxx 1 xxxx",
            asm =
                    "{x<15:15>:mcr|mrc}{c:cond} {k:coproc}, {x<18:16>:plain}, {x<10:7>:r}, {x<14:11>:crn}, {x<3:0>:crn}, {x<6:4>:plain}",
            manual = "F5.1 MCR, MRC")
    @T32(
            bits = "1110 1110 xxxx xxxx xxxx kkkk xxx 1 xxxx",
            asm =
                    "{x<15:15>:mcr|mrc} {k:coproc}, {x<18:16>:plain}, {x<10:7>:r}, {x<14:11>:crn}, {x<3:0>:crn}, {x<6:4>:plain}",
            manual = "F5.1 MCR, MRC")
    static void move(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** MCRR, MRRC. */
    @A32(
            bits = "cccc 1100 010x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:mcrr|mrrc}{c:cond} {k:coproc}, {x<7:4>:plain}, {x<11:8>:r}, {x<15:12>:r}, {x<3:0>:crn}",
            manual = "F5.1 MCRR, MRRC")
    @T32(
            bits = "1110 1100 010x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:mcrr|mrrc} {k:coproc}, {x<7:4>:plain}, {x<11:8>:r}, {x<15:12>:r}, {x<3:0>:crn}",
            manual = "F5.1 MCRR, MRRC")
    static void movePair(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** LDC, STC. */
    @A32(
            bits = "cccc 110 1 xx 0 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}{x<17:17>,c:longcond} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}{x<18:18>,x<7:0>:offset*4}]",
            manual = "F5.1 LDC, STC")
    @T32(
            bits = "1110 110 1 xx 0 x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:stc|ldc}{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}{x<18:18>,x<7:0>:offset*4}]",
            manual = "F5.1 LDC, STC")
    static void transfer(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** LDC, STC, pre-indexed. */
    @A32(
            bits = "cccc 110 1 xx 1 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}{x<17:17>,c:longcond} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}, {x<18:18>,x<7:0>:simm*4}]!",
            manual = "F5.1 LDC, STC")
    @T32(
            bits = "1110 110 1 xx 1 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}, {x<18:18>,x<7:0>:simm*4}]!",
            manual = "F5.1 LDC, STC")
    static void transferPreIndexed(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** LDC, STC, post-indexed. */
    @A32(
            bits = "cccc 110 0 xx 1 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}{x<17:17>,c:longcond} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}], {x<18:18>,x<7:0>:simm*4}",
            manual = "F5.1 LDC, STC")
    @T32(
            bits = "1110 110 0 xx 1 x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:stc|ldc}{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}], {x<18:18>,x<7:0>:simm*4}",
            manual = "F5.1 LDC, STC")
    static void transferPostIndexed(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** LDC, STC, unindexed, with an option for the coprocessor. */
    @A32(
            bits = "cccc 110 0 1x 0 x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:stc|ldc}{x<17:17>,c:longcond} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}], {x<7:0>:braced}",
            manual = "F5.1 LDC, STC")
    @T32(
            bits = "1110 110 0 1x 0 x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:stc|ldc}{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}], {x<7:0>:braced}",
            manual = "F5.1 LDC, STC")
    static void transferUnindexed(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    private static void coprocessor(Aarch32Semantics s, int k) {
        if (k >= FIRST_SYSTEM) {
            s.undefined();
        } else {
            s.coprocessor(k);
        }
    }
}
