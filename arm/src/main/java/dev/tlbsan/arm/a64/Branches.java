package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/**
 * Conditional, compare, test and unconditional branches, immediate and register. The field i is the distance in words
 * from the instruction. DRPS is UNDEFINED outside Debug state and has no definition.
 */
public final class Branches {
    private static final int ALWAYS = 14;

    private Branches() {}

    /** B.cond. */
    @A64(bits = "0101010 0 iiiiiiiiiiiiiiiiiii 0 cccc", asm = "b.{c:cond} {i:label}", manual = "C6.2 B.cond")
    static void bcond(Semantics s, int i, int c) {
        if (c >= ALWAYS) {
            s.branch(distance(i, 19));
        } else {
            s.branchIf(c, distance(i, 19));
        }
    }

    /** CBZ. */
    @A64(bits = "z 011010 0 iiiiiiiiiiiiiiiiiii ttttt", asm = "cbz {t:r}, {i:label}", manual = "C6.2 CBZ")
    static void cbz(Semantics s, boolean z, int i, int t) {
        s.branchIfZero(z, true, s.x(t), distance(i, 19));
    }

    /** CBNZ. */
    @A64(bits = "z 011010 1 iiiiiiiiiiiiiiiiiii ttttt", asm = "cbnz {t:r}, {i:label}", manual = "C6.2 CBNZ")
    static void cbnz(Semantics s, boolean z, int i, int t) {
        s.branchIfZero(z, false, s.x(t), distance(i, 19));
    }

    /** TBZ. */
    @A64(
            bits = "b 011011 0 bbbbb iiiiiiiiiiiiii ttttt",
            asm = "tbz {t,b<5:5>:r}, {b:imm}, {i:label}",
            manual = "C6.2 TBZ")
    static void tbz(Semantics s, int b, int i, int t) {
        s.branchIfZero(true, true, s.field(s.x(t), b, 1), distance(i, 14));
    }

    /** TBNZ. */
    @A64(
            bits = "b 011011 1 bbbbb iiiiiiiiiiiiii ttttt",
            asm = "tbnz {t,b<5:5>:r}, {b:imm}, {i:label}",
            manual = "C6.2 TBNZ")
    static void tbnz(Semantics s, int b, int i, int t) {
        s.branchIfZero(true, false, s.field(s.x(t), b, 1), distance(i, 14));
    }

    /** B. */
    @A64(bits = "0 00101 iiiiiiiiiiiiiiiiiiiiiiiiii", asm = "b {i:label}", manual = "C6.2 B")
    static void b(Semantics s, int i) {
        s.branch(distance(i, 26));
    }

    /** BL. */
    @A64(bits = "1 00101 iiiiiiiiiiiiiiiiiiiiiiiiii", asm = "bl {i:label}", manual = "C6.2 BL")
    static void bl(Semantics s, int i) {
        link(s);
        s.branch(distance(i, 26));
    }

    /** BR. */
    @A64(bits = "1101011 0000 11111 000000 nnnnn 00000", asm = "br {n:x}", manual = "C6.2 BR")
    static void br(Semantics s, int n) {
        s.branchTo(s.x(n));
    }

    /** BLR; BLR X30 goes to the old X30. */
    @A64(bits = "1101011 0001 11111 000000 nnnnn 00000", asm = "blr {n:x}", manual = "C6.2 BLR")
    static void blr(Semantics s, int n) {
        link(s);
        s.branchTo(s.x(n));
    }

    /** RET. */
    @A64(bits = "1101011 0010 11111 000000 nnnnn 00000", asm = "ret{n:retreg}", manual = "C6.2 RET")
    static void ret(Semantics s, int n) {
        s.branchTo(s.x(n));
    }

    /** ERET. */
    @A64(bits = "1101011 0100 11111 000000 11111 00000", asm = "eret", manual = "C6.2 ERET")
    static void eret(Semantics s) {
        s.exceptionReturn();
    }

    private static void link(Semantics s) {
        s.x(RegisterFile.LR, true, s.pcRelative(4));
    }

    private static long distance(int words, int width) {
        return LoadStore.signed(words, width) * 4L;
    }
}
