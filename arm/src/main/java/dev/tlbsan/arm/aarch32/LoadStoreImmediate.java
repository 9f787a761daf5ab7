package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A32;

/** Load/store word, unsigned byte (immediate, literal) of A32. The field i packs U and imm12. */
public final class LoadStoreImmediate {
    private static final int BITS = 12;

    private LoadStoreImmediate() {}

    /** STR, STRB. */
    @A32(
            bits = "cccc 010 1 i b 0 0 nnnn tttt iiiiiiiiiiii",
            asm = "str{b:|b}{c:cond} {t:r}, [{n:r}{i<12:12>,i<11:0>:offset}]",
            manual = "F5.1 STR (immediate), STRB (immediate)")
    static void str(Aarch32Semantics s, boolean b, int n, int t, int i) {
        if (!Unpredictable.when(s, b && t == LoadStore.PC)) {
            LoadStore.storeStated(s, moved(b, t), s.r(n), LoadStore.distance(i, BITS));
        }
    }

    /** STR, STRB, pre-indexed. */
    @A32(
            bits = "cccc 010 1 i b 1 0 nnnn tttt iiiiiiiiiiii",
            asm = "str{b:|b}{c:cond} {t:r}, [{n:r}, {i<12:12>,i<11:0>:simm}]!",
            manual = "F5.1 STR (immediate), STRB (immediate)")
    static void strPreIndexed(Aarch32Semantics s, boolean b, int n, int t, int i) {
        int distance = LoadStore.distance(i, BITS);
        store(s, moved(b, t), n, distance, distance);
    }

    /** STR, STRB, post-indexed. */
    @A32(
            bits = "cccc 010 0 i b 0 0 nnnn tttt iiiiiiiiiiii",
            asm = "str{b:|b}{c:cond} {t:r}, [{n:r}], {i<12:12>,i<11:0>:simm}",
            manual = "F5.1 STR (immediate), STRB (immediate)")
    static void strPostIndexed(Aarch32Semantics s, boolean b, int n, int t, int i) {
        store(s, moved(b, t), n, 0, LoadStore.distance(i, BITS));
    }

    /** LDR, LDRB. */
    @A32(
            bits = "cccc 010 1 i b 0 1 nnnn tttt iiiiiiiiiiii",
            asm = "ldr{b:|b}{c:cond} {t:r}, [{n:r}{i<12:12>,i<11:0>:offset}]",
            manual = "F5.1 LDR (immediate), LDRB (immediate)")
    static void ldr(Aarch32Semantics s, boolean b, int n, int t, int i) {
        if (!Unpredictable.when(s, b && t == LoadStore.PC)) {
            LoadStore.loadStated(s, moved(b, t), s.r(n), LoadStore.distance(i, BITS));
        }
    }

    /** LDR, LDRB, pre-indexed. */
    @A32(
            bits = "cccc 010 1 i b 1 1 nnnn tttt iiiiiiiiiiii",
            asm = "ldr{b:|b}{c:cond} {t:r}, [{n:r}, {i<12:12>,i<11:0>:simm}]!",
            manual = "F5.1 LDR (immediate), LDRB (immediate)")
    static void ldrPreIndexed(Aarch32Semantics s, boolean b, int n, int t, int i) {
        int distance = LoadStore.distance(i, BITS);
        load(s, moved(b, t), n, distance, distance);
    }

    /** LDR, LDRB, post-indexed. */
    @A32(
            bits = "cccc 010 0 i b 0 1 nnnn tttt iiiiiiiiiiii",
            asm = "ldr{b:|b}{c:cond} {t:r}, [{n:r}], {i<12:12>,i<11:0>:simm}",
            manual = "F5.1 LDR (immediate), LDRB (immediate)")
    static void ldrPostIndexed(Aarch32Semantics s, boolean b, int n, int t, int i) {
        load(s, moved(b, t), n, 0, LoadStore.distance(i, BITS));
    }

    /** LDR, LDRB (literal). */
    @A32(
            bits = "cccc 010 1 i b 0 1 1111 tttt iiiiiiiiiiii",
            asm = "ldr{b:|b}{c:cond} {t:r}, {i<12:12>,i<11:0>:literala}",
            manual = "F5.1 LDR (literal), LDRB (literal)",
            priority = 1)
    static void ldrLiteral(Aarch32Semantics s, boolean b, int t, int i) {
        if (!Unpredictable.when(s, LoadStore.isMisalignedJump(t, i))) {
            ldr(s, b, LoadStore.PC, t, i);
        }
    }

    private static Transfer moved(boolean b, int t) {
        return Transfer.plain(LoadStore.wordOrByte(b), t);
    }

    private static void store(Aarch32Semantics s, Transfer moved, int n, long offset, long advance) {
        if (!Unpredictable.when(s, isUnfit(moved, n))) {
            LoadStore.store(s, moved, s.r(n), offset);
            LoadStore.advance(s, n, advance);
        }
    }

    private static void load(Aarch32Semantics s, Transfer moved, int n, long offset, long advance) {
        if (!Unpredictable.when(s, isUnfit(moved, n))) {
            LoadStore.load(s, moved, s.r(n), offset);
            LoadStore.advance(s, n, advance);
        }
    }

    private static boolean isUnfit(Transfer moved, int n) {
        int t = moved.register();
        return n == LoadStore.PC || n == t || (moved.bytes() == 1 && t == LoadStore.PC);
    }
}
