package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A32;

/**
 * The loads and stores of A32 with the permissions of PL0, which are all post-indexed. The field i packs U and the
 * immediate; the field m packs U and Rm, of words and bytes U, imm5, type and Rm.
 */
public final class LoadStoreUnprivileged {
    private static final int WORD_BITS = 12;
    private static final int EXTRA_BITS = 8;

    private LoadStoreUnprivileged() {}

    /** STRT, STRBT, by an immediate. */
    @A32(
            bits = "cccc 010 0 i b 1 0 nnnn tttt iiiiiiiiiiii",
            asm = "str{b:|b}t{c:cond} {t:r}, [{n:r}], {i<12:12>,i<11:0>:simm}",
            manual = "F5.1 STRT, STRBT")
    static void strt(Aarch32Semantics s, boolean b, int n, int t, int i) {
        if (!Unpredictable.when(s, isUnfit(n, t) || (b && t == LoadStore.PC))) {
            store(s, moved(b, t), n, constant(s, n, i, WORD_BITS));
        }
    }

    /** STRT, STRBT, by a register. */
    @A32(
            bits = "cccc 011 0 m b 1 0 nnnn tttt mmmmm mm 0 mmmm",
            asm = "str{b:|b}t{c:cond} {t:r}, [{n:r}], {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}",
            manual = "F5.1 STRT, STRBT")
    static void strtRegister(Aarch32Semantics s, boolean b, int n, int t, int m) {
        boolean unfit = isUnfit(n, t) || (b && t == LoadStore.PC) || (m & 15) == LoadStore.PC;
        if (!Unpredictable.when(s, unfit)) {
            store(s, moved(b, t), n, LoadStore.indexed(s, n, m));
        }
    }

    /** LDRT, LDRBT, by an immediate. */
    @A32(
            bits = "cccc 010 0 i b 1 1 nnnn tttt iiiiiiiiiiii",
            asm = "ldr{b:|b}t{c:cond} {t:r}, [{n:r}], {i<12:12>,i<11:0>:simm}",
            manual = "F5.1 LDRT, LDRBT")
    static void ldrt(Aarch32Semantics s, boolean b, int n, int t, int i) {
        if (!Unpredictable.when(s, isUnfit(n, t) || t == LoadStore.PC)) {
            load(s, moved(b, t), n, constant(s, n, i, WORD_BITS));
        }
    }

    /** LDRT, LDRBT, by a register. */
    @A32(
            bits = "cccc 011 0 m b 1 1 nnnn tttt mmmmm mm 0 mmmm",
            asm = "ldr{b:|b}t{c:cond} {t:r}, [{n:r}], {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}",
            manual = "F5.1 LDRT, LDRBT")
    static void ldrtRegister(Aarch32Semantics s, boolean b, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(n, t) || t == LoadStore.PC || (m & 15) == LoadStore.PC)) {
            load(s, moved(b, t), n, LoadStore.indexed(s, n, m));
        }
    }

    /** STRHT, by an immediate. */
    @A32(
            bits = "cccc 000 0 i 1 1 0 nnnn tttt iiii 1011 iiii",
            asm = "strht{c:cond} {t:r}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 STRHT")
    static void strht(Aarch32Semantics s, int n, int t, int i) {
        if (!Unpredictable.when(s, isUnfit(n, t) || t == LoadStore.PC)) {
            store(s, Transfer.plain(2, t), n, constant(s, n, i, EXTRA_BITS));
        }
    }

    /** STRHT, by a register. */
    @A32(
            bits = "cccc 000 0 m 0 1 0 nnnn tttt .... 1011 mmmm",
            shouldBe = "0000",
            asm = "strht{c:cond} {t:r}, [{n:r}], {m<4:4>:sign}{m<3:0>:r}",
            manual = "F5.1 STRHT")
    static void strhtRegister(Aarch32Semantics s, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(n, t) || t == LoadStore.PC || (m & 15) == LoadStore.PC)) {
            store(s, Transfer.plain(2, t), n, extraIndexed(s, n, m));
        }
    }

    /** LDRHT, by an immediate. */
    @A32(
            bits = "cccc 000 0 i 1 1 1 nnnn tttt iiii 1011 iiii",
            asm = "ldrht{c:cond} {t:r}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 LDRHT")
    static void ldrht(Aarch32Semantics s, int n, int t, int i) {
        extra(s, Transfer.plain(2, t), n, i);
    }

    /** LDRHT, by a register. */
    @A32(
            bits = "cccc 000 0 m 0 1 1 nnnn tttt .... 1011 mmmm",
            shouldBe = "0000",
            asm = "ldrht{c:cond} {t:r}, [{n:r}], {m<4:4>:sign}{m<3:0>:r}",
            manual = "F5.1 LDRHT")
    static void ldrhtRegister(Aarch32Semantics s, int n, int t, int m) {
        extraRegister(s, Transfer.plain(2, t), n, m);
    }

    /** LDRSBT, LDRSHT, by an immediate. */
    @A32(
            bits = "cccc 000 0 i 1 1 1 nnnn tttt iiii 11h1 iiii",
            asm = "ldrs{h:b|h}t{c:cond} {t:r}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 LDRSBT, LDRSHT")
    static void ldrst(Aarch32Semantics s, boolean h, int n, int t, int i) {
        extra(s, Transfer.signed(LoadStore.byteOrHalf(h), t, false), n, i);
    }

    /** LDRSBT, LDRSHT, by a register. */
    @A32(
            bits = "cccc 000 0 m 0 1 1 nnnn tttt .... 11h1 mmmm",
            shouldBe = "0000",
            asm = "ldrs{h:b|h}t{c:cond} {t:r}, [{n:r}], {m<4:4>:sign}{m<3:0>:r}",
            manual = "F5.1 LDRSBT, LDRSHT")
    static void ldrstRegister(Aarch32Semantics s, boolean h, int n, int t, int m) {
        extraRegister(s, Transfer.signed(LoadStore.byteOrHalf(h), t, false), n, m);
    }

    private static Transfer moved(boolean b, int t) {
        return Transfer.plain(LoadStore.wordOrByte(b), t);
    }

    /** Whether the PC would be written back, or what is moved. */
    private static boolean isUnfit(int n, int t) {
        return n == LoadStore.PC || n == t;
    }

    private static int constant(Aarch32Semantics s, int n, int field, int bits) {
        return s.add(false, s.r(n), s.constant(LoadStore.distance(field, bits)));
    }

    private static int extraIndexed(Aarch32Semantics s, int n, int field) {
        return LoadStore.indexed(s, n, field >>> 4 != 0, s.r(field & 15));
    }

    private static void extra(Aarch32Semantics s, Transfer moved, int n, int field) {
        int t = moved.register();
        if (!Unpredictable.when(s, isUnfit(n, t) || t == LoadStore.PC)) {
            load(s, moved, n, constant(s, n, field, EXTRA_BITS));
        }
    }

    private static void extraRegister(Aarch32Semantics s, Transfer moved, int n, int field) {
        int t = moved.register();
        if (!Unpredictable.when(s, isUnfit(n, t) || t == LoadStore.PC || (field & 15) == LoadStore.PC)) {
            load(s, moved, n, extraIndexed(s, n, field));
        }
    }

    private static void store(Aarch32Semantics s, Transfer moved, int n, int next) {
        LoadStore.storeUnprivileged(s, moved, s.r(n));
        s.r(n, next);
    }

    private static void load(Aarch32Semantics s, Transfer moved, int n, int next) {
        LoadStore.loadUnprivileged(s, moved, s.r(n));
        s.r(n, next);
    }
}
