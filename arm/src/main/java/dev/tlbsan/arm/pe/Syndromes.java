package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.pe.Syndrome.Target;

/** Makes the synchronous exceptions that no memory access is involved in (DDI 0487, D17.2.37). */
final class Syndromes {
    private static final int CONDITION_ALWAYS = 1 << 24 | 0xe << 20;
    private static final int DEBUG_COPROCESSOR = 14;
    private static final int TRAPPED_SIMD = 1 << 5;
    private static final int FLOATING_POINT = 10;

    private Syndromes() {}

    static GuestException undefined() {
        return of(ExceptionClass.UNKNOWN, 0, Target.DEFAULT);
    }

    static GuestException illegalState() {
        return of(ExceptionClass.ILLEGAL_STATE, 0, Target.DEFAULT);
    }

    static GuestException pcAlignment(long va) {
        return new GuestException(Syndrome.fault(ExceptionClass.PC_ALIGNMENT, 0, va));
    }

    static GuestException spAlignment() {
        return of(ExceptionClass.SP_ALIGNMENT, 0, Target.DEFAULT);
    }

    /** A trapped WFI or WFE. */
    static GuestException wait(boolean forEvent, Target target) {
        return of(ExceptionClass.WFX, CONDITION_ALWAYS | (forEvent ? 1 : 0), target);
    }

    /**
     * A trapped MSR, MRS or SYS, or MCR, MRC, MCRR or MRRC; the instruction is an encoding of {@link SystemOperation} or
     * {@link Aarch32Operation} with its Rt.
     */
    static GuestException systemInstruction(int instruction, boolean read, Target target) {
        if (Aarch32Operation.is(instruction)) {
            return coprocessorInstruction(instruction, read, target);
        }
        int iss = SystemOperation.op0(instruction) << 20
                | SystemOperation.op2(instruction) << 17
                | SystemOperation.op1(instruction) << 14
                | SystemOperation.crn(instruction) << 10
                | SystemOperation.rt(instruction) << 5
                | SystemOperation.crm(instruction) << 1
                | (read ? 1 : 0);
        return of(ExceptionClass.SYSTEM_INSTRUCTION, iss, target);
    }

    /** What PL1 denies PL0 is UNDEFINED in AArch32; what EL2 traps has a syndrome. */
    private static GuestException coprocessorInstruction(int instruction, boolean read, Target target) {
        if (target == Target.DEFAULT) {
            return undefined();
        }
        boolean debug = Aarch32Operation.coprocessor(instruction) == DEBUG_COPROCESSOR;
        int common = CONDITION_ALWAYS
                | (Aarch32Operation.rt(instruction) << 5)
                | (SystemOperation.crm(instruction) << 1)
                | (read ? 1 : 0);
        if (Aarch32Operation.kind(instruction) == Aarch32Operation.REGISTER_PAIR) {
            int opc1 = SystemOperation.crn(instruction);
            int iss = common | (opc1 << 16) | (Aarch32Operation.rt2(instruction) << 10);
            return of(debug ? ExceptionClass.CP14_PAIR : ExceptionClass.CP15_PAIR, iss, target);
        }
        int iss = common
                | (SystemOperation.op2(instruction) << 17)
                | (SystemOperation.op1(instruction) << 14)
                | (SystemOperation.crn(instruction) << 10);
        return of(debug ? ExceptionClass.CP14_REGISTER : ExceptionClass.CP15_REGISTER, iss, target);
    }

    /** An access to the coprocessor that Advanced SIMD and floating point are, denied by HCPTR. */
    static GuestException coprocessor(boolean advancedSimd) {
        int iss = CONDITION_ALWAYS | (advancedSimd ? TRAPPED_SIMD : FLOATING_POINT);
        return of(ExceptionClass.COPROCESSOR, iss, Target.EL2);
    }

    /** SVC, HVC or SMC that does what it says: execution goes on after it. */
    static GuestException call(int exceptionClass, int imm16, Target target) {
        return new GuestException(Syndrome.call(exceptionClass, imm16, target));
    }

    static GuestException of(int exceptionClass, int iss, Target target) {
        return new GuestException(Syndrome.of(exceptionClass, iss, target));
    }
}
