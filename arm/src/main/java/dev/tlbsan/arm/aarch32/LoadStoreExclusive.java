package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.MemoryAccess;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * Load-Exclusive and Store-Exclusive. A doubleword is one access of 8 bytes; in T32 the field t of these packs Rt and
 * Rt2. The field i is imm8, in words.
 */
public final class LoadStoreExclusive {
    private static final int LR = Aarch32Semantics.LR;

    private LoadStoreExclusive() {}

    /** STREX of A32. */
    @A32(
            bits = "cccc 0001 1000 nnnn dddd .... 1001 tttt",
            shouldBe = "1111",
            asm = "strex{c:cond} {d:r}, {t:r}, [{n:r}]",
            manual = "F5.1 STREX")
    static void strex(Aarch32Semantics s, int n, int d, int t) {
        store(s, 4, n, d, t);
    }

    /** STREX of T32. */
    @T32(
            bits = "11101000 0100 nnnn tttt dddd iiiiiiii",
            asm = "strex {d:r}, {t:r}, [{n:r}{i:offset*4}]",
            manual = "F5.1 STREX")
    static void strexOffset(Aarch32Semantics s, int n, int t, int d, int i) {
        if (!Unpredictable.when(s, isUnfit(s, n, d, t))) {
            storeAt(s, 4, LoadStore.address(s, n, 4L * i), d, t);
        }
    }

    /** LDREX of A32. */
    @A32(
            bits = "cccc 0001 1001 nnnn tttt .... 1001 ....",
            shouldBe = "11111111",
            asm = "ldrex{c:cond} {t:r}, [{n:r}]",
            manual = "F5.1 LDREX")
    static void ldrex(Aarch32Semantics s, int n, int t) {
        load(s, 4, n, t, 0);
    }

    /** LDREX of T32. */
    @T32(
            bits = "11101000 0101 nnnn tttt .... iiiiiiii",
            shouldBe = "1111",
            asm = "ldrex {t:r}, [{n:r}{i:offset*4}]",
            manual = "F5.1 LDREX")
    static void ldrexOffset(Aarch32Semantics s, int n, int t, int i) {
        load(s, 4, n, t, 4L * i);
    }

    /** STREXB, STREXH. */
    @A32(
            bits = "cccc 0001 11h0 nnnn dddd .... 1001 tttt",
            shouldBe = "1111",
            asm = "strex{h:b|h}{c:cond} {d:r}, {t:r}, [{n:r}]",
            manual = "F5.1 STREXB, STREXH")
    @T32(
            bits = "11101000 1100 nnnn tttt .... 010h dddd",
            shouldBe = "1111",
            asm = "strex{h:b|h} {d:r}, {t:r}, [{n:r}]",
            manual = "F5.1 STREXB, STREXH")
    static void strexbh(Aarch32Semantics s, boolean h, int n, int d, int t) {
        store(s, LoadStore.byteOrHalf(h), n, d, t);
    }

    /** LDREXB, LDREXH. */
    @A32(
            bits = "cccc 0001 11h1 nnnn tttt .... 1001 ....",
            shouldBe = "11111111",
            asm = "ldrex{h:b|h}{c:cond} {t:r}, [{n:r}]",
            manual = "F5.1 LDREXB, LDREXH")
    @T32(
            bits = "11101000 1101 nnnn tttt .... 010h ....",
            shouldBe = "11111111",
            asm = "ldrex{h:b|h} {t:r}, [{n:r}]",
            manual = "F5.1 LDREXB, LDREXH")
    static void ldrexbh(Aarch32Semantics s, boolean h, int n, int t) {
        load(s, LoadStore.byteOrHalf(h), n, t, 0);
    }

    /** STREXD of A32. */
    @A32(
            bits = "cccc 0001 1010 nnnn dddd .... 1001 tttt",
            shouldBe = "1111",
            asm = "strexd{c:cond} {d:r}, {t:r}, {t:next}, [{n:r}]",
            manual = "F5.1 STREXD")
    static void strexd(Aarch32Semantics s, int n, int d, int t) {
        if (!Unpredictable.when(s, (t & 1) != 0 || t == LR || isUnfit(s, n, d, t) || d == t + 1)) {
            storeBoth(s, RegisterPair.even(t), n, d);
        }
    }

