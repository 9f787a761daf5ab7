package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A64;

/**
 * Load/store register (immediate post-indexed). A base register that is transferred too is CONSTRAINED UNPREDICTABLE:
 * here a store stores its old value, and the writeback replaces what a load loaded.
 */
public final class LoadStorePostIndexed {
    private LoadStorePostIndexed() {}

    /** STRB, STRH. */
    @A64(
            bits = "0h 111 0 00 00 0 iiiiiiiii 01 nnnnn ttttt",
            asm = "str{h:b|h} {t:w}, [{n:xsp}], {i:simm}",
            manual = "C6.2 STRB (immediate), STRH (immediate)")
    static void strbh(Semantics s, boolean h, int i, int n, int t) {
        store(s, Transfer.plain(LoadStore.byteOrHalf(h), t), n, i);
    }

    /** STR. */
    @A64(
            bits = "1z 111 0 00 00 0 iiiiiiiii 01 nnnnn ttttt",
            asm = "str {t:r}, [{n:xsp}], {i:simm}",
            manual = "C6.2 STR (immediate)")
    static void str(Semantics s, boolean z, int i, int n, int t) {
        store(s, Transfer.plain(LoadStore.wordOrDouble(z), t), n, i);
    }

    /** LDRB, LDRH. */
    @A64(
            bits = "0h 111 0 00 01 0 iiiiiiiii 01 nnnnn ttttt",
            asm = "ldr{h:b|h} {t:w}, [{n:xsp}], {i:simm}",
            manual = "C6.2 LDRB (immediate), LDRH (immediate)")
    static void ldrbh(Semantics s, boolean h, int i, int n, int t) {
        load(s, Transfer.plain(LoadStore.byteOrHalf(h), t), n, i);
    }

    /** LDR. */
    @A64(
            bits = "1z 111 0 00 01 0 iiiiiiiii 01 nnnnn ttttt",
            asm = "ldr {t:r}, [{n:xsp}], {i:simm}",
            manual = "C6.2 LDR (immediate)")
    static void ldr(Semantics s, boolean z, int i, int n, int t) {
        load(s, Transfer.plain(LoadStore.wordOrDouble(z), t), n, i);
    }

    /** LDRSB, LDRSH to an X register. */
    @A64(
            bits = "0h 111 0 00 10 0 iiiiiiiii 01 nnnnn ttttt",
            asm = "ldrs{h:b|h} {t:x}, [{n:xsp}], {i:simm}",
            manual = "C6.2 LDRSB (immediate), LDRSH (immediate)")
    static void ldrsbhX(Semantics s, boolean h, int i, int n, int t) {
        load(s, Transfer.signed(LoadStore.byteOrHalf(h), t, true), n, i);
    }

    /** LDRSB, LDRSH to a W register. */
    @A64(
            bits = "0h 111 0 00 11 0 iiiiiiiii 01 nnnnn ttttt",
            asm = "ldrs{h:b|h} {t:w}, [{n:xsp}], {i:simm}",
            manual = "C6.2 LDRSB (immediate), LDRSH (immediate)")
    static void ldrsbhW(Semantics s, boolean h, int i, int n, int t) {
        load(s, Transfer.signed(LoadStore.byteOrHalf(h), t, false), n, i);
    }

    /** LDRSW. */
    @A64(
            bits = "10 111 0 00 10 0 iiiiiiiii 01 nnnnn ttttt",
            asm = "ldrsw {t:x}, [{n:xsp}], {i:simm}",
            manual = "C6.2 LDRSW (immediate)")
    static void ldrsw(Semantics s, int i, int n, int t) {
        load(s, Transfer.signed(4, t, true), n, i);
    }

    private static void load(Semantics s, Transfer moved, int n, int i) {
        LoadStore.load(s, moved, LoadStore.base(s, n), 0);
        LoadStore.advance(s, n, LoadStore.signed(i, 9));
    }

    private static void store(Semantics s, Transfer moved, int n, int i) {
        LoadStore.store(s, moved, LoadStore.base(s, n), 0);
        LoadStore.advance(s, n, LoadStore.signed(i, 9));
    }
}
