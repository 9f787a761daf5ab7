package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * LDRD and STRD (immediate, literal). In A32 the registers are an even one and the next; in T32
 * the field t packs Rt and Rt2. The field i packs U and imm8.
 */
public final class LoadStoreDual {
    private static final int BITS = 8;

    private LoadStoreDual() {}

    /** STRD. */
    @A32(
            bits = "cccc 000 1 i 1 0 0 nnnn tttt iiii 1111 iiii",
            asm = "strd{c:cond} {t:r}, {t:next}, [{n:r}{i<8:8>,i<7:0>:offset}]",
            manual = "F5.1 STRD (immediate)")
    static void strd(Aarch32Semantics s, int n, int t, int i) {
        RegisterPair pair = RegisterPair.even(t);
        if (!Unpredictable.when(s, pair.isUnfit(s))) {
            pair.store(s, LoadStore.address(s, n, LoadStore.distance(i, BITS)));
        }
    }

    /** STRD, pre-indexed. */
    @A32(
            bits = "cccc 000 1 i 1 1 0 nnnn tttt iiii 1111 iiii",
            asm = "strd{c:cond} {t:r}, {t:next}, [{n:r}, {i<8:8>,i<7:0>:simm}]!",
            manual = "F5.1 STRD (immediate)")
    static void strdPreIndexed(Aarch32Semantics s, int n, int t, int i) {
        storePreIndexed(s, RegisterPair.even(t), n, LoadStore.distance(i, BITS));
    }

    /** STRD, post-indexed. */
    @A32(
            bits = "cccc 000 0 i 1 0 0 nnnn tttt iiii 1111 iiii",
            asm = "strd{c:cond} {t:r}, {t:next}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 STRD (immediate)")
    static void strdPostIndexed(Aarch32Semantics s, int n, int t, int i) {
        storePostIndexed(s, RegisterPair.even(t), n, LoadStore.distance(i, BITS));
    }

    /** LDRD. */
    @A32(
            bits = "cccc 000 1 i 1 0 0 nnnn tttt iiii 1101 iiii",
            asm = "ldrd{c:cond} {t:r}, {t:next}, [{n:r}{i<8:8>,i<7:0>:offset}]",
            manual = "F5.1 LDRD (immediate)")
    static void ldrd(Aarch32Semantics s, int n, int t, int i) {
        RegisterPair pair = RegisterPair.even(t);
        if (!Unpredictable.when(s, pair.isUnfit(s))) {
            pair.load(s, LoadStore.address(s, n, LoadStore.distance(i, BITS)));
        }
    }

    /** LDRD, pre-indexed. */
    @A32(
            bits = "cccc 000 1 i 1 1 0 nnnn tttt iiii 1101 iiii",
            asm = "ldrd{c:cond} {t:r}, {t:next}, [{n:r}, {i<8:8>,i<7:0>:simm}]!",
            manual = "F5.1 LDRD (immediate)")
    static void ldrdPreIndexed(Aarch32Semantics s, int n, int t, int i) {
        loadPreIndexed(s, RegisterPair.even(t), n, LoadStore.distance(i, BITS));
    }

    /** LDRD, post-indexed. */
    @A32(
            bits = "cccc 000 0 i 1 0 0 nnnn tttt iiii 1101 iiii",
            asm = "ldrd{c:cond} {t:r}, {t:next}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 LDRD (immediate)")
    static void ldrdPostIndexed(Aarch32Semantics s, int n, int t, int i) {
        loadPostIndexed(s, RegisterPair.even(t), n, LoadStore.distance(i, BITS));
    }

    /** LDRD (literal) of A32. */
    @A32(
            bits = "cccc 000 1 i 1 0 0 1111 tttt iiii 1101 iiii",
            asm = "ldrd{c:cond} {t:r}, {t:next}, {i<8:8>,i<7:0>:literala}",
            manual = "F5.1 LDRD (literal)",
            priority = 1)
    static void ldrdLiteral(Aarch32Semantics s, int t, int i) {
        ldrd(s, LoadStore.PC, t, i);
    }

    /** STRD of T32. */
    @T32(
            bits = "1110100 1 i 1 0 0 nnnn tttt tttt iiiiiiii",
            asm = "strd {t<7:4>:r}, {t<3:0>:r}, [{n:r}{i<8:8>,i<7:0>:offset*4}]",
            manual = "F5.1 STRD (immediate)")
    static void strdAny(Aarch32Semantics s, int n, int t, int i) {
        RegisterPair pair = RegisterPair.of(t);
        if (!Unpredictable.when(s, pair.isUnfit(s) || n == LoadStore.PC)) {
            pair.store(s, LoadStore.address(s, n, distance(i)));
        }
    }

