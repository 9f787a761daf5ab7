package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.isa.A64;

/** Load register (literal). The field i is the distance in words from the instruction. */
public final class LoadLiteral {
    private LoadLiteral() {}

    /** LDR. */
    @A64(bits = "0z 011 0 00 iiiiiiiiiiiiiiiiiii ttttt", asm = "ldr {t:r}, {i:label}", manual = "C6.2 LDR (literal)")
    static void ldr(Semantics s, boolean z, int i, int t) {
        load(s, Transfer.plain(LoadStore.wordOrDouble(z), t), i);
    }

    /** LDRSW. */
    @A64(
            bits = "10 011 0 00 iiiiiiiiiiiiiiiiiii ttttt",
            asm = "ldrsw {t:x}, {i:label}",
            manual = "C6.2 LDRSW (literal)")
    static void ldrsw(Semantics s, int i, int t) {
        load(s, Transfer.signed(4, t, true), i);
    }

    /** PRFM: a hint without effect here. */
    @A64(
            bits = "11 011 0 00 iiiiiiiiiiiiiiiiiii ttttt",
            asm = "prfm {t:prefetch}, {i:label}",
            manual = "C6.2 PRFM (literal)")
    static void prfm(Semantics s, int i, int t) {}

    private static void load(Semantics s, Transfer moved, int i) {
        s.transfer(moved);
        LoadStore.load(s, moved, s.blockStart(), s.fromBlock(LoadStore.signed(i, 19) * 4L));
    }
}
