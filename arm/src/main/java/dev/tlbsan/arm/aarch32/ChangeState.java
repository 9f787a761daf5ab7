package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** CPS and SETEND. What CPS may say otherwise is UNPREDICTABLE and has no definition. The field a is A, I and F. */
public final class ChangeState {
    private static final int CHANGE_MODE = 1 << 5;
    private static final int ENABLE = 2;

    private ChangeState() {}

    /** CPS that changes the mode only. */
    @A32(
            bits = "1111 00010000 00 1 0 ....... 000 0 mmmmm",
            asm = "cps {m:mode}",
            manual = "F5.1 CPS, CPSID, CPSIE",
            shouldBe = "0000000")
    @T32(
            bits = "11110 0111010 .... 10 . 0 . 00 1 000 mmmmm",
            asm = "cps {m:mode}",
            manual = "F5.1 CPS, CPSID, CPSIE",
            shouldBe = "111100")
    static void cps(Aarch32Semantics s, int m) {
        change(s, CHANGE_MODE | m);
    }

    /** CPSIE and CPSID. */
    @A32(
            bits = "1111 00010000 1 d 0 0 ....... aaa 0 00000",
            asm = "cps{d:ie|id} {a:iflags}",
            manual = "F5.1 CPS, CPSID, CPSIE",
            shouldBe = "0000000")
    @T32(
            bits = "1011 0110 011 d . aaa",
            asm = "cps{d:ie|id} {a:iflags}",
            manual = "F5.1 CPS, CPSID, CPSIE",
            shouldBe = "0")
    @T32(
            bits = "11110 0111010 .... 10 . 0 . 1 d 0 aaa 00000",
            asm = "cps{d:ie|id}.w {a:iflags}",
            manual = "F5.1 CPS, CPSID, CPSIE",
            shouldBe = "111100")
    static void cpsInterrupts(Aarch32Semantics s, int d, int a) {
        if (!Unpredictable.when(s, a == 0)) {
            change(s, (ENABLE | d) << 9 | a << 6);
        }
    }

    /** CPSIE and CPSID that change the mode, too. */
    @A32(
            bits = "1111 00010000 1 d 1 0 ....... aaa 0 mmmmm",
            asm = "cps{d:ie|id} {a:iflags}, {m:mode}",
            manual = "F5.1 CPS, CPSID, CPSIE",
            shouldBe = "0000000")
    @T32(
            bits = "11110 0111010 .... 10 . 0 . 1 d 1 aaa mmmmm",
            asm = "cps{d:ie|id} {a:iflags}, {m:mode}",
            manual = "F5.1 CPS, CPSID, CPSIE",
            shouldBe = "111100")
    static void cpsBoth(Aarch32Semantics s, int d, int a, int m) {
        if (!Unpredictable.when(s, a == 0)) {
            change(s, (ENABLE | d) << 9 | a << 6 | CHANGE_MODE | m);
        }
    }

    private static void change(Aarch32Semantics s, int bits) {
        if (!Unpredictable.when(s, s.inItBlock())) {
            s.write(Aarch32Operation.encode(Aarch32Operation.CHANGE_STATE, bits), s.constant(0));
        }
    }

    /** SETEND. */
    @A32(
            bits = "1111 00010000 ... 1 ...... e . 0000 ....",
            asm = "setend {e:le|be}",
            manual = "F5.1 SETEND",
            shouldBe = "00000000000000")
    @T32(bits = "1011 0110 010 . e ...", asm = "setend {e:le|be}", manual = "F5.1 SETEND", shouldBe = "1000")
    static void setend(Aarch32Semantics s, int e) {
        if (!Unpredictable.when(s, s.inItBlock())) {
            s.write(Aarch32Operation.encode(Aarch32Operation.SET_ENDIANNESS, e), s.constant(0));
        }
    }
}
