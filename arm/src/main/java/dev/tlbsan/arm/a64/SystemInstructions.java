package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.isa.A64;

/**
 * Hints, barriers, PSTATE, system instructions and system register moves. In the last two the field e is what tells one
 * operation from another: op1, CRn, CRm and op2, for registers below the low bit of op0.
 */
public final class SystemInstructions {
    private static final int LAST_HINT_WITH_EFFECT = 5;
    private static final int SYSTEM_INSTRUCTION = SystemOperation.encode(1, 0, 0, 0, 0);
    private static final int SYSTEM_REGISTER = SystemOperation.encode(2, 0, 0, 0, 0);
    private static final int SP_SEL = SystemOperation.encode(0, 0, 0, 0, 5);
    private static final int DAIF_SET = SystemOperation.encode(0, 3, 0, 0, 6);
    private static final int DAIF_CLR = SystemOperation.encode(0, 3, 0, 0, 7);

    private SystemInstructions() {}

    /** HINT: YIELD, WFE, WFI, SEV, SEVL; the others are NOP. */
    @A64(bits = "1101010100 0 00 011 0010 iiiiiii 11111", asm = "hint {i:hex}", manual = "C6.2 HINT")
    static void hint(Semantics s, int i) {
        if (i != 0 && i <= LAST_HINT_WITH_EFFECT) {
            s.hint(i);
        }
    }

    /** CLREX. */
    @A64(bits = "1101010100 0 00 011 0011 mmmm 010 11111", asm = "clrex{m:option}", manual = "C6.2 CLREX")
    static void clrex(Semantics s, int m) {
        s.clearExclusive();
    }

    /** DSB; reserved options, among them SSBB and PSSBB, are full system barriers. */
    @A64(bits = "1101010100 0 00 011 0011 mmmm 100 11111", asm = "dsb {m:barrier}", manual = "C6.2 DSB")
    static void dsb(Semantics s, int m) {
        s.barrier(new Barrier(Barrier.Kind.DSB, m));
    }

    /** DMB; reserved options are full system barriers. */
    @A64(bits = "1101010100 0 00 011 0011 mmmm 101 11111", asm = "dmb {m:barrier}", manual = "C6.2 DMB")
    static void dmb(Semantics s, int m) {
        s.barrier(new Barrier(Barrier.Kind.DMB, m));
    }

    /** ISB; reserved options are the same. */
    @A64(bits = "1101010100 0 00 011 0011 mmmm 110 11111", asm = "isb{m:option}", manual = "C6.2 ISB")
    static void isb(Semantics s, int m) {
        s.barrier(new Barrier(Barrier.Kind.ISB, m));
    }

    /** MSR (immediate) to SPSel. */
    @A64(bits = "1101010100 0 00 000 0100 mmmm 101 11111", asm = "msr spsel, {m:hex}", manual = "C6.2 MSR (immediate)")
    static void msrSpSel(Semantics s, int m) {
        s.writePstate(SP_SEL | m << 3);
    }

    /** MSR (immediate) to DAIFSet. */
    @A64(
            bits = "1101010100 0 00 011 0100 mmmm 110 11111",
            asm = "msr daifset, {m:hex}",
            manual = "C6.2 MSR (immediate)")
    static void msrDaifSet(Semantics s, int m) {
        s.writePstate(DAIF_SET | m << 3);
    }

    /** MSR (immediate) to DAIFClr. */
    @A64(
            bits = "1101010100 0 00 011 0100 mmmm 111 11111",
            asm = "msr daifclr, {m:hex}",
            manual = "C6.2 MSR (immediate)")
    static void msrDaifClr(Semantics s, int m) {
        s.writePstate(DAIF_CLR | m << 3);
    }

    /** SYS: IC, DC, AT and TLBI. */
    @A64(bits = "1101010100 0 01 eeeeeeeeeeeeee ttttt", asm = "sys {e:operation}{t:xoptional}", manual = "C6.2 SYS")
    static void sys(Semantics s, int e, int t) {
        s.system(SYSTEM_INSTRUCTION | e, t, s.x(t));
    }

    /** SYSL; no operation has a result, so an access is that of an unallocated register. */
    @A64(bits = "1101010100 1 01 eeeeeeeeeeeeee ttttt", asm = "sysl {t:x}, {e:operation}", manual = "C6.2 SYSL")
    static void sysl(Semantics s, int e, int t) {
        s.x(t, true, s.readSystemRegister(SYSTEM_INSTRUCTION | e, t));
    }

    /** MRS. */
    @A64(bits = "1101010100 1 1 eeeeeeeeeeeeeee ttttt", asm = "mrs {t:x}, {e:sysreg}", manual = "C6.2 MRS")
    static void mrs(Semantics s, int e, int t) {
        s.x(t, true, s.readSystemRegister(SYSTEM_REGISTER | e, t));
    }

    /** MSR (register). */
    @A64(bits = "1101010100 0 1 eeeeeeeeeeeeeee ttttt", asm = "msr {e:sysreg}, {t:x}", manual = "C6.2 MSR (register)")
    static void msr(Semantics s, int e, int t) {
        s.writeSystemRegister(SYSTEM_REGISTER | e, t, s.x(t));
    }
}
