package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * Load/store multiple, PUSH and POP. The field p packs P and U. A base register that is stored and written back is
 * stored with its old value; by the manual that is UNKNOWN unless it is the lowest register.
 */
public final class LoadStoreMultiple {
    private static final int LR = Aarch32Semantics.LR;

    private LoadStoreMultiple() {}

    /** STM, STMDA, STMDB, STMIB. */
    @A32(
            bits = "cccc 100 pp 0 w 0 nnnn llllllllllllllll",
            asm = "stm{p:da|/ia|db|ib}{c:cond} {n:r}{w:|!}, {l:list}",
            manual = "F5.1 STM, STMDA, STMDB, STMIB")
    static void stm(Aarch32Semantics s, int p, boolean w, int n, int l) {
        var block = block(n, p, l);
        if (!Unpredictable.when(s, isUnfit(block))) {
            block.store(s);
            advance(s, w, block);
        }
    }

    /** LDM, LDMDA, LDMDB, LDMIB. */
    @A32(
            bits = "cccc 100 pp 0 w 1 nnnn llllllllllllllll",
            asm = "ldm{p:da|/ia|db|ib}{c:cond} {n:r}{w:|!}, {l:list}",
            manual = "F5.1 LDM, LDMDA, LDMDB, LDMIB")
    static void ldm(Aarch32Semantics s, int p, boolean w, int n, int l) {
        var block = block(n, p, l);
        if (!Unpredictable.when(s, isUnfit(block) || (w && block.has(n)))) {
            block.load(s);
            advance(s, w, block);
        }
    }

    /** STM (User registers). */
    @A32(
            bits = "cccc 100 pp 1 . 0 nnnn llllllllllllllll",
            shouldBe = "0",
            asm = "stm{p:da|/ia|db|ib}{c:cond} {n:r}, {l:list}^",
            manual = "F5.1 STM (User registers)")
    static void stmUser(Aarch32Semantics s, int p, int n, int l) {
        var block = block(n, p, l);
        if (!Unpredictable.when(s, isUnfit(block))) {
            block.storeUser(s);
        }
    }

    /** LDM (User registers). */
    @A32(
            bits = "cccc 100 pp 1 . 1 nnnn 0 lllllllllllllll",
            shouldBe = "0",
            asm = "ldm{p:da|/ia|db|ib}{c:cond} {n:r}, {l:list}^",
            manual = "F5.1 LDM (User registers)",
            priority = 1)
    static void ldmUser(Aarch32Semantics s, int p, int n, int l) {
        var block = block(n, p, l);
        if (!Unpredictable.when(s, isUnfit(block))) {
            block.loadUser(s);
        }
    }

    /** LDM (exception return): the list has the PC. */
    @A32(
            bits = "cccc 100 pp 1 w 1 nnnn llllllllllllllll",
            asm = "ldm{p:da|/ia|db|ib}{c:cond} {n:r}{w:|!}, {l:list}^",
            manual = "F5.1 LDM (exception return)")
    static void ldmReturn(Aarch32Semantics s, int p, boolean w, int n, int l) {
        var block = block(n, p, l);
        if (!Unpredictable.when(s, isUnfit(block) || (w && block.has(n)))) {
            block.loadAndReturn(s);
            advance(s, w, block);
        }
    }

    /** STM of T32. */
    @T32(
            bits = "1110100 01 0 w 0 nnnn llllllllllllllll",
            asm = "stmia.w {n:r}{w:|!}, {l:list}",
            manual = "F5.1 STM, STMIA, STMEA")
    static void stmia(Aarch32Semantics s, boolean w, int n, int l) {
        storeWide(s, RegisterBlock.upwards(n, l), w);
    }

    /** STMDB of T32. */
    @T32(
            bits = "1110100 10 0 w 0 nnnn llllllllllllllll",
            asm = "stmdb {n:r}{w:|!}, {l:list}",
            manual = "F5.1 STMDB, STMFD")
    static void stmdb(Aarch32Semantics s, boolean w, int n, int l) {
        storeWide(s, RegisterBlock.downwards(n, l), w);
    }

