package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.pe.Syndrome.Target;

/** The instructions that raise exceptions (DDI 0487, C3.1.2 and C6.2 SVC, HVC, SMC, BRK, HLT). */
final class Calls {
    private final SystemRegisters registers;
    private final Pstate pstate;
    private final boolean el2;
    private boolean firmwareAttached;

    Calls(SystemRegisters registers, Pstate pstate, boolean el2) {
        this.registers = registers;
        this.pstate = pstate;
        this.el2 = el2;
    }

    void firmwareAttached(boolean attached) {
        firmwareAttached = attached;
    }

    /** The exception that the instruction raises here. HLT is UNDEFINED: no debugger is attached. */
    GuestException exception(ExceptionCause cause, int imm16) {
        return switch (cause) {
            case UNDEFINED, HLT, COPROCESSOR -> Syndromes.undefined();
            case SVC -> Syndromes.call(ExceptionClass.SVC, imm16, Target.DEFAULT);
            case HVC -> hypervisorCall(imm16);
            case SMC -> secureMonitorCall(imm16);
            case BRK -> Syndromes.of(ExceptionClass.BRK, imm16, Target.DEFAULT);
        };
    }

    private GuestException hypervisorCall(int imm16) {
        if (pstate.el() == 0 || registers.has(SystemRegister.HCR_EL2, HcrEl2.HCD)) {
            return Syndromes.undefined();
        }
        if (el2) {
            return Syndromes.call(ExceptionClass.HVC, imm16, Target.EL2);
        }
        return toFirmware(ExceptionClass.HVC, imm16);
    }

    /** Without EL3, SMC is UNDEFINED unless EL2 traps it first or something below answers. */
    private GuestException secureMonitorCall(int imm16) {
        if (pstate.el() == 0) {
            return Syndromes.undefined();
        }
        if (pstate.el() == 1 && el2 && registers.has(SystemRegister.HCR_EL2, HcrEl2.TSC)) {
            return Syndromes.of(ExceptionClass.SMC, imm16, Target.EL2);
        }
        return toFirmware(ExceptionClass.SMC, imm16);
    }

    private GuestException toFirmware(int exceptionClass, int imm16) {
        return firmwareAttached ? Syndromes.call(exceptionClass, imm16, Target.FIRMWARE) : Syndromes.undefined();
    }
}
