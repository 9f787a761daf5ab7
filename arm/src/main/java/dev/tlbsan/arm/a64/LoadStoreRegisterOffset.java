package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A64;

/**
 * Load/store register (register offset). The field m packs Rm, the option's bits 2 and 0, and S; options whose bit 1 is
 * zero are UNDEFINED.
 */
public final class LoadStoreRegisterOffset {
    private LoadStoreRegisterOffset() {}

    /** STRB, STRH. */
    @A64(
            bits = "0h 111 0 00 00 1 mmmmm m1mm 10 nnnnn ttttt",
            asm = "str{h:b|h} {t:w}, [{n:xsp}, {m,h:index*1}]",
            manual = "C6.2 STRB (register), STRH (register)")
    static void strbh(Semantics s, boolean h, int m, int n, int t) {
        store(s, Transfer.plain(LoadStore.byteOrHalf(h), t), n, m);
    }

    /** STR. */
    @A64(
            bits = "1z 111 0 00 00 1 mmmmm m1mm 10 nnnnn ttttt",
            asm = "str {t:r}, [{n:xsp}, {m,z:index*4}]",
            manual = "C6.2 STR (register)")
    static void str(Semantics s, boolean z, int m, int n, int t) {
        store(s, Transfer.plain(LoadStore.wordOrDouble(z), t), n, m);
    }

    /** LDRB, LDRH. */
    @A64(
            bits = "0h 111 0 00 01 1 mmmmm m1mm 10 nnnnn ttttt",
            asm = "ldr{h:b|h} {t:w}, [{n:xsp}, {m,h:index*1}]",
            manual = "C6.2 LDRB (register), LDRH (register)")
    static void ldrbh(Semantics s, boolean h, int m, int n, int t) {
        load(s, Transfer.plain(LoadStore.byteOrHalf(h), t), n, m);
    }

    /** LDR. */
    @A64(
            bits = "1z 111 0 00 01 1 mmmmm m1mm 10 nnnnn ttttt",
            asm = "ldr {t:r}, [{n:xsp}, {m,z:index*4}]",
            manual = "C6.2 LDR (register)")
    static void ldr(Semantics s, boolean z, int m, int n, int t) {
        load(s, Transfer.plain(LoadStore.wordOrDouble(z), t), n, m);
    }

    /** LDRSB, LDRSH to an X register. */
    @A64(
            bits = "0h 111 0 00 10 1 mmmmm m1mm 10 nnnnn ttttt",
            asm = "ldrs{h:b|h} {t:x}, [{n:xsp}, {m,h:index*1}]",
            manual = "C6.2 LDRSB (register), LDRSH (register)")
    static void ldrsbhX(Semantics s, boolean h, int m, int n, int t) {
        load(s, Transfer.signed(LoadStore.byteOrHalf(h), t, true), n, m);
    }

    /** LDRSB, LDRSH to a W register. */
    @A64(
            bits = "0h 111 0 00 11 1 mmmmm m1mm 10 nnnnn ttttt",
            asm = "ldrs{h:b|h} {t:w}, [{n:xsp}, {m,h:index*1}]",
            manual = "C6.2 LDRSB (register), LDRSH (register)")
    static void ldrsbhW(Semantics s, boolean h, int m, int n, int t) {
        load(s, Transfer.signed(LoadStore.byteOrHalf(h), t, false), n, m);
    }

    /** LDRSW. */
    @A64(
            bits = "10 111 0 00 10 1 mmmmm m1mm 10 nnnnn ttttt",
            asm = "ldrsw {t:x}, [{n:xsp}, {m:index*4}]",
            manual = "C6.2 LDRSW (register)")
    static void ldrsw(Semantics s, int m, int n, int t) {
        load(s, Transfer.signed(4, t, true), n, m);
    }

    /** PRFM: a hint without effect here. */
    @A64(
            bits = "11 111 0 00 10 1 mmmmm m1mm 10 nnnnn ttttt",
            asm = "prfm {t:prefetch}, [{n:xsp}, {m:index*8}]",
            manual = "C6.2 PRFM (register)")
    static void prfm(Semantics s, int m, int n, int t) {}

    private static void load(Semantics s, Transfer moved, int n, int m) {
        s.transfer(moved);
        LoadStore.load(s, moved, address(s, n, m, moved.bytes()), 0);
    }

    private static void store(Semantics s, Transfer moved, int n, int m) {
        s.transfer(moved);
        LoadStore.store(s, moved, address(s, n, m, moved.bytes()), 0);
    }

    private static int address(Semantics s, int n, int m, int bytes) {
        int base = LoadStore.base(s, n);
        int index = s.x(m >>> 3);
        boolean signed = (m & 4) != 0;
        boolean doubleword = (m & 2) != 0;
        boolean scaled = (m & 1) != 0;
        if (!doubleword) {
            index = signed ? s.signExtend(index, 32) : s.zeroExtend(index, 32);
        }
        return s.addShifted(base, index, scaled ? Integer.numberOfTrailingZeros(bytes) : 0);
    }
}
