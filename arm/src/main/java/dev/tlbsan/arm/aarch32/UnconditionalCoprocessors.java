package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** The instructions of coprocessors with the condition 1111. The field x is everything but the coprocessor. */
public final class UnconditionalCoprocessors {
    /** Coprocessors 10 and 11 are floating-point, which has such instructions in later architectures only; 14, 15 the system. */
    private static final int WITHOUT = 0xcc00;

    private UnconditionalCoprocessors() {}

    /** CDP2. */
    @A32(
            bits = "1111 1110 xxxx xxxx xxxx kkkk xxx 0 xxxx",
            asm = "cdp2 {k:coproc}, {x<18:15>:plain}, {x<10:7>:crn}, {x<14:11>:crn}, {x<3:0>:crn}, {x<6:4>:plain}",
            manual = "F5.1 CDP2")
    @T32(
            bits = "1111 1110 xxxx xxxx xxxx kkkk xxx 0 xxxx",
            asm = "cdp2 {k:coproc}, {x<18:15>:plain}, {x<10:7>:crn}, {x<14:11>:crn}, {x<3:0>:crn}, {x<6:4>:plain}",
            manual = "F5.1 CDP2")
    static void cdp2(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** MCR2, MRC2. */
    @A32(
            bits = "1111 1110 xxxx xxxx xxxx kkkk xxx 1 xxxx",
            asm =
                    "{x<15:15>:mcr|mrc}2 {k:coproc}, {x<18:16>:plain}, {x<10:7>:r}, {x<14:11>:crn}, {x<3:0>:crn}, {x<6:4>:plain}",
            manual = "F5.1 MCR2, MRC2")
    @T32(
            bits = "1111 1110 xxxx xxxx xxxx kkkk xxx 1 xxxx",
            asm =
                    "{x<15:15>:mcr|mrc}2 {k:coproc}, {x<18:16>:plain}, {x<10:7>:r}, {x<14:11>:crn}, {x<3:0>:crn}, {x<6:4>:plain}",
            manual = "F5.1 MCR2, MRC2")
    static void move2(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** MCRR2, MRRC2. */
    @A32(
            bits = "1111 1100 010x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:mcrr|mrrc}2 {k:coproc}, {x<7:4>:plain}, {x<11:8>:r}, {x<15:12>:r}, {x<3:0>:crn}",
            manual = "F5.1 MCRR2, MRRC2")
    @T32(
            bits = "1111 1100 010x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:mcrr|mrrc}2 {k:coproc}, {x<7:4>:plain}, {x<11:8>:r}, {x<15:12>:r}, {x<3:0>:crn}",
            manual = "F5.1 MCRR2, MRRC2")
    static void movePair2(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** LDC2, STC2. */
    @A32(
            bits = "1111 110 1 xx 0 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}2{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}{x<18:18>,x<7:0>:offset*4}]",
            manual = "F5.1 LDC2, STC2")
    @T32(
            bits = "1111 110 1 xx 0 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}2{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}{x<18:18>,x<7:0>:offset*4}]",
            manual = "F5.1 LDC2, STC2")
    static void transfer2(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** LDC2, STC2, pre-indexed. */
    @A32(
            bits = "1111 110 1 xx 1 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}2{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}, {x<18:18>,x<7:0>:simm*4}]!",
            manual = "F5.1 LDC2, STC2")
    @T32(
            bits = "1111 110 1 xx 1 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}2{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}, {x<18:18>,x<7:0>:simm*4}]!",
            manual = "F5.1 LDC2, STC2")
    static void transferPreIndexed2(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** LDC2, STC2, post-indexed. */
    @A32(
            bits = "1111 110 0 xx 1 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}2{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}], {x<18:18>,x<7:0>:simm*4}",
            manual = "F5.1 LDC2, STC2")
    @T32(
            bits = "1111 110 0 xx 1 x xxxx xxxx kkkk xxxxxxxx",
            asm =
                    "{x<16:16>:stc|ldc}2{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}], {x<18:18>,x<7:0>:simm*4}",
            manual = "F5.1 LDC2, STC2")
    static void transferPostIndexed2(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    /** LDC2, STC2, unindexed, with an option for the coprocessor. */
    @A32(
            bits = "1111 110 0 1x 0 x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:stc|ldc}2{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}], {x<7:0>:braced}",
            manual = "F5.1 LDC2, STC2")
    @T32(
            bits = "1111 110 0 1x 0 x xxxx xxxx kkkk xxxxxxxx",
            asm = "{x<16:16>:stc|ldc}2{x<17:17>:|l} {k:coproc}, {x<11:8>:crn}, [{x<15:12>:r}], {x<7:0>:braced}",
            manual = "F5.1 LDC2, STC2")
    static void transferUnindexed2(Aarch32Semantics s, int x, int k) {
        coprocessor(s, k);
    }

    private static void coprocessor(Aarch32Semantics s, int k) {
        if ((WITHOUT >>> k & 1) != 0) {
            s.undefined();
        } else {
            s.coprocessor(k);
        }
    }
}
