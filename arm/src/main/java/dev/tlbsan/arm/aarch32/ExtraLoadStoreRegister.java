package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A32;

/** Extra load/store (register) of A32: halfwords and signed bytes. */
public final class ExtraLoadStoreRegister {
    private ExtraLoadStoreRegister() {}

    /** STRH. */
    @A32(
            bits = "cccc 000 1 u 0 0 0 nnnn tttt .... 1011 mmmm",
            shouldBe = "0000",
            asm = "strh{c:cond} {t:r}, [{n:r}, {u:sign}{m:r}]",
            manual = "F5.1 STRH (register)")
    static void strh(Aarch32Semantics s, boolean u, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(t, m))) {
            LoadStore.storeStated(s, Transfer.plain(2, t), LoadStore.indexed(s, n, u, s.r(m)), 0);
        }
    }

    /** STRH, pre-indexed. */
    @A32(
            bits = "cccc 000 1 u 0 1 0 nnnn tttt .... 1011 mmmm",
            shouldBe = "0000",
            asm = "strh{c:cond} {t:r}, [{n:r}, {u:sign}{m:r}]!",
            manual = "F5.1 STRH (register)")
    static void strhPreIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(t, m) || n == LoadStore.PC || n == t)) {
            int address = LoadStore.indexed(s, n, u, s.r(m));
            LoadStore.store(s, Transfer.plain(2, t), address, 0);
            s.r(n, address);
        }
    }

    /** STRH, post-indexed. */
    @A32(
            bits = "cccc 000 0 u 0 0 0 nnnn tttt .... 1011 mmmm",
            shouldBe = "0000",
            asm = "strh{c:cond} {t:r}, [{n:r}], {u:sign}{m:r}",
            manual = "F5.1 STRH (register)")
    static void strhPostIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(t, m) || n == LoadStore.PC || n == t)) {
            LoadStore.store(s, Transfer.plain(2, t), s.r(n), 0);
            s.r(n, LoadStore.indexed(s, n, u, s.r(m)));
        }
    }

    /** LDRH. */
    @A32(
            bits = "cccc 000 1 u 0 0 1 nnnn tttt .... 1011 mmmm",
            shouldBe = "0000",
            asm = "ldrh{c:cond} {t:r}, [{n:r}, {u:sign}{m:r}]",
            manual = "F5.1 LDRH (register)")
    static void ldrh(Aarch32Semantics s, boolean u, int n, int t, int m) {
        load(s, Transfer.plain(2, t), n, u, m);
    }

    /** LDRH, pre-indexed. */
    @A32(
            bits = "cccc 000 1 u 0 1 1 nnnn tttt .... 1011 mmmm",
            shouldBe = "0000",
            asm = "ldrh{c:cond} {t:r}, [{n:r}, {u:sign}{m:r}]!",
            manual = "F5.1 LDRH (register)")
    static void ldrhPreIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        loadPreIndexed(s, Transfer.plain(2, t), n, u, m);
    }

    /** LDRH, post-indexed. */
    @A32(
            bits = "cccc 000 0 u 0 0 1 nnnn tttt .... 1011 mmmm",
            shouldBe = "0000",
            asm = "ldrh{c:cond} {t:r}, [{n:r}], {u:sign}{m:r}",
            manual = "F5.1 LDRH (register)")
    static void ldrhPostIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        loadPostIndexed(s, Transfer.plain(2, t), n, u, m);
    }

    /** LDRSB. */
    @A32(
            bits = "cccc 000 1 u 0 0 1 nnnn tttt .... 1101 mmmm",
            shouldBe = "0000",
            asm = "ldrsb{c:cond} {t:r}, [{n:r}, {u:sign}{m:r}]",
            manual = "F5.1 LDRSB (register)")
    static void ldrsb(Aarch32Semantics s, boolean u, int n, int t, int m) {
        load(s, Transfer.signed(1, t, false), n, u, m);
    }

    /** LDRSB, pre-indexed. */
    @A32(
            bits = "cccc 000 1 u 0 1 1 nnnn tttt .... 1101 mmmm",
            shouldBe = "0000",
            asm = "ldrsb{c:cond} {t:r}, [{n:r}, {u:sign}{m:r}]!",
            manual = "F5.1 LDRSB (register)")
    static void ldrsbPreIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        loadPreIndexed(s, Transfer.signed(1, t, false), n, u, m);
    }

    /** LDRSB, post-indexed. */
    @A32(
            bits = "cccc 000 0 u 0 0 1 nnnn tttt .... 1101 mmmm",
            shouldBe = "0000",
            asm = "ldrsb{c:cond} {t:r}, [{n:r}], {u:sign}{m:r}",
            manual = "F5.1 LDRSB (register)")
    static void ldrsbPostIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        loadPostIndexed(s, Transfer.signed(1, t, false), n, u, m);
    }

    /** LDRSH. */
    @A32(
            bits = "cccc 000 1 u 0 0 1 nnnn tttt .... 1111 mmmm",
            shouldBe = "0000",
            asm = "ldrsh{c:cond} {t:r}, [{n:r}, {u:sign}{m:r}]",
            manual = "F5.1 LDRSH (register)")
    static void ldrsh(Aarch32Semantics s, boolean u, int n, int t, int m) {
        load(s, Transfer.signed(2, t, false), n, u, m);
    }

    /** LDRSH, pre-indexed. */
    @A32(
            bits = "cccc 000 1 u 0 1 1 nnnn tttt .... 1111 mmmm",
            shouldBe = "0000",
            asm = "ldrsh{c:cond} {t:r}, [{n:r}, {u:sign}{m:r}]!",
            manual = "F5.1 LDRSH (register)")
    static void ldrshPreIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        loadPreIndexed(s, Transfer.signed(2, t, false), n, u, m);
    }

    /** LDRSH, post-indexed. */
    @A32(
            bits = "cccc 000 0 u 0 0 1 nnnn tttt .... 1111 mmmm",
            shouldBe = "0000",
            asm = "ldrsh{c:cond} {t:r}, [{n:r}], {u:sign}{m:r}",
            manual = "F5.1 LDRSH (register)")
    static void ldrshPostIndexed(Aarch32Semantics s, boolean u, int n, int t, int m) {
        loadPostIndexed(s, Transfer.signed(2, t, false), n, u, m);
    }

    private static void load(Aarch32Semantics s, Transfer moved, int n, boolean up, int m) {
        if (!Unpredictable.when(s, isUnfit(moved.register(), m))) {
            LoadStore.loadStated(s, moved, LoadStore.indexed(s, n, up, s.r(m)), 0);
        }
    }

    private static void loadPreIndexed(Aarch32Semantics s, Transfer moved, int n, boolean up, int m) {
        int t = moved.register();
        if (!Unpredictable.when(s, isUnfit(t, m) || n == LoadStore.PC || n == t)) {
            int address = LoadStore.indexed(s, n, up, s.r(m));
            LoadStore.load(s, moved, address, 0);
            s.r(n, address);
        }
    }

    private static void loadPostIndexed(Aarch32Semantics s, Transfer moved, int n, boolean up, int m) {
        int t = moved.register();
        if (!Unpredictable.when(s, isUnfit(t, m) || n == LoadStore.PC || n == t)) {
            LoadStore.load(s, moved, s.r(n), 0);
            s.r(n, LoadStore.indexed(s, n, up, s.r(m)));
        }
    }

    /** Whether the PC would be moved, or be the index. */
    private static boolean isUnfit(int t, int m) {
        return t == LoadStore.PC || m == LoadStore.PC;
    }
}
