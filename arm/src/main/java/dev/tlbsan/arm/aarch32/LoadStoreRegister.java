package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A32;

/** Load/store word, unsigned byte (register) of A32. The field m packs U, imm5, type and Rm. */
public final class LoadStoreRegister {
    private LoadStoreRegister() {}

    /** STR, STRB. */
    @A32(
            bits = "cccc 011 1 m b 0 0 nnnn tttt mmmmm mm 0 mmmm",
            asm = "str{b:|b}{c:cond} {t:r}, [{n:r}, {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}]",
            manual = "F5.1 STR (register), STRB (register)")
    static void str(Aarch32Semantics s, boolean b, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(b, t, m))) {
            LoadStore.storeStated(s, moved(b, t), LoadStore.indexed(s, n, m), 0);
        }
    }

    /** STR, STRB, pre-indexed. */
    @A32(
            bits = "cccc 011 1 m b 1 0 nnnn tttt mmmmm mm 0 mmmm",
            asm = "str{b:|b}{c:cond} {t:r}, [{n:r}, {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}]!",
            manual = "F5.1 STR (register), STRB (register)")
    static void strPreIndexed(Aarch32Semantics s, boolean b, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(b, t, m) || n == LoadStore.PC || n == t)) {
            int address = LoadStore.indexed(s, n, m);
            LoadStore.store(s, moved(b, t), address, 0);
            s.r(n, address);
        }
    }

    /** STR, STRB, post-indexed. */
    @A32(
            bits = "cccc 011 0 m b 0 0 nnnn tttt mmmmm mm 0 mmmm",
            asm = "str{b:|b}{c:cond} {t:r}, [{n:r}], {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}",
            manual = "F5.1 STR (register), STRB (register)")
    static void strPostIndexed(Aarch32Semantics s, boolean b, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(b, t, m) || n == LoadStore.PC || n == t)) {
            LoadStore.store(s, moved(b, t), s.r(n), 0);
            s.r(n, LoadStore.indexed(s, n, m));
        }
    }

    /** LDR, LDRB. */
    @A32(
            bits = "cccc 011 1 m b 0 1 nnnn tttt mmmmm mm 0 mmmm",
            asm = "ldr{b:|b}{c:cond} {t:r}, [{n:r}, {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}]",
            manual = "F5.1 LDR (register), LDRB (register)")
    static void ldr(Aarch32Semantics s, boolean b, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(b, t, m))) {
            LoadStore.loadStated(s, moved(b, t), LoadStore.indexed(s, n, m), 0);
        }
    }

    /** LDR, LDRB, pre-indexed. */
    @A32(
            bits = "cccc 011 1 m b 1 1 nnnn tttt mmmmm mm 0 mmmm",
            asm = "ldr{b:|b}{c:cond} {t:r}, [{n:r}, {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}]!",
            manual = "F5.1 LDR (register), LDRB (register)")
    static void ldrPreIndexed(Aarch32Semantics s, boolean b, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(b, t, m) || n == LoadStore.PC || n == t)) {
            int address = LoadStore.indexed(s, n, m);
            LoadStore.load(s, moved(b, t), address, 0);
            s.r(n, address);
        }
    }

    /** LDR, LDRB, post-indexed. */
    @A32(
            bits = "cccc 011 0 m b 0 1 nnnn tttt mmmmm mm 0 mmmm",
            asm = "ldr{b:|b}{c:cond} {t:r}, [{n:r}], {m<11:11>:sign}{m<3:0>:r}{m<5:4>,m<10:6>:shift}",
            manual = "F5.1 LDR (register), LDRB (register)")
    static void ldrPostIndexed(Aarch32Semantics s, boolean b, int n, int t, int m) {
        if (!Unpredictable.when(s, isUnfit(b, t, m) || n == LoadStore.PC || n == t)) {
            LoadStore.load(s, moved(b, t), s.r(n), 0);
            s.r(n, LoadStore.indexed(s, n, m));
        }
    }

    private static Transfer moved(boolean b, int t) {
        return Transfer.plain(LoadStore.wordOrByte(b), t);
    }

    /** Whether the PC is the index, or the register of which a byte is moved. */
    private static boolean isUnfit(boolean b, int t, int m) {
        return (m & 15) == LoadStore.PC || (b && t == LoadStore.PC);
    }
}
