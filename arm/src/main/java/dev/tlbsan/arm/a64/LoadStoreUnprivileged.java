package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.MemoryAccess;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A64;

/** Load/store register (unprivileged): checked with EL0's permissions at EL1. */
public final class LoadStoreUnprivileged {
    private LoadStoreUnprivileged() {}

    /** STTRB, STTRH. */
    @A64(
            bits = "0h 111 0 00 00 0 iiiiiiiii 10 nnnnn ttttt",
            asm = "sttr{h:b|h} {t:w}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 STTRB, STTRH")
    static void sttrbh(Semantics s, boolean h, int i, int n, int t) {
        store(s, Transfer.plain(LoadStore.byteOrHalf(h), t), n, i);
    }

    /** STTR. */
    @A64(
            bits = "1z 111 0 00 00 0 iiiiiiiii 10 nnnnn ttttt",
            asm = "sttr {t:r}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 STTR")
    static void sttr(Semantics s, boolean z, int i, int n, int t) {
        store(s, Transfer.plain(LoadStore.wordOrDouble(z), t), n, i);
    }

    /** LDTRB, LDTRH. */
    @A64(
            bits = "0h 111 0 00 01 0 iiiiiiiii 10 nnnnn ttttt",
            asm = "ldtr{h:b|h} {t:w}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDTRB, LDTRH")
    static void ldtrbh(Semantics s, boolean h, int i, int n, int t) {
        load(s, Transfer.plain(LoadStore.byteOrHalf(h), t), n, i);
    }

    /** LDTR. */
    @A64(
            bits = "1z 111 0 00 01 0 iiiiiiiii 10 nnnnn ttttt",
            asm = "ldtr {t:r}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDTR")
    static void ldtr(Semantics s, boolean z, int i, int n, int t) {
        load(s, Transfer.plain(LoadStore.wordOrDouble(z), t), n, i);
    }

    /** LDTRSB, LDTRSH to an X register. */
    @A64(
            bits = "0h 111 0 00 10 0 iiiiiiiii 10 nnnnn ttttt",
            asm = "ldtrs{h:b|h} {t:x}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDTRSB, LDTRSH")
    static void ldtrsbhX(Semantics s, boolean h, int i, int n, int t) {
        load(s, Transfer.signed(LoadStore.byteOrHalf(h), t, true), n, i);
    }

    /** LDTRSB, LDTRSH to a W register. */
    @A64(
            bits = "0h 111 0 00 11 0 iiiiiiiii 10 nnnnn ttttt",
            asm = "ldtrs{h:b|h} {t:w}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDTRSB, LDTRSH")
    static void ldtrsbhW(Semantics s, boolean h, int i, int n, int t) {
        load(s, Transfer.signed(LoadStore.byteOrHalf(h), t, false), n, i);
    }

    /** LDTRSW. */
    @A64(
            bits = "10 111 0 00 10 0 iiiiiiiii 10 nnnnn ttttt",
            asm = "ldtrsw {t:x}, [{n:xsp}{i:soffset}]",
            manual = "C6.2 LDTRSW")
    static void ldtrsw(Semantics s, int i, int n, int t) {
        load(s, Transfer.signed(4, t, true), n, i);
    }

    private static void load(Semantics s, Transfer moved, int n, int i) {
        s.transfer(moved);
        LoadStore.loadSpecial(s, moved, MemoryAccess.UNPRIVILEGED, address(s, n, i));
    }

    private static void store(Semantics s, Transfer moved, int n, int i) {
        s.transfer(moved);
        LoadStore.storeSpecial(s, moved, MemoryAccess.UNPRIVILEGED, address(s, n, i));
    }

    private static int address(Semantics s, int n, int i) {
        int base = LoadStore.base(s, n);
        return i == 0 ? base : s.add(true, base, s.constant(LoadStore.signed(i, 9)));
    }
}
