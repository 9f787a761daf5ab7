package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.pe.Syndrome.Target;

/** Makes the synchronous exceptions that no memory access is involved in (DDI 0487, D17.2.37). */
final class Syndromes {
    private static final int CONDITION_ALWAYS = 1 << 24 | 0xe << 20;

    private Syndromes() {}

    static GuestException undefined() {
        return of(ExceptionClass.UNKNOWN, 0, Target.DEFAULT);
    }

    static GuestException illegalState() {
        return of(ExceptionClass.ILLEGAL_STATE, 0, Target.DEFAULT);
    }

    static GuestException pcAlignment(long va) {
        return new GuestException(new Syndrome(ExceptionClass.PC_ALIGNMENT, 0, va, 0, Target.DEFAULT, false));
    }

    static GuestException spAlignment() {
        return of(ExceptionClass.SP_ALIGNMENT, 0, Target.DEFAULT);
    }

    /** A trapped WFI or WFE. */
    static GuestException wait(boolean forEvent, Target target) {
        return of(ExceptionClass.WFX, CONDITION_ALWAYS | (forEvent ? 1 : 0), target);
    }

    /** A trapped MSR, MRS or SYS; the instruction is a {@link SystemOperation} encoding with its Rt. */
    static GuestException systemInstruction(int instruction, boolean read, Target target) {
        int iss = SystemOperation.op0(instruction) << 20
                | SystemOperation.op2(instruction) << 17
                | SystemOperation.op1(instruction) << 14
                | SystemOperation.crn(instruction) << 10
                | SystemOperation.rt(instruction) << 5
                | SystemOperation.crm(instruction) << 1
                | (read ? 1 : 0);
        return of(ExceptionClass.SYSTEM_INSTRUCTION, iss, target);
    }

    /** SVC, HVC or SMC that does what it says: execution goes on after it. */
    static GuestException call(int exceptionClass, int imm16, Target target) {
        return new GuestException(new Syndrome(exceptionClass, imm16, 0, 0, target, true));
    }

    static GuestException of(int exceptionClass, int iss, Target target) {
        return new GuestException(new Syndrome(exceptionClass, iss, 0, 0, target, false));
    }
}
