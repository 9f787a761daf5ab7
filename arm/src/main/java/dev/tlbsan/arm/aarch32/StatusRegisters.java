package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.Aarch32Immediate;
import dev.tlbsan.arm.isa.T32;

/**
 * Moves to and from the program status registers and registers of other modes. The field p is R, which tells the SPSR, and
 * m the bytes that are written, or what the banked register is.
 */
public final class StatusRegisters {
    private static final int SPSR = 1 << 4;
    private static final int CONTROL_OR_EXTENSION = 3;
    private static final int STATUS_BYTE = 4;
    private static final int FLAGS_BYTE = 8;
    private static final int SPSR_BANKED = 1 << 5;
    /** R8 to R12, SP and LR of User and FIQ mode; LR and SP of the others; ELR_hyp, SP_hyp. */
    private static final int BANKED = 0xc0ff_7f7f;
    /** SPSRs of FIQ, IRQ, Supervisor, Abort, Undefined and Hyp mode. */
    private static final int BANKED_SPSR = 0x4055_4000;

    private StatusRegisters() {}

    /** MRS. */
    @A32(
            bits = "cccc 00010 p 00 .... dddd .. 0 . 0000 ....",
            asm = "mrs{c:cond} {d:r}, {p:cpsr/apsr|spsr}",
            manual = "F5.1 MRS",
            shouldBe = "11110000000")
    @T32(
            bits = "11110 0 1111 1 p .... 10 . 0 dddd .. 0 .....",
            asm = "mrs {d:r}, {p:cpsr/apsr|spsr}",
            manual = "F5.1 MRS",
            shouldBe = "111100000000")
    static void mrs(Aarch32Semantics s, boolean p, int d) {
        if (!Unpredictable.when(s, Unpredictable.isBadRegister(s, d))) {
            s.r(d, s.read(Aarch32Operation.encode(Aarch32Operation.STATUS, p ? SPSR : 0)));
        }
    }

    /** MRS (Banked register). */
    @A32(
            bits = "cccc 00010 p 00 mmmm dddd .. 1 q 0000 ....",
            asm = "mrs{c:cond} {d:r}, {p,q,m:banked}",
            manual = "F5.1 MRS (Banked register)",
            shouldBe = "000000")
    @T32(
            bits = "11110 0 1111 1 p mmmm 10 . 0 dddd .. 1 q ....",
            asm = "mrs {d:r}, {p,q,m:banked}",
            manual = "F5.1 MRS (Banked register)",
            shouldBe = "0000000")
    static void mrsBanked(Aarch32Semantics s, boolean p, boolean q, int m, int d) {
        if (!Unpredictable.when(s, Unpredictable.isBadRegister(s, d) || !isBanked(p, q, m))) {
            s.r(d, s.read(banked(p, q, m)));
        }
    }

    /** MSR (register). */
    @A32(
            bits = "cccc 00010 p 10 mmmm .... .. 0 . 0000 nnnn",
            asm = "msr{c:cond} {p,m:psr}, {n:r}",
            manual = "F5.1 MSR (register)",
            shouldBe = "1111000")
    @T32(
            bits = "11110 0 1110 0 p nnnn 10 . 0 mmmm .. 0 .....",
            asm = "msr {p,m:psr}, {n:r}",
            manual = "F5.1 MSR (register)",
            shouldBe = "00000000")
    static void msr(Aarch32Semantics s, boolean p, int m, int n) {
        if (!Unpredictable.when(s, m == 0 || Unpredictable.isBadRegister(s, n))) {
            write(s, p, m, s.r(n));
        }
    }

    /** MSR (immediate); of the CPSR without a byte it is a hint. */
    @A32(
            bits = "cccc 00110 p 10 mmmm .... iiiiiiiiiiii",
            asm = "msr{c:cond} {p,m:psr}, {i:modified}",
            manual = "F5.1 MSR (immediate)",
            shouldBe = "1111",
            priority = -1)
    static void msrImmediate(Aarch32Semantics s, boolean p, int m, int i) {
        if (!Unpredictable.when(s, m == 0)) {
            write(s, p, m, s.constant32(Aarch32Immediate.a32(i)));
        }
    }

    /** MSR (Banked register). */
    @A32(
            bits = "cccc 00010 p 10 mmmm .... .. 1 q 0000 nnnn",
            asm = "msr{c:cond} {p,q,m:banked}, {n:r}",
            manual = "F5.1 MSR (Banked register)",
            shouldBe = "111100")
    @T32(
            bits = "11110 0 1110 0 p nnnn 10 . 0 mmmm .. 1 q ....",
            asm = "msr {p,q,m:banked}, {n:r}",
            manual = "F5.1 MSR (Banked register)",
            shouldBe = "0000000")
    static void msrBanked(Aarch32Semantics s, boolean p, boolean q, int m, int n) {
        if (!Unpredictable.when(s, Unpredictable.isBadRegister(s, n) || !isBanked(p, q, m))) {
            s.write(banked(p, q, m), s.r(n));
        }
    }

    private static void write(Aarch32Semantics s, boolean spsr, int bytes, int value) {
        if (spsr || (bytes & CONTROL_OR_EXTENSION) != 0) {
            s.write(Aarch32Operation.encode(Aarch32Operation.STATUS, (spsr ? SPSR : 0) | bytes), value);
            return;
        }
        // What every mode may write needs no help.
        if ((bytes & STATUS_BYTE) != 0) {
            s.ge(s.field(value, 16, 4));
        }
        if ((bytes & FLAGS_BYTE) != 0) {
            s.nzcv(s.and(false, value, s.constant32(0xf000_0000)));
            s.q(s.field(value, 27, 1));
        }
    }

    private static boolean isBanked(boolean spsr, boolean q, int m) {
        int number = (q ? 16 : 0) | m;
        return ((spsr ? BANKED_SPSR : BANKED) >>> number & 1) != 0;
    }

    private static int banked(boolean spsr, boolean q, int m) {
        return Aarch32Operation.encode(Aarch32Operation.BANKED, (spsr ? SPSR_BANKED : 0) | (q ? 16 : 0) | m);
    }
}
