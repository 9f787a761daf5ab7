package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.Aarch32Semantics;

/**
 * What data-processing instructions do with their operands: the result goes to register d, and sets the flags
 * if f is set. If d is R15 it is branched to; with f that is an exception return, which takes the status from the SPSR.
 */
final class Alu {
    private static final int PC = Aarch32Semantics.PC;
    private static final int SPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 1 << 4);

    private Alu() {}

    static void and(Aarch32Semantics s, boolean f, int d, int a, Operand b) {
        logical(s, f, d, s.and(false, a, b.value()), b);
    }

    static void eor(Aarch32Semantics s, boolean f, int d, int a, Operand b) {
        logical(s, f, d, s.xor(false, a, b.value()), b);
    }

    static void orr(Aarch32Semantics s, boolean f, int d, int a, Operand b) {
        logical(s, f, d, s.or(false, a, b.value()), b);
    }

    static void mov(Aarch32Semantics s, boolean f, int d, Operand b) {
        logical(s, f, d, b.value(), b);
    }

    static void add(Aarch32Semantics s, boolean f, int d, int a, int b) {
        boolean setsFlags = f && d != PC;
        result(s, f, d, setsFlags ? s.addSettingFlags(false, a, b) : s.add(false, a, b));
    }

    static void sub(Aarch32Semantics s, boolean f, int d, int a, int b) {
        boolean setsFlags = f && d != PC;
        result(s, f, d, setsFlags ? s.subSettingFlags(false, a, b) : s.sub(false, a, b));
    }

    static void adc(Aarch32Semantics s, boolean f, int d, int a, int b) {
        result(s, f, d, s.addWithCarry(false, f && d != PC, a, b));
    }

    static void sbc(Aarch32Semantics s, boolean f, int d, int a, int b) {
        adc(s, f, d, a, s.invert(b));
    }

    static void tst(Aarch32Semantics s, int a, Operand b) {
        b.setFlags(s, s.and(false, a, b.value()));
    }

    static void teq(Aarch32Semantics s, int a, Operand b) {
        b.setFlags(s, s.xor(false, a, b.value()));
    }

    private static void logical(Aarch32Semantics s, boolean f, int d, int value, Operand b) {
        if (f && d != PC) {
            b.setFlags(s, value);
        }
        result(s, f, d, value);
    }

    private static void result(Aarch32Semantics s, boolean f, int d, int value) {
        if (d != PC) {
            s.r(d, value);
        } else if (f) {
            exceptionReturn(s, narrow(s, value));
        } else {
            s.aluWritePc(narrow(s, value));
        }
    }

    /** The low 32 bits; those of a register's value are all there is. */
    private static int narrow(Aarch32Semantics s, int value) {
        return value < PC ? value : s.zeroExtend(value, 32);
    }

    /** An exception return to an address with the SPSR of the current mode; UNDEFINED in Hyp mode, and where there is none. */
    static void exceptionReturn(Aarch32Semantics s, int address) {
        s.returnTo(address, s.read(SPSR));
    }
}
