package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/**
 * Exception generation. DCPS1, DCPS2 and DCPS3 are UNDEFINED outside Debug state and have no definition.
 */
public final class ExceptionGeneration {
    private ExceptionGeneration() {}

    /** SVC. */
    @A64(bits = "11010100 000 iiiiiiiiiiiiiiii 000 01", asm = "svc {i:hex}", manual = "C6.2 SVC")
    static void svc(Semantics s, int i) {
        s.exception(ExceptionCause.SVC, i);
    }

    /** HVC. */
    @A64(bits = "11010100 000 iiiiiiiiiiiiiiii 000 10", asm = "hvc {i:hex}", manual = "C6.2 HVC")
    static void hvc(Semantics s, int i) {
        s.exception(ExceptionCause.HVC, i);
    }

    /** SMC. */
    @A64(bits = "11010100 000 iiiiiiiiiiiiiiii 000 11", asm = "smc {i:hex}", manual = "C6.2 SMC")
    static void smc(Semantics s, int i) {
        s.exception(ExceptionCause.SMC, i);
    }

    /** BRK. */
    @A64(bits = "11010100 001 iiiiiiiiiiiiiiii 000 00", asm = "brk {i:hex}", manual = "C6.2 BRK")
    static void brk(Semantics s, int i) {
        s.exception(ExceptionCause.BRK, i);
    }

    /** HLT. */
    @A64(bits = "11010100 010 iiiiiiiiiiiiiiii 000 00", asm = "hlt {i:hex}", manual = "C6.2 HLT")
    static void hlt(Semantics s, int i) {
        s.exception(ExceptionCause.HLT, i);
    }
}
