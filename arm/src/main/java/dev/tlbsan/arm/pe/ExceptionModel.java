package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.pe.Syndrome.Target;

/** Taking exceptions and returning from them (DDI 0487, D1.3). */
final class ExceptionModel {
    private static final int VECTOR_SP_ELX = 0x200;
    private static final int VECTOR_LOWER = 0x400;
    private static final int EC_SHIFT = 26;
    private static final long IL = 1L << 25;
    private static final int HPFAR_SHIFT = 4;
    private static final long AARCH32 = 1L << 4;

    private final ProcessingElement pe;
    private final PeState state;
    private final SystemRegisters registers;
    private final Pstate pstate;

    ExceptionModel(ProcessingElement pe) {
        this.pe = pe;
        this.state = pe.state();
        this.registers = state.registers();
        this.pstate = state.pstate();
    }

    /** Takes a synchronous exception whose preferred return address is given. */
    void takeSynchronous(Syndrome syndrome, long returnAddress) {
        int target = targetEl(syndrome);
        boolean fromLower = pstate.el() < target;
        int exceptionClass =
                fromLower ? syndrome.exceptionClass() : ExceptionClass.fromSameLevel(syndrome.exceptionClass());
        setEsr(target, exceptionClass, syndrome.iss());
        if (ExceptionClass.reportsAddress(syndrome.exceptionClass())) {
            registers.set(target == 2 ? SystemRegister.FAR_EL2 : SystemRegister.FAR_EL1, syndrome.far());
        }
        if (syndrome.target() == Target.EL2 && isAbort(syndrome.exceptionClass())) {
            registers.set(SystemRegister.HPFAR_EL2, syndrome.ipa() >>> 12 << HPFAR_SHIFT);
        }
        enter(target, 0, returnAddress);
    }

    /** Takes an interrupt or a System error before the instruction at the PC. */
    void takeAsynchronous(InterruptLine line) {
        int target = state.interrupts().targetEl(line);
        if (line.isSystemError()) {
            setEsr(target, ExceptionClass.SERROR, 0);
        }
        enter(target, line.vectorOffset(), state.file()[RegisterFile.PC]);
        state.interrupts().acknowledge(line);
    }

    private int targetEl(Syndrome syndrome) {
        if (pstate.el() == 2 || syndrome.target() == Target.EL2) {
            return 2;
        }
        boolean general = pstate.el() == 0 && registers.has(SystemRegister.HCR_EL2, HcrEl2.TGE);
        boolean debug =
                syndrome.exceptionClass() == ExceptionClass.BRK && pe.traps().debugExceptionsToEl2();
        return pe.configuration().el2() && (general || debug) ? 2 : 1;
    }

    private static boolean isAbort(int exceptionClass) {
        return exceptionClass == ExceptionClass.INSTRUCTION_ABORT || exceptionClass == ExceptionClass.DATA_ABORT;
    }

    private void setEsr(int target, int exceptionClass, int iss) {
        long esr = (long) exceptionClass << EC_SHIFT | IL | iss;
        registers.set(target == 2 ? SystemRegister.ESR_EL2 : SystemRegister.ESR_EL1, esr);
    }

    private void enter(int target, int vectorOffset, long returnAddress) {
        int origin = VECTOR_LOWER;
        if (pstate.el() == target) {
            origin = pstate.spSel() ? VECTOR_SP_ELX : 0;
        }
        long spsr = pstate.spsr(state.file()[RegisterFile.NZCV]);
        boolean toEl2 = target == 2;
        registers.set(toEl2 ? SystemRegister.SPSR_EL2 : SystemRegister.SPSR_EL1, spsr);
        registers.set(toEl2 ? SystemRegister.ELR_EL2 : SystemRegister.ELR_EL1, returnAddress);
        pstate.illegal(false);
        pstate.daif(Pstate.DAIF);
        state.mode(target, true);
        long base = registers.get(toEl2 ? SystemRegister.VBAR_EL2 : SystemRegister.VBAR_EL1);
        state.file()[RegisterFile.PC] = base + origin + vectorOffset;
        pe.mmu().contextSynchronization();
    }

    /** ERET: to what SPSR_ELx and ELR_ELx of the current Exception level say, illegal or not. */
    void exceptionReturn() {
        if (pstate.el() == 0) {
            throw Syndromes.undefined();
        }
        boolean fromEl2 = pstate.el() == 2;
        long spsr = registers.get(fromEl2 ? SystemRegister.SPSR_EL2 : SystemRegister.SPSR_EL1);
        long elr = registers.get(fromEl2 ? SystemRegister.ELR_EL2 : SystemRegister.ELR_EL1);
        boolean illegal = isIllegalReturn(spsr);
        pstate.illegal(illegal || (spsr & Pstate.IL) != 0);
        pstate.daif(spsr);
        state.file()[RegisterFile.NZCV] = spsr & Pstate.NZCV;
        if (illegal) {
            state.interrupts().update();
        } else {
            state.mode((int) spsr >>> 2 & 3, (spsr & 1) != 0);
        }
        pe.mmu().contextSynchronization();
        pe.dataAccess().monitor().clear();
        pe.event();
        state.file()[RegisterFile.PC] = illegal ? elr : state.controls().branchTarget(elr);
    }

    /** Whether SPSR_ELx names a state that cannot be returned to (DDI 0487, D1.3.4). */
    private boolean isIllegalReturn(long spsr) {
        int target = (int) spsr >>> 2 & 3;
        boolean reservedMode = (spsr & AARCH32) != 0 || (spsr & 2) != 0 || (target == 0 && (spsr & 1) != 0);
        boolean toEl1UnderTge = target == 1 && registers.has(SystemRegister.HCR_EL2, HcrEl2.TGE);
        return reservedMode || target > pstate.el() || toEl1UnderTge;
    }
}
