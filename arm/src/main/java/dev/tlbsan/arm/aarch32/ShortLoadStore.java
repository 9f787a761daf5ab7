package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.T32;

/** Loads and stores of one register in 16 bits of T32. */
public final class ShortLoadStore {
    private ShortLoadStore() {}

    /** LDR (literal). */
    @T32(bits = "01001 ttt iiiiiiii", asm = "ldr {t:r}, {i:literalplus*4}", manual = "F5.1 LDR (literal)")
    static void ldrLiteral(Aarch32Semantics s, int t, int i) {
        LoadStore.loadStated(s, Transfer.plain(4, t), s.fromAlignedPc(4L * i), 0);
    }

    /** STR, STRH, STRB, LDRSB, LDR, LDRH, LDRB, LDRSH (register). */
    @T32(
            bits = "0101 ooo mmm nnn ttt",
            asm = "{o:str|strh|strb|ldrsb|ldr|ldrh|ldrb|ldrsh} {t:r}, [{n:r}, {m:r}]",
            manual = "F5.1 STR (register), LDR (register), LDRSB (register)")
    static void register(Aarch32Semantics s, int o, int m, int n, int t) {
        int address = s.add(false, s.r(n), s.r(m));
        switch (o) {
            case 0 -> LoadStore.storeStated(s, Transfer.plain(4, t), address, 0);
            case 1 -> LoadStore.storeStated(s, Transfer.plain(2, t), address, 0);
            case 2 -> LoadStore.storeStated(s, Transfer.plain(1, t), address, 0);
            case 3 -> LoadStore.loadStated(s, Transfer.signed(1, t, false), address, 0);
            case 4 -> LoadStore.loadStated(s, Transfer.plain(4, t), address, 0);
            case 5 -> LoadStore.loadStated(s, Transfer.plain(2, t), address, 0);
            case 6 -> LoadStore.loadStated(s, Transfer.plain(1, t), address, 0);
            default -> LoadStore.loadStated(s, Transfer.signed(2, t, false), address, 0);
        }
    }

    /** STR (immediate). */
    @T32(bits = "01100 iiiii nnn ttt", asm = "str {t:r}, [{n:r}{i:offset*4}]", manual = "F5.1 STR (immediate)")
    static void str(Aarch32Semantics s, int i, int n, int t) {
        LoadStore.storeStated(s, Transfer.plain(4, t), s.r(n), 4L * i);
    }

    /** LDR (immediate). */
    @T32(bits = "01101 iiiii nnn ttt", asm = "ldr {t:r}, [{n:r}{i:offset*4}]", manual = "F5.1 LDR (immediate)")
    static void ldr(Aarch32Semantics s, int i, int n, int t) {
        LoadStore.loadStated(s, Transfer.plain(4, t), s.r(n), 4L * i);
    }

    /** STRB (immediate). */
    @T32(bits = "01110 iiiii nnn ttt", asm = "strb {t:r}, [{n:r}{i:offset}]", manual = "F5.1 STRB (immediate)")
    static void strb(Aarch32Semantics s, int i, int n, int t) {
        LoadStore.storeStated(s, Transfer.plain(1, t), s.r(n), i);
    }

    /** LDRB (immediate). */
    @T32(bits = "01111 iiiii nnn ttt", asm = "ldrb {t:r}, [{n:r}{i:offset}]", manual = "F5.1 LDRB (immediate)")
    static void ldrb(Aarch32Semantics s, int i, int n, int t) {
        LoadStore.loadStated(s, Transfer.plain(1, t), s.r(n), i);
    }

    /** STRH (immediate). */
    @T32(bits = "10000 iiiii nnn ttt", asm = "strh {t:r}, [{n:r}{i:offset*2}]", manual = "F5.1 STRH (immediate)")
    static void strh(Aarch32Semantics s, int i, int n, int t) {
        LoadStore.storeStated(s, Transfer.plain(2, t), s.r(n), 2L * i);
    }

    /** LDRH (immediate). */
    @T32(bits = "10001 iiiii nnn ttt", asm = "ldrh {t:r}, [{n:r}{i:offset*2}]", manual = "F5.1 LDRH (immediate)")
    static void ldrh(Aarch32Semantics s, int i, int n, int t) {
        LoadStore.loadStated(s, Transfer.plain(2, t), s.r(n), 2L * i);
    }

    /** STR (immediate), relative to SP. */
    @T32(bits = "10010 ttt iiiiiiii", asm = "str {t:r}, [sp{i:offset*4}]", manual = "F5.1 STR (immediate)")
    static void strSp(Aarch32Semantics s, int t, int i) {
        LoadStore.storeStated(s, Transfer.plain(4, t), s.r(LoadStore.SP), 4L * i);
    }

    /** LDR (immediate), relative to SP. */
    @T32(bits = "10011 ttt iiiiiiii", asm = "ldr {t:r}, [sp{i:offset*4}]", manual = "F5.1 LDR (immediate)")
    static void ldrSp(Aarch32Semantics s, int t, int i) {
        LoadStore.loadStated(s, Transfer.plain(4, t), s.r(LoadStore.SP), 4L * i);
    }
}
