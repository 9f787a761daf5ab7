package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;

/** LDRD and STRD (register) of A32. */
public final class LoadStoreDualRegister {
    private LoadStoreDualRegister() {}

    /** STRD. */
    @A32(
            bits = "cccc 000 1 u 0 0 0 nnnn tttt .... 1111 mmmm",
            shouldBe = "0000",
            asm = "strd{c:cond} {t:r}, {t:next}, [{n:r}, {u:sign}{m:r}]",
            manual = "F5.1 STRD (register)")
    static void strd(Aarch32Semantics s, boolean u, int n, int t, int m) {
        var pair = RegisterPair.even(t);
        if (!Unpredictable.when(s, pair.isUnfit(s) || m == LoadStore.PC)) {
            pair.store(s, LoadStore.indexed(s, n, u, s.r(m)));
        }
    }

    /** STRD, pre-indexed. */
    @A32(
            bits = "cccc 000 1 u 0 1 0 nnnn tttt .... 1111 mmmm",
            shouldBe = "0000",
            asm = "strd{c:cond} {t:r}, {t:next}, [{n:r}, {u:sign}{m:r}]!",
            manual = "F5.1 STRD (register)")
    static void strdPreIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        var pair = RegisterPair.even(t);
        if (!Unpredictable.when(s, pair.isUnfit(s, n) || m == LoadStore.PC)) {
            int address = LoadStore.indexed(s, n, u, s.r(m));
            pair.store(s, address);
            s.r(n, address);
        }
    }

    /** STRD, post-indexed. */
    @A32(
            bits = "cccc 000 0 u 0 0 0 nnnn tttt .... 1111 mmmm",
            shouldBe = "0000",
            asm = "strd{c:cond} {t:r}, {t:next}, [{n:r}], {u:sign}{m:r}",
            manual = "F5.1 STRD (register)")
    static void strdPostIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        var pair = RegisterPair.even(t);
        if (!Unpredictable.when(s, pair.isUnfit(s, n) || m == LoadStore.PC)) {
            pair.store(s, s.r(n));
            s.r(n, LoadStore.indexed(s, n, u, s.r(m)));
        }
    }

    /** LDRD. */
    @A32(
            bits = "cccc 000 1 u 0 0 0 nnnn tttt .... 1101 mmmm",
            shouldBe = "0000",
            asm = "ldrd{c:cond} {t:r}, {t:next}, [{n:r}, {u:sign}{m:r}]",
            manual = "F5.1 LDRD (register)")
    static void ldrd(Aarch32Semantics s, boolean u, int n, int t, int m) {
        var pair = RegisterPair.even(t);
        if (!Unpredictable.when(s, pair.isUnfit(s) || isUnfitIndex(pair, m))) {
            pair.load(s, LoadStore.indexed(s, n, u, s.r(m)));
        }
    }

    /** LDRD, pre-indexed. */
    @A32(
            bits = "cccc 000 1 u 0 1 0 nnnn tttt .... 1101 mmmm",
            shouldBe = "0000",
            asm = "ldrd{c:cond} {t:r}, {t:next}, [{n:r}, {u:sign}{m:r}]!",
            manual = "F5.1 LDRD (register)")
    static void ldrdPreIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        var pair = RegisterPair.even(t);
        if (!Unpredictable.when(s, pair.isUnfit(s, n) || isUnfitIndex(pair, m))) {
            int address = LoadStore.indexed(s, n, u, s.r(m));
            pair.load(s, address);
            s.r(n, address);
        }
    }

    /** LDRD, post-indexed. */
    @A32(
            bits = "cccc 000 0 u 0 0 0 nnnn tttt .... 1101 mmmm",
            shouldBe = "0000",
            asm = "ldrd{c:cond} {t:r}, {t:next}, [{n:r}], {u:sign}{m:r}",
            manual = "F5.1 LDRD (register)")
    static void ldrdPostIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        var pair = RegisterPair.even(t);
        if (!Unpredictable.when(s, pair.isUnfit(s, n) || isUnfitIndex(pair, m))) {
            pair.load(s, s.r(n));
            s.r(n, LoadStore.indexed(s, n, u, s.r(m)));
        }
    }

    private static boolean isUnfitIndex(RegisterPair pair, int m) {
        return m == LoadStore.PC || pair.has(m);
    }
}
