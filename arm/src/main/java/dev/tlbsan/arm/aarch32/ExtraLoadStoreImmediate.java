package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A32;

/** Extra load/store (immediate, literal) of A32: halfwords and signed bytes. The field i packs U and imm8. */
public final class ExtraLoadStoreImmediate {
    private static final int BITS = 8;

    private ExtraLoadStoreImmediate() {}

    /** STRH. */
    @A32(
            bits = "cccc 000 1 i 1 0 0 nnnn tttt iiii 1011 iiii",
            asm = "strh{c:cond} {t:r}, [{n:r}{i<8:8>,i<7:0>:offset}]",
            manual = "F5.1 STRH (immediate)")
    static void strh(Aarch32Semantics s, int n, int t, int i) {
        if (!Unpredictable.when(s, t == LoadStore.PC)) {
            LoadStore.storeStated(s, Transfer.plain(2, t), s.r(n), LoadStore.distance(i, BITS));
        }
    }

    /** STRH, pre-indexed. */
    @A32(
            bits = "cccc 000 1 i 1 1 0 nnnn tttt iiii 1011 iiii",
            asm = "strh{c:cond} {t:r}, [{n:r}, {i<8:8>,i<7:0>:simm}]!",
            manual = "F5.1 STRH (immediate)")
    static void strhPreIndexed(Aarch32Semantics s, int n, int t, int i) {
        int distance = LoadStore.distance(i, BITS);
        store(s, t, n, distance, distance);
    }

    /** STRH, post-indexed. */
    @A32(
            bits = "cccc 000 0 i 1 0 0 nnnn tttt iiii 1011 iiii",
            asm = "strh{c:cond} {t:r}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 STRH (immediate)")
    static void strhPostIndexed(Aarch32Semantics s, int n, int t, int i) {
        store(s, t, n, 0, LoadStore.distance(i, BITS));
    }

    /** LDRH. */
    @A32(
            bits = "cccc 000 1 i 1 0 1 nnnn tttt iiii 1011 iiii",
            asm = "ldrh{c:cond} {t:r}, [{n:r}{i<8:8>,i<7:0>:offset}]",
            manual = "F5.1 LDRH (immediate)")
    static void ldrh(Aarch32Semantics s, int n, int t, int i) {
        load(s, Transfer.plain(2, t), n, i);
    }

    /** LDRH, pre-indexed. */
    @A32(
            bits = "cccc 000 1 i 1 1 1 nnnn tttt iiii 1011 iiii",
            asm = "ldrh{c:cond} {t:r}, [{n:r}, {i<8:8>,i<7:0>:simm}]!",
            manual = "F5.1 LDRH (immediate)")
    static void ldrhPreIndexed(Aarch32Semantics s, int n, int t, int i) {
        int distance = LoadStore.distance(i, BITS);
        load(s, Transfer.plain(2, t), n, distance, distance);
    }

    /** LDRH, post-indexed. */
    @A32(
            bits = "cccc 000 0 i 1 0 1 nnnn tttt iiii 1011 iiii",
            asm = "ldrh{c:cond} {t:r}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 LDRH (immediate)")
    static void ldrhPostIndexed(Aarch32Semantics s, int n, int t, int i) {
        load(s, Transfer.plain(2, t), n, 0, LoadStore.distance(i, BITS));
    }

    /** LDRH (literal). */
    @A32(
            bits = "cccc 000 1 i 1 0 1 1111 tttt iiii 1011 iiii",
            asm = "ldrh{c:cond} {t:r}, {i<8:8>,i<7:0>:literala}",
            manual = "F5.1 LDRH (literal)",
            priority = 1)
    static void ldrhLiteral(Aarch32Semantics s, int t, int i) {
        ldrh(s, LoadStore.PC, t, i);
    }

    /** LDRSB, LDRSH. */
    @A32(
            bits = "cccc 000 1 i 1 0 1 nnnn tttt iiii 11h1 iiii",
            asm = "ldrs{h:b|h}{c:cond} {t:r}, [{n:r}{i<8:8>,i<7:0>:offset}]",
            manual = "F5.1 LDRSB (immediate), LDRSH (immediate)")
    static void ldrs(Aarch32Semantics s, boolean h, int n, int t, int i) {
        load(s, signed(h, t), n, i);
    }

    /** LDRSB, LDRSH, pre-indexed. */
    @A32(
            bits = "cccc 000 1 i 1 1 1 nnnn tttt iiii 11h1 iiii",
            asm = "ldrs{h:b|h}{c:cond} {t:r}, [{n:r}, {i<8:8>,i<7:0>:simm}]!",
            manual = "F5.1 LDRSB (immediate), LDRSH (immediate)")
    static void ldrsPreIndexed(Aarch32Semantics s, boolean h, int n, int t, int i) {
        int distance = LoadStore.distance(i, BITS);
        load(s, signed(h, t), n, distance, distance);
    }

    /** LDRSB, LDRSH, post-indexed. */
    @A32(
            bits = "cccc 000 0 i 1 0 1 nnnn tttt iiii 11h1 iiii",
            asm = "ldrs{h:b|h}{c:cond} {t:r}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 LDRSB (immediate), LDRSH (immediate)")
    static void ldrsPostIndexed(Aarch32Semantics s, boolean h, int n, int t, int i) {
        load(s, signed(h, t), n, 0, LoadStore.distance(i, BITS));
    }

    /** LDRSB, LDRSH (literal). */
    @A32(
            bits = "cccc 000 1 i 1 0 1 1111 tttt iiii 11h1 iiii",
            asm = "ldrs{h:b|h}{c:cond} {t:r}, {i<8:8>,i<7:0>:literala}",
            manual = "F5.1 LDRSB (literal), LDRSH (literal)",
            priority = 1)
    static void ldrsLiteral(Aarch32Semantics s, boolean h, int t, int i) {
        ldrs(s, h, LoadStore.PC, t, i);
    }

    private static Transfer signed(boolean h, int t) {
        return Transfer.signed(LoadStore.byteOrHalf(h), t, false);
    }

    private static void store(Aarch32Semantics s, int t, int n, long offset, long advance) {
        if (!Unpredictable.when(s, isUnfit(n, t))) {
            LoadStore.store(s, Transfer.plain(2, t), s.r(n), offset);
            LoadStore.advance(s, n, advance);
        }
    }

    private static void load(Aarch32Semantics s, Transfer moved, int n, int field) {
        if (!Unpredictable.when(s, moved.register() == LoadStore.PC)) {
            LoadStore.loadStated(s, moved, s.r(n), LoadStore.distance(field, BITS));
        }
    }

    private static void load(Aarch32Semantics s, Transfer moved, int n, long offset, long advance) {
        if (!Unpredictable.when(s, isUnfit(n, moved.register()))) {
            LoadStore.load(s, moved, s.r(n), offset);
            LoadStore.advance(s, n, advance);
        }
    }

    /** Whether the PC would be moved or written back, or what is moved be written back. */
    private static boolean isUnfit(int n, int t) {
        return t == LoadStore.PC || n == LoadStore.PC || n == t;
    }
}
