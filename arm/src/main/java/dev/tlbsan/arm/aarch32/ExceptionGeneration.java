package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Exception generation. */
public final class ExceptionGeneration {
    private ExceptionGeneration() {}

    /** SVC. */
    @A32(bits = "cccc 1111 iiiiiiiiiiiiiiiiiiiiiiii", asm = "svc{c:cond} {i:hex}", manual = "F5.1 SVC")
    @T32(bits = "1101 1111 iiiiiiii", asm = "svc {i:hex}", manual = "F5.1 SVC")
    static void svc(Aarch32Semantics s, int i) {
        s.exception(ExceptionCause.SVC, i);
    }

    /** HVC. */
    @A32(bits = "cccc 00010 10 0 iiiiiiiiiiii 0111 iiii", asm = "hvc{c:cond} {i:hex}", manual = "F5.1 HVC")
    @T32(bits = "11110 1111110 iiii 10 0 0 iiiiiiiiiiii", asm = "hvc {i:hex}", manual = "F5.1 HVC")
    static void hvc(Aarch32Semantics s, int i) {
        if (!Unpredictable.when(s, s.conditional() || s.inItBlock())) {
            s.exception(ExceptionCause.HVC, i);
        }
    }

    /** SMC; the comment is not reported. */
    @A32(
            bits = "cccc 00010 11 0 ............ 0111 iiii",
            asm = "smc{c:cond} {i:imm}",
            manual = "F5.1 SMC",
            shouldBe = "000000000000")
    @T32(
            bits = "11110 1111111 iiii 10 0 0 ............",
            asm = "smc {i:imm}",
            manual = "F5.1 SMC",
            shouldBe = "000000000000")
    static void smc(Aarch32Semantics s, int i) {
        if (!Unpredictable.when(s, Unpredictable.isEarlyInItBlock(s))) {
            s.exception(ExceptionCause.SMC, 0);
        }
    }

    /** BKPT, which T32 does not make conditional. */
    @A32(bits = "cccc 00010 01 0 iiiiiiiiiiii 0111 iiii", asm = "bkpt{c:cond} {i:hex}", manual = "F5.1 BKPT")
    @T32(bits = "1011 1110 iiiiiiii", asm = "bkpt {i:hex}", manual = "F5.1 BKPT")
    static void bkpt(Aarch32Semantics s, int i) {
        if (!Unpredictable.when(s, s.conditional() && !s.t32())) {
            s.unconditional();
            s.exception(ExceptionCause.BRK, i);
        }
    }

    /** UDF. */
    @A32(bits = "cccc 0111 1111 iiiiiiiiiiii 1111 iiii", asm = "udf{c:cond} {i:hex}", manual = "F5.1 UDF")
    @T32(bits = "1101 1110 iiiiiiii", asm = "udf {i:hex}", manual = "F5.1 UDF")
    @T32(bits = "11110 1111111 iiii 10 1 0 iiiiiiiiiiii", asm = "udf.w {i:hex}", manual = "F5.1 UDF")
    static void udf(Aarch32Semantics s, int i) {
        if (!Unpredictable.when(s, s.conditional() && !s.t32())) {
            s.exception(ExceptionCause.UNDEFINED, 0);
        }
    }
}
