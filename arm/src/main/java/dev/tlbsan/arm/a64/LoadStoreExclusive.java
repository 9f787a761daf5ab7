package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.MemoryAccess;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A64;

/**
 * Load/store exclusive register and pair, and load-acquire and store-release. The field r is Rs, the status; t packs Rt2
 * and Rt in the forms for pairs. CONSTRAINED UNPREDICTABLE: a status register that is also stored or the base is read
 * before the status is written; a pair loaded into one register leaves the second value there.
 */
public final class LoadStoreExclusive {
    private LoadStoreExclusive() {}

    /** STXRB, STXRH. */
    @A64(
            bits = "0h 001000 000 rrrrr 0 ..... nnnnn ttttt",
            shouldBe = "11111",
            asm = "stxr{h:b|h} {r:w}, {t:w}, [{n:xsp}]",
            manual = "C6.2 STXRB, STXRH")
    static void stxrbh(Semantics s, boolean h, int r, int n, int t) {
        store(s, Transfer.plain(LoadStore.byteOrHalf(h), t), 0, n, r);
    }

    /** STXR. */
    @A64(
            bits = "1z 001000 000 rrrrr 0 ..... nnnnn ttttt",
            shouldBe = "11111",
            asm = "stxr {r:w}, {t:r}, [{n:xsp}]",
            manual = "C6.2 STXR")
    static void stxr(Semantics s, boolean z, int r, int n, int t) {
        store(s, Transfer.plain(LoadStore.wordOrDouble(z), t), 0, n, r);
    }

    /** LDXRB, LDXRH. */
    @A64(
            bits = "0h 001000 010 ..... 0 ..... nnnnn ttttt",
            shouldBe = "1111111111",
            asm = "ldxr{h:b|h} {t:w}, [{n:xsp}]",
            manual = "C6.2 LDXRB, LDXRH")
    static void ldxrbh(Semantics s, boolean h, int n, int t) {
        load(s, Transfer.plain(LoadStore.byteOrHalf(h), t), 0, n);
    }

    /** LDXR. */
    @A64(
            bits = "1z 001000 010 ..... 0 ..... nnnnn ttttt",
            shouldBe = "1111111111",
            asm = "ldxr {t:r}, [{n:xsp}]",
            manual = "C6.2 LDXR")
    static void ldxr(Semantics s, boolean z, int n, int t) {
        load(s, Transfer.plain(LoadStore.wordOrDouble(z), t), 0, n);
    }

    /** STLXRB, STLXRH. */
    @A64(
            bits = "0h 001000 000 rrrrr 1 ..... nnnnn ttttt",
            shouldBe = "11111",
            asm = "stlxr{h:b|h} {r:w}, {t:w}, [{n:xsp}]",
            manual = "C6.2 STLXRB, STLXRH")
    static void stlxrbh(Semantics s, boolean h, int r, int n, int t) {
        store(s, Transfer.plain(LoadStore.byteOrHalf(h), t), MemoryAccess.ORDERED, n, r);
    }

    /** STLXR. */
    @A64(
            bits = "1z 001000 000 rrrrr 1 ..... nnnnn ttttt",
            shouldBe = "11111",
            asm = "stlxr {r:w}, {t:r}, [{n:xsp}]",
            manual = "C6.2 STLXR")
    static void stlxr(Semantics s, boolean z, int r, int n, int t) {
        store(s, Transfer.plain(LoadStore.wordOrDouble(z), t), MemoryAccess.ORDERED, n, r);
    }

    /** LDAXRB, LDAXRH. */
    @A64(
            bits = "0h 001000 010 ..... 1 ..... nnnnn ttttt",
            shouldBe = "1111111111",
            asm = "ldaxr{h:b|h} {t:w}, [{n:xsp}]",
            manual = "C6.2 LDAXRB, LDAXRH")
    static void ldaxrbh(Semantics s, boolean h, int n, int t) {
        load(s, Transfer.plain(LoadStore.byteOrHalf(h), t), MemoryAccess.ORDERED, n);
    }

    /** LDAXR. */
    @A64(
            bits = "1z 001000 010 ..... 1 ..... nnnnn ttttt",
            shouldBe = "1111111111",
            asm = "ldaxr {t:r}, [{n:xsp}]",
            manual = "C6.2 LDAXR")
    static void ldaxr(Semantics s, boolean z, int n, int t) {
        load(s, Transfer.plain(LoadStore.wordOrDouble(z), t), MemoryAccess.ORDERED, n);
    }

    /** STXP. */
    @A64(
            bits = "1z 001000 001 rrrrr 0 ttttt nnnnn ttttt",
            asm = "stxp {r:w}, {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}]",
            manual = "C6.2 STXP")
    static void stxp(Semantics s, boolean z, int r, int n, int t) {
        var access = exclusive(LoadStore.wordOrDouble(z), 0);
        storePair(s, access, n, t, r);
    }

