package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.T32;

/**
 * Loads and stores of one register in 32 bits of T32. The field z packs the sign bit and the size; i packs U and the
 * immediate where both exist, m packs imm2 and Rm. Loads of bytes and halfwords to R15 are {@link Preload}.
 */
public final class WideLoadStore {
    private static final int WORD = 2;

    private WideLoadStore() {}

    /** STR, STRB, STRH (immediate), upwards. */
    @T32(
            bits = "11111000 1 zz 0 nnnn tttt iiiiiiiiiiii",
            asm = "str{z:b|h|}.w {t:r}, [{n:r}{i:offset}]",
            manual = "F5.1 STR (immediate), STRB (immediate), STRH (immediate)")
    static void str(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isStored(s, z, n, t)) {
            LoadStore.storeStated(s, moved(z, t), s.r(n), i);
        }
    }

    /** STR, STRB, STRH (immediate), downwards. */
    @T32(
            bits = "11111000 0 zz 0 nnnn tttt 1100 iiiiiiii",
            asm = "str{z:b|h|}.w {t:r}, [{n:r}{i:minus}]",
            manual = "F5.1 STR (immediate), STRB (immediate), STRH (immediate)")
    static void strNegative(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isStored(s, z, n, t)) {
            LoadStore.storeStated(s, moved(z, t), s.r(n), -i);
        }
    }

    /** STR, STRB, STRH (immediate), pre-indexed. */
    @T32(
            bits = "11111000 0 zz 0 nnnn tttt 11i1 iiiiiiii",
            asm = "str{z:b|h|}.w {t:r}, [{n:r}, {i<8:8>,i<7:0>:simm}]!",
            manual = "F5.1 STR (immediate), STRB (immediate), STRH (immediate)")
    static void strPreIndexed(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isStored(s, z, n, t) && !Unpredictable.when(s, n == t)) {
            LoadStore.store(s, moved(z, t), s.r(n), LoadStore.distance(i, 8));
            LoadStore.advance(s, n, LoadStore.distance(i, 8));
        }
    }

    /** STR, STRB, STRH (immediate), post-indexed. */
    @T32(
            bits = "11111000 0 zz 0 nnnn tttt 10i1 iiiiiiii",
            asm = "str{z:b|h|}.w {t:r}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 STR (immediate), STRB (immediate), STRH (immediate)")
    static void strPostIndexed(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isStored(s, z, n, t) && !Unpredictable.when(s, n == t)) {
            LoadStore.store(s, moved(z, t), s.r(n), 0);
            LoadStore.advance(s, n, LoadStore.distance(i, 8));
        }
    }

    /** STRT, STRBT, STRHT. */
    @T32(
            bits = "11111000 0 zz 0 nnnn tttt 1110 iiiiiiii",
            asm = "str{z:b|h|}t {t:r}, [{n:r}{i:offset}]",
            manual = "F5.1 STRT, STRBT, STRHT")
    static void strt(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isStored(s, z, n, t) && !Unpredictable.when(s, t == LoadStore.SP)) {
            LoadStore.state(s, moved(z, t));
            LoadStore.storeUnprivileged(s, moved(z, t), LoadStore.address(s, n, i));
        }
    }

    /** STR, STRB, STRH (register). */
    @T32(
            bits = "11111000 0 zz 0 nnnn tttt 000000 mmmmmm",
            asm = "str{z:b|h|}.w {t:r}, [{n:r}, {m<3:0>:r}{m<5:4>:|, lsl #1|, lsl #2|, lsl #3}]",
            manual = "F5.1 STR (register), STRB (register), STRH (register)")
    static void strRegister(Aarch32Semantics s, int z, int n, int t, int m) {
        if (isStored(s, z, n, t) && !Unpredictable.when(s, Unpredictable.isSpOrPc(m & 15))) {
            LoadStore.storeStated(s, moved(z, t), indexed(s, n, m), 0);
        }
    }

    /** LDR, LDRB, LDRH, LDRSB, LDRSH (immediate), upwards. */
    @T32(
            bits = "1111100 z 1 zz 1 nnnn tttt iiiiiiiiiiii",
            asm = "ldr{z:b|h||?|sb|sh}.w {t:r}, [{n:r}{i:offset}]",
            manual = "F5.1 LDR (immediate), LDRB (immediate), LDRH (immediate), LDRSB (immediate), LDRSH (immediate)")
    static void ldr(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isLoaded(s, z, t)) {
            LoadStore.loadStated(s, moved(z, t), s.r(n), i);
        }
    }

    /** LDR, LDRB, LDRH, LDRSB, LDRSH (immediate), downwards. */
    @T32(
            bits = "1111100 z 0 zz 1 nnnn tttt 1100 iiiiiiii",
            asm = "ldr{z:b|h||?|sb|sh}.w {t:r}, [{n:r}{i:minus}]",
            manual = "F5.1 LDR (immediate), LDRB (immediate), LDRH (immediate), LDRSB (immediate), LDRSH (immediate)")
    static void ldrNegative(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isLoaded(s, z, t)) {
            LoadStore.loadStated(s, moved(z, t), s.r(n), -i);
        }
    }

    /** LDR, LDRB, LDRH, LDRSB, LDRSH (immediate), pre-indexed. */
    @T32(
            bits = "1111100 z 0 zz 1 nnnn tttt 11i1 iiiiiiii",
            asm = "ldr{z:b|h||?|sb|sh}.w {t:r}, [{n:r}, {i<8:8>,i<7:0>:simm}]!",
            manual = "F5.1 LDR (immediate), LDRB (immediate), LDRH (immediate), LDRSB (immediate), LDRSH (immediate)")
    static void ldrPreIndexed(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isLoaded(s, z, t) && !Unpredictable.when(s, n == t)) {
            LoadStore.load(s, moved(z, t), s.r(n), LoadStore.distance(i, 8));
            LoadStore.advance(s, n, LoadStore.distance(i, 8));
        }
    }

    /** LDR, LDRB, LDRH, LDRSB, LDRSH (immediate), post-indexed. */
    @T32(
            bits = "1111100 z 0 zz 1 nnnn tttt 10i1 iiiiiiii",
            asm = "ldr{z:b|h||?|sb|sh}.w {t:r}, [{n:r}], {i<8:8>,i<7:0>:simm}",
            manual = "F5.1 LDR (immediate), LDRB (immediate), LDRH (immediate), LDRSB (immediate), LDRSH (immediate)")
    static void ldrPostIndexed(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isLoaded(s, z, t) && !Unpredictable.when(s, n == t)) {
            LoadStore.load(s, moved(z, t), s.r(n), 0);
            LoadStore.advance(s, n, LoadStore.distance(i, 8));
        }
    }

    /** LDRT, LDRBT, LDRHT, LDRSBT, LDRSHT. */
    @T32(
            bits = "1111100 z 0 zz 1 nnnn tttt 1110 iiiiiiii",
            asm = "ldr{z:b|h||?|sb|sh}t {t:r}, [{n:r}{i:offset}]",
            manual = "F5.1 LDRT, LDRBT, LDRHT, LDRSBT, LDRSHT")
    static void ldrt(Aarch32Semantics s, int z, int n, int t, int i) {
        if (isLoaded(s, z, t) && !Unpredictable.when(s, Unpredictable.isSpOrPc(t))) {
            LoadStore.state(s, moved(z, t));
            LoadStore.loadUnprivileged(s, moved(z, t), LoadStore.address(s, n, i));
        }
    }

    /** LDR, LDRB, LDRH, LDRSB, LDRSH (register). */
    @T32(
            bits = "1111100 z 0 zz 1 nnnn tttt 000000 mmmmmm",
            asm = "ldr{z:b|h||?|sb|sh}.w {t:r}, [{n:r}, {m<3:0>:r}{m<5:4>:|, lsl #1|, lsl #2|, lsl #3}]",
            manual = "F5.1 LDR (register), LDRB (register), LDRH (register), LDRSB (register), LDRSH (register)")
    static void ldrRegister(Aarch32Semantics s, int z, int n, int t, int m) {
        if (isLoaded(s, z, t) && !Unpredictable.when(s, Unpredictable.isSpOrPc(m & 15))) {
            LoadStore.loadStated(s, moved(z, t), indexed(s, n, m), 0);
        }
    }

    /** LDR, LDRB, LDRH, LDRSB, LDRSH (literal). */
    @T32(
            bits = "1111100 z i zz 1 1111 tttt iiiiiiiiiiii",
            asm = "ldr{z:b|h||?|sb|sh}.w {t:r}, {i<12:12>,i<11:0>:literal}",
            manual = "F5.1 LDR (literal), LDRB (literal), LDRH (literal), LDRSB (literal), LDRSH (literal)",
            priority = 1)
    static void ldrLiteral(Aarch32Semantics s, int z, int i, int t) {
        if (isLoaded(s, z, t) && !Unpredictable.when(s, LoadStore.isMisalignedJump(t, i))) {
            LoadStore.loadStated(s, moved(z, t), s.fromAlignedPc(LoadStore.distance(i, 12)), 0);
        }
    }

    private static Transfer moved(int z, int t) {
        int bytes = 1 << (z & 3);
        return z >>> 2 == 0 ? Transfer.plain(bytes, t) : Transfer.signed(bytes, t, false);
    }

    /** Whether there is such a store; else it is UNDEFINED or UNPREDICTABLE. */
    private static boolean isStored(Aarch32Semantics s, int z, int n, int t) {
        if (z > WORD || n == LoadStore.PC) {
            s.undefined();
            return false;
        }
        return !Unpredictable.when(s, t == LoadStore.PC || (z < WORD && t == LoadStore.SP));
    }

    /** Whether there is such a load; else it is UNDEFINED or UNPREDICTABLE. */
    private static boolean isLoaded(Aarch32Semantics s, int z, int t) {
        if (z == 3 || z > 5) {
            s.undefined();
            return false;
        }
        boolean branches = t == LoadStore.PC;
        return !Unpredictable.when(
                s, z == WORD ? branches && Unpredictable.isEarlyInItBlock(s) : branches || t == LoadStore.SP);
    }

    private static int indexed(Aarch32Semantics s, int n, int field) {
        int index = s.r(field & 15);
        int shift = field >>> 4;
        return LoadStore.indexed(s, n, true, shift == 0 ? index : s.lsl(false, index, s.constant(shift)));
    }
}