    /** LDM of T32. */
    @T32(
            bits = "1110100 01 0 w 1 nnnn llllllllllllllll",
            asm = "ldmia.w {n:r}{w:|!}, {l:list}",
            manual = "F5.1 LDM, LDMIA, LDMFD")
    static void ldmia(Aarch32Semantics s, boolean w, int n, int l) {
        loadWide(s, RegisterBlock.upwards(n, l), w);
    }

    /** LDMDB of T32. */
    @T32(
            bits = "1110100 10 0 w 1 nnnn llllllllllllllll",
            asm = "ldmdb {n:r}{w:|!}, {l:list}",
            manual = "F5.1 LDMDB, LDMEA")
    static void ldmdb(Aarch32Semantics s, boolean w, int n, int l) {
        loadWide(s, RegisterBlock.downwards(n, l), w);
    }

    /** STM of 16 bits, which always writes the base register back. */
    @T32(bits = "11000 nnn llllllll", asm = "stmia {n:r}!, {l:list}", manual = "F5.1 STM, STMIA, STMEA")
    static void stmiaShort(Aarch32Semantics s, int n, int l) {
        if (!Unpredictable.when(s, l == 0)) {
            var block = RegisterBlock.upwards(n, l);
            block.store(s);
            block.advance(s);
        }
    }

    /** LDM of 16 bits, which writes the base register back unless it is loaded. */
    @T32(bits = "11001 nnn llllllll", asm = "ldmia {n,l:loaded}", manual = "F5.1 LDM, LDMIA, LDMFD")
    static void ldmiaShort(Aarch32Semantics s, int n, int l) {
        if (!Unpredictable.when(s, l == 0)) {
            var block = RegisterBlock.upwards(n, l);
            block.load(s);
            advance(s, !block.has(n), block);
        }
    }

    /** PUSH of 16 bits. */
    @T32(bits = "1011 010 l llllllll", asm = "push {l:listlr}", manual = "F5.1 PUSH")
    static void push(Aarch32Semantics s, int l) {
        if (!Unpredictable.when(s, l == 0)) {
            var block = RegisterBlock.downwards(LoadStore.SP, list(l, LR));
            block.store(s);
            block.advance(s);
        }
    }

    /** POP of 16 bits. */
    @T32(bits = "1011 110 l llllllll", asm = "pop {l:listpc}", manual = "F5.1 POP")
    static void pop(Aarch32Semantics s, int l) {
        var block = RegisterBlock.upwards(LoadStore.SP, list(l, LoadStore.PC));
        if (!Unpredictable.when(s, l == 0 || (block.has(LoadStore.PC) && Unpredictable.isEarlyInItBlock(s)))) {
            block.load(s);
            block.advance(s);
        }
    }

    /** The list of a field whose ninth bit stands for a register above the first eight. */
    private static int list(int field, int ninth) {
        return (field & 0xff) | ((field >>> 8) << ninth);
    }

    private static RegisterBlock block(int n, int p, int list) {
        return new RegisterBlock(n, (p & 2) != 0, (p & 1) != 0, list);
    }

    private static boolean isUnfit(RegisterBlock block) {
        return block.base() == LoadStore.PC || block.list() == 0;
    }

    private static void advance(Aarch32Semantics s, boolean writeback, RegisterBlock block) {
        if (writeback) {
            block.advance(s);
        }
    }

    /** Whether T32 has no such list, or it must not be moved and the base register be written back. */
    private static boolean isUnfitWide(RegisterBlock block, boolean writeback) {
        boolean few = Integer.bitCount(block.list()) < 2;
        return few || isUnfit(block) || block.has(LoadStore.SP) || (writeback && block.has(block.base()));
    }

    private static void storeWide(Aarch32Semantics s, RegisterBlock block, boolean writeback) {
        if (!Unpredictable.when(s, isUnfitWide(block, writeback) || block.has(LoadStore.PC))) {
            block.store(s);
            advance(s, writeback, block);
        }
    }

    private static void loadWide(Aarch32Semantics s, RegisterBlock block, boolean writeback) {
        boolean branches = block.has(LoadStore.PC);
        boolean strange = branches && (block.has(LR) || Unpredictable.isEarlyInItBlock(s));
        if (!Unpredictable.when(s, isUnfitWide(block, writeback) || strange)) {
            block.load(s);
            advance(s, writeback, block);
        }
    }
}
