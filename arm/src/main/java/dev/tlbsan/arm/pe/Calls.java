package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.pe.Syndrome.Target;

/** The instructions that raise exceptions (DDI 0487, C3.1.2 and C6.2 SVC, HVC, SMC, BRK, HLT). */
final class Calls {
    private static final int FLOATING_POINT = 10;
    private static final int NO_NUMBER = 1 << 4;

    private final SystemRegisters registers;
    private final Pstate pstate;
    private final boolean el2;
    private final boolean aarch32;
    private boolean firmwareAttached;

    Calls(SystemRegisters registers, Pstate pstate, PeConfiguration configuration) {
        this.registers = registers;
        this.pstate = pstate;
        this.el2 = configuration.el2();
        this.aarch32 = configuration.aarch32();
    }

    void firmwareAttached(boolean attached) {
        firmwareAttached = attached;
    }

    /** The exception that the instruction raises here. HLT is UNDEFINED: no debugger is attached. */
    GuestException exception(ExceptionCause cause, int imm16) {
        return switch (cause) {
            case UNDEFINED, HLT -> Syndromes.undefined();
            case COPROCESSOR -> coprocessor(imm16);
            case SVC ->
                Syndromes.call(aarch32 ? ExceptionClass.SVC_AARCH32 : ExceptionClass.SVC, imm16, Target.DEFAULT);
            case HVC -> hypervisorCall(imm16);
            case SMC -> secureMonitorCall(imm16);
            case BRK -> Syndromes.of(ExceptionClass.BRK, imm16, Target.DEFAULT);
        };
    }

    private GuestException hypervisorCall(int imm16) {
        if (pstate.el() == 0 || registers.has(SystemRegister.HCR_EL2, HcrEl2.HCD)) {
            return Syndromes.undefined();
        }
        int exceptionClass = aarch32 ? ExceptionClass.HVC_AARCH32 : ExceptionClass.HVC;
        if (el2) {
            return Syndromes.call(exceptionClass, imm16, Target.EL2);
        }
        return toFirmware(exceptionClass, imm16);
    }

    /** Without EL3, SMC is UNDEFINED unless EL2 traps it first or something below answers. */
    private GuestException secureMonitorCall(int imm16) {
        if (pstate.el() == 0) {
            return Syndromes.undefined();
        }
        if (pstate.el() == 1 && el2 && registers.has(SystemRegister.HCR_EL2, HcrEl2.TSC)) {
            return aarch32
                    ? Syndromes.of(ExceptionClass.SMC_AARCH32, 0, Target.EL2)
                    : Syndromes.of(ExceptionClass.SMC, imm16, Target.EL2);
        }
        return toFirmware(aarch32 ? ExceptionClass.SMC_AARCH32 : ExceptionClass.SMC, imm16);
    }

    /**
     * Without Advanced SIMD and floating point CPACR permits no coprocessor at PL1 and PL0, so that HCPTR is asked at EL2
     * only (DDI 0487, G8.2.67).
     */
    private GuestException coprocessor(int comment) {
        boolean simd = (comment & NO_NUMBER) != 0;
        int number = comment & 0xf;
        boolean floatingPoint = simd || number == FLOATING_POINT || number == FLOATING_POINT + 1;
        return pstate.el() == 2 && floatingPoint ? Syndromes.coprocessor(simd) : Syndromes.undefined();
    }

    private GuestException toFirmware(int exceptionClass, int imm16) {
        return firmwareAttached ? Syndromes.call(exceptionClass, imm16, Target.FIRMWARE) : Syndromes.undefined();
    }
}
