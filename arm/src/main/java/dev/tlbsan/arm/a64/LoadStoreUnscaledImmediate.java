package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A64;

/** Load/store register (unscaled immediate). */
public final class LoadStoreUnscaledImmediate {
    private LoadStoreUnscaledImmediate() {}

    /** STURB, STURH. */
    @A64(
            bits = "0h 111 0 00 00 0 iiiiiiiii 00 nnnnn ttttt",
            asm = "stur{h:b|h} {t:w}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 STURB, STURH")
    static void sturbh(Semantics s, boolean h, int i, int n, int t) {
        store(s, Transfer.plain(LoadStore.byteOrHalf(h), t), n, i);
    }

    /** STUR. */
    @A64(
            bits = "1z 111 0 00 00 0 iiiiiiiii 00 nnnnn ttttt",
            asm = "stur {t:r}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 STUR")
    static void stur(Semantics s, boolean z, int i, int n, int t) {
        store(s, Transfer.plain(LoadStore.wordOrDouble(z), t), n, i);
    }

    /** LDURB, LDURH. */
    @A64(
            bits = "0h 111 0 00 01 0 iiiiiiiii 00 nnnnn ttttt",
            asm = "ldur{h:b|h} {t:w}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDURB, LDURH")
    static void ldurbh(Semantics s, boolean h, int i, int n, int t) {
        load(s, Transfer.plain(LoadStore.byteOrHalf(h), t), n, i);
    }

    /** LDUR. */
    @A64(
            bits = "1z 111 0 00 01 0 iiiiiiiii 00 nnnnn ttttt",
            asm = "ldur {t:r}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDUR")
    static void ldur(Semantics s, boolean z, int i, int n, int t) {
        load(s, Transfer.plain(LoadStore.wordOrDouble(z), t), n, i);
    }

    /** LDURSB, LDURSH to an X register. */
    @A64(
            bits = "0h 111 0 00 10 0 iiiiiiiii 00 nnnnn ttttt",
            asm = "ldurs{h:b|h} {t:x}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDURSB, LDURSH")
    static void ldursbhX(Semantics s, boolean h, int i, int n, int t) {
        load(s, Transfer.signed(LoadStore.byteOrHalf(h), t, true), n, i);
    }

    /** LDURSB, LDURSH to a W register. */
    @A64(
            bits = "0h 111 0 00 11 0 iiiiiiiii 00 nnnnn ttttt",
            asm = "ldurs{h:b|h} {t:w}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDURSB, LDURSH")
    static void ldursbhW(Semantics s, boolean h, int i, int n, int t) {
        load(s, Transfer.signed(LoadStore.byteOrHalf(h), t, false), n, i);
    }

    /** LDURSW. */
    @A64(
            bits = "10 111 0 00 10 0 iiiiiiiii 00 nnnnn ttttt",
            asm = "ldursw {t:x}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDURSW")
    static void ldursw(Semantics s, int i, int n, int t) {
        load(s, Transfer.signed(4, t, true), n, i);
    }

    /** PRFUM: a hint without effect here. */
    @A64(
            bits = "11 111 0 00 10 0 iiiiiiiii 00 nnnnn ttttt",
            asm = "prfum {t:prefetch}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 PRFUM")
    static void prfum(Semantics s, int i, int n, int t) {}

    private static void load(Semantics s, Transfer moved, int n, int i) {
        s.transfer(moved);
        LoadStore.load(s, moved, LoadStore.base(s, n), LoadStore.signed(i, 9));
    }

    private static void store(Semantics s, Transfer moved, int n, int i) {
        s.transfer(moved);
        LoadStore.store(s, moved, LoadStore.base(s, n), LoadStore.signed(i, 9));
    }
}