    /** STRD of T32, pre-indexed. */
    @T32(
            bits = "1110100 1 i 1 1 0 nnnn tttt tttt iiiiiiii",
            asm = "strd {t<7:4>:r}, {t<3:0>:r}, [{n:r}, {i<8:8>,i<7:0>:simm*4}]!",
            manual = "F5.1 STRD (immediate)")
    static void strdAnyPreIndexed(Aarch32Semantics s, int n, int t, int i) {
        storePreIndexed(s, RegisterPair.of(t), n, distance(i));
    }

    /** STRD of T32, post-indexed. */
    @T32(
            bits = "1110100 0 i 1 1 0 nnnn tttt tttt iiiiiiii",
            asm = "strd {t<7:4>:r}, {t<3:0>:r}, [{n:r}], {i<8:8>,i<7:0>:simm*4}",
            manual = "F5.1 STRD (immediate)")
    static void strdAnyPostIndexed(Aarch32Semantics s, int n, int t, int i) {
        storePostIndexed(s, RegisterPair.of(t), n, distance(i));
    }

    /** LDRD of T32. */
    @T32(
            bits = "1110100 1 i 1 0 1 nnnn tttt tttt iiiiiiii",
            asm = "ldrd {t<7:4>:r}, {t<3:0>:r}, [{n:r}{i<8:8>,i<7:0>:offset*4}]",
            manual = "F5.1 LDRD (immediate)")
    static void ldrdAny(Aarch32Semantics s, int n, int t, int i) {
        RegisterPair pair = RegisterPair.of(t);
        if (!Unpredictable.when(s, pair.isUnfit(s) || pair.isOneRegister())) {
            pair.load(s, LoadStore.address(s, n, distance(i)));
        }
    }

    /** LDRD of T32, pre-indexed. */
    @T32(
            bits = "1110100 1 i 1 1 1 nnnn tttt tttt iiiiiiii",
            asm = "ldrd {t<7:4>:r}, {t<3:0>:r}, [{n:r}, {i<8:8>,i<7:0>:simm*4}]!",
            manual = "F5.1 LDRD (immediate)")
    static void ldrdAnyPreIndexed(Aarch32Semantics s, int n, int t, int i) {
        loadPreIndexed(s, RegisterPair.of(t), n, distance(i));
    }

    /** LDRD of T32, post-indexed. */
    @T32(
            bits = "1110100 0 i 1 1 1 nnnn tttt tttt iiiiiiii",
            asm = "ldrd {t<7:4>:r}, {t<3:0>:r}, [{n:r}], {i<8:8>,i<7:0>:simm*4}",
            manual = "F5.1 LDRD (immediate)")
    static void ldrdAnyPostIndexed(Aarch32Semantics s, int n, int t, int i) {
        loadPostIndexed(s, RegisterPair.of(t), n, distance(i));
    }

    /** LDRD (literal) of T32. */
    @T32(
            bits = "1110100 1 i 1 0 1 1111 tttt tttt iiiiiiii",
            asm = "ldrd {t<7:4>:r}, {t<3:0>:r}, {i<8:8>,i<7:0>:literal*4}",
            manual = "F5.1 LDRD (literal)",
            priority = 1)
    static void ldrdAnyLiteral(Aarch32Semantics s, int t, int i) {
        RegisterPair pair = RegisterPair.of(t);
        if (!Unpredictable.when(s, pair.isUnfit(s) || pair.isOneRegister())) {
            pair.load(s, s.fromAlignedPc(distance(i)));
        }
    }

    private static int distance(int field) {
        return 4 * LoadStore.distance(field, BITS);
    }

    private static void storePreIndexed(Aarch32Semantics s, RegisterPair pair, int n, int distance) {
        if (!Unpredictable.when(s, pair.isUnfit(s, n))) {
            int address = LoadStore.address(s, n, distance);
            pair.store(s, address);
            s.r(n, address);
        }
    }

    private static void storePostIndexed(Aarch32Semantics s, RegisterPair pair, int n, int distance) {
        if (!Unpredictable.when(s, pair.isUnfit(s, n))) {
            pair.store(s, s.r(n));
            LoadStore.advance(s, n, distance);
        }
    }

    private static void loadPreIndexed(Aarch32Semantics s, RegisterPair pair, int n, int distance) {
        if (!Unpredictable.when(s, pair.isUnfit(s, n) || pair.isOneRegister())) {
            int address = LoadStore.address(s, n, distance);
            pair.load(s, address);
            s.r(n, address);
        }
    }

    private static void loadPostIndexed(Aarch32Semantics s, RegisterPair pair, int n, int distance) {
        if (!Unpredictable.when(s, pair.isUnfit(s, n) || pair.isOneRegister())) {
            pair.load(s, s.r(n));
            LoadStore.advance(s, n, distance);
        }
    }
}
