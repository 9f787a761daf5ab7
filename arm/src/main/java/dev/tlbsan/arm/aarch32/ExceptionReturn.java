package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.T32;

/** Exception return of T32. */
public final class ExceptionReturn {
    private ExceptionReturn() {}

    /** SUBS PC, LR. */
    @T32(
            bits = "1111 0011 1101 .... 10 . 0 .... iiiiiiii",
            asm = "subs pc, lr, {i:imm}",
            shouldBe = "111001111",
            manual = "F5.1 SUB, SUBS (immediate)")
    static void subsPcLr(Aarch32Semantics s, int i) {
        if (Unpredictable.branch(s)) {
            return;
        }
        int address = s.sub(false, s.r(Aarch32Semantics.LR), s.constant(i));
        Alu.exceptionReturn(s, address);
    }
}