    /** LDXP. */
    @A64(
            bits = "1z 001000 011 ..... 0 ttttt nnnnn ttttt",
            shouldBe = "11111",
            asm = "ldxp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}]",
            manual = "C6.2 LDXP")
    static void ldxp(Semantics s, boolean z, int n, int t) {
        loadPair(s, exclusive(LoadStore.wordOrDouble(z), MemoryAccess.PAIR), n, t);
    }

    /** STLXP. */
    @A64(
            bits = "1z 001000 001 rrrrr 1 ttttt nnnnn ttttt",
            asm = "stlxp {r:w}, {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}]",
            manual = "C6.2 STLXP")
    static void stlxp(Semantics s, boolean z, int r, int n, int t) {
        var access = exclusive(LoadStore.wordOrDouble(z), MemoryAccess.ORDERED);
        storePair(s, access, n, t, r);
    }

    /** LDAXP. */
    @A64(
            bits = "1z 001000 011 ..... 1 ttttt nnnnn ttttt",
            shouldBe = "11111",
            asm = "ldaxp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}]",
            manual = "C6.2 LDAXP")
    static void ldaxp(Semantics s, boolean z, int n, int t) {
        loadPair(s, exclusive(LoadStore.wordOrDouble(z), MemoryAccess.PAIR | MemoryAccess.ORDERED), n, t);
    }

    /** STLRB, STLRH. */
    @A64(
            bits = "0h 001000 100 ..... 1 ..... nnnnn ttttt",
            shouldBe = "1111111111",
            asm = "stlr{h:b|h} {t:w}, [{n:xsp}]",
            manual = "C6.2 STLRB, STLRH")
    static void stlrbh(Semantics s, boolean h, int n, int t) {
        storeOrdered(s, Transfer.plain(LoadStore.byteOrHalf(h), t).inOrder(), n);
    }

    /** STLR. */
    @A64(
            bits = "1z 001000 100 ..... 1 ..... nnnnn ttttt",
            shouldBe = "1111111111",
            asm = "stlr {t:r}, [{n:xsp}]",
            manual = "C6.2 STLR")
    static void stlr(Semantics s, boolean z, int n, int t) {
        storeOrdered(s, Transfer.plain(LoadStore.wordOrDouble(z), t).inOrder(), n);
    }

    /** LDARB, LDARH. */
    @A64(
            bits = "0h 001000 110 ..... 1 ..... nnnnn ttttt",
            shouldBe = "1111111111",
            asm = "ldar{h:b|h} {t:w}, [{n:xsp}]",
            manual = "C6.2 LDARB, LDARH")
    static void ldarbh(Semantics s, boolean h, int n, int t) {
        loadOrdered(s, Transfer.plain(LoadStore.byteOrHalf(h), t).inOrder(), n);
    }

    /** LDAR. */
    @A64(
            bits = "1z 001000 110 ..... 1 ..... nnnnn ttttt",
            shouldBe = "1111111111",
            asm = "ldar {t:r}, [{n:xsp}]",
            manual = "C6.2 LDAR")
    static void ldar(Semantics s, boolean z, int n, int t) {
        loadOrdered(s, Transfer.plain(LoadStore.wordOrDouble(z), t).inOrder(), n);
    }

    private static MemoryAccess exclusive(int bytes, int flags) {
        return new MemoryAccess(bytes, flags | MemoryAccess.EXCLUSIVE | MemoryAccess.ALIGNED);
    }

    private static void load(Semantics s, Transfer moved, int flags, int n) {
        int value = s.load(exclusive(moved.bytes(), flags), LoadStore.base(s, n));
        s.x(moved.register(), true, value);
    }

    private static void store(Semantics s, Transfer moved, int flags, int n, int r) {
        int base = LoadStore.base(s, n);
        s.x(r, true, s.storeExclusive(exclusive(moved.bytes(), flags), base, s.x(moved.register())));
    }

    private static void loadPair(Semantics s, MemoryAccess access, int n, int t) {
        int base = LoadStore.base(s, n);
        int first = s.load(access, base);
        int second = s.load(access.bytes(), base, access.bytes());
        s.x(LoadStore.first(t), true, first);
        s.x(LoadStore.second(t), true, second);
    }

    private static void storePair(Semantics s, MemoryAccess access, int n, int t, int r) {
        int base = LoadStore.base(s, n);
        int first = s.x(LoadStore.first(t));
        s.x(r, true, s.storeExclusivePair(access, base, first, s.x(LoadStore.second(t))));
    }

    private static void loadOrdered(Semantics s, Transfer moved, int n) {
        s.transfer(moved);
        LoadStore.loadSpecial(s, moved, MemoryAccess.ORDERED, LoadStore.base(s, n));
    }

    private static void storeOrdered(Semantics s, Transfer moved, int n) {
        s.transfer(moved);
        LoadStore.storeSpecial(s, moved, MemoryAccess.ORDERED, LoadStore.base(s, n));
    }
}