    /** STREXD of T32. */
    @T32(
            bits = "11101000 1100 nnnn tttt tttt 0111 dddd",
            asm = "strexd {d:r}, {t<7:4>:r}, {t<3:0>:r}, [{n:r}]",
            manual = "F5.1 STREXD")
    static void strexdAny(Aarch32Semantics s, int n, int t, int d) {
        var pair = RegisterPair.of(t);
        if (!Unpredictable.when(s, isUnfit(s, n, d, pair.first()) || isUnfit(s, n, d, pair.second()))) {
            storeBoth(s, pair, n, d);
        }
    }

    /** LDREXD of A32. */
    @A32(
            bits = "cccc 0001 1011 nnnn tttt .... 1001 ....",
            shouldBe = "11111111",
            asm = "ldrexd{c:cond} {t:r}, {t:next}, [{n:r}]",
            manual = "F5.1 LDREXD")
    static void ldrexd(Aarch32Semantics s, int n, int t) {
        if (!Unpredictable.when(s, (t & 1) != 0 || t == LR || n == LoadStore.PC)) {
            loadBoth(s, RegisterPair.even(t), n);
        }
    }

    /** LDREXD of T32. */
    @T32(
            bits = "11101000 1101 nnnn tttt tttt 0111 ....",
            shouldBe = "1111",
            asm = "ldrexd {t<7:4>:r}, {t<3:0>:r}, [{n:r}]",
            manual = "F5.1 LDREXD")
    static void ldrexdAny(Aarch32Semantics s, int n, int t) {
        var pair = RegisterPair.of(t);
        if (!Unpredictable.when(s, pair.isUnfit(s) || pair.isOneRegister() || n == LoadStore.PC)) {
            loadBoth(s, pair, n);
        }
    }

    private static MemoryAccess exclusive(int bytes) {
        return new MemoryAccess(bytes, MemoryAccess.EXCLUSIVE | MemoryAccess.ALIGNED);
    }

    /** Whether these registers cannot be the base, the status and what is stored. */
    private static boolean isUnfit(Aarch32Semantics s, int n, int d, int t) {
        boolean strange = Unpredictable.isBadRegister(s, d) || Unpredictable.isBadRegister(s, t) || n == LoadStore.PC;
        return strange || d == n || d == t;
    }

    private static void store(Aarch32Semantics s, int bytes, int n, int d, int t) {
        if (!Unpredictable.when(s, isUnfit(s, n, d, t))) {
            storeAt(s, bytes, s.r(n), d, t);
        }
    }

    private static void storeAt(Aarch32Semantics s, int bytes, int address, int d, int t) {
        int value = LoadStore.inByteOrder(s, bytes, s.r(t));
        s.r(d, s.storeExclusive(exclusive(bytes), address, value));
    }

    private static void storeBoth(Aarch32Semantics s, RegisterPair pair, int n, int d) {
        int first = LoadStore.inByteOrder(s, 4, s.r(pair.first()));
        int second = LoadStore.inByteOrder(s, 4, s.r(pair.second()));
        int both = s.insertField(first, second, 32, 32);
        s.r(d, s.storeExclusive(exclusive(8), s.r(n), both));
    }

    private static void load(Aarch32Semantics s, int bytes, int n, int t, long offset) {
        if (!Unpredictable.when(s, Unpredictable.isBadRegister(s, t) || n == LoadStore.PC)) {
            int value = s.load(exclusive(bytes), LoadStore.address(s, n, offset));
            s.r(t, LoadStore.inByteOrder(s, bytes, value));
        }
    }

    private static void loadBoth(Aarch32Semantics s, RegisterPair pair, int n) {
        int both = s.load(exclusive(8), s.r(n));
        s.r(pair.first(), LoadStore.inByteOrder(s, 4, s.zeroExtend(both, 32)));
        s.r(pair.second(), LoadStore.inByteOrder(s, 4, s.field(both, 32, 32)));
    }
}
