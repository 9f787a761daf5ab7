package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.pe.Syndrome.Target;
import java.util.Objects;

/** Taking exceptions in AArch32 and returning from them (DDI 0487, G1.12 to G1.14). */
final class Aarch32Exceptions {
    private static final long LOW_32 = 0xffff_ffffL;
    private static final long SCTLR_V = 1L << 13;
    private static final long SCTLR_EE = 1L << 25;
    private static final long SCTLR_TE = 1L << 30;
    private static final long HIGH_VECTORS = 0xffff_0000L;
    private static final long LONG_DESCRIPTORS = 1L << 31;
    private static final long DBGDSCR_MOE = 0xf << 2;
    private static final long MOE_BKPT = 3 << 2;
    private static final int EC_SHIFT = 26;
    private static final long IL = 1L << 25;
    private static final int ISV = 1 << 24;
    private static final int HPFAR_SHIFT = 4;
    private static final int LR = 14;

    private final ProcessingElement pe;
    private final PeState state;
    private final SystemRegisters registers;
    private final Pstate pstate;
    private final long[] file;
    private final ModeRegisters modes;

    Aarch32Exceptions(ProcessingElement pe, ModeRegisters modes) {
        this.pe = pe;
        this.state = pe.state();
        this.registers = state.registers();
        this.pstate = state.pstate();
        this.file = state.file();
        this.modes = modes;
    }

    /** Takes the synchronous exception of an instruction. */
    void takeSynchronous(Syndrome raised, long instructionVa, int bytes) {
        long preferred = (instructionVa + (raised.returnsAfter() ? bytes : 0)) & LOW_32;
        boolean debug = raised.exceptionClass() == ExceptionClass.BRK;
        boolean toHyp = isForHyp(raised, debug);
        Syndrome syndrome = debug ? breakpoint() : raised;
        Aarch32Vector vector = Aarch32Vector.of(syndrome.exceptionClass());
        if (toHyp) {
            int offset = pstate.el() == 2 ? vector.offset() : Aarch32Vector.HYP_TRAP;
            reportToHyp(syndrome, bytes);
            enterHyp(offset, preferred);
        } else {
            reportToPl1(syndrome);
            enter(vector, preferred);
        }
    }

    /** Takes an interrupt or a System error before the instruction at the PC. */
    void takeAsynchronous(InterruptLine line) {
        Aarch32Vector vector = Aarch32Vector.of(line);
        long preferred = file[RegisterFile.PC] & LOW_32;
        boolean toHyp = state.interrupts().targetEl(line) == 2;
        if (line.isSystemError()) {
            reportSystemError(toHyp);
        }
        if (toHyp) {
            boolean trap = !vector.isInterrupt() && pstate.el() < 2;
            enterHyp(trap ? Aarch32Vector.HYP_TRAP : vector.offset(), preferred);
        } else {
            enter(vector, preferred);
        }
        state.interrupts().acknowledge(line);
    }

    private boolean isForHyp(Syndrome syndrome, boolean debug) {
        if (pstate.el() == 2 || syndrome.target() == Target.EL2) {
            return true;
        }
        boolean general = pstate.el() == 0 && registers.has(SystemRegister.HCR_EL2, HcrEl2.TGE);
        return pe.configuration().el2() && (general || (debug && pe.traps().debugExceptionsToEl2()));
    }

    /** BKPT is a Prefetch Abort, and says so in DBGDSCR. */
    private Syndrome breakpoint() {
        long dscr = registers.get(SystemRegister.MDSCR_EL1);
        registers.set(SystemRegister.MDSCR_EL1, (dscr & ~DBGDSCR_MOE) | MOE_BKPT);
        return Syndrome.fault(ExceptionClass.INSTRUCTION_ABORT, FaultStatus.DEBUG, 0);
    }

    private void reportToHyp(Syndrome syndrome, int bytes) {
        int exceptionClass = syndrome.exceptionClass();
        setHsr(exceptionClass, syndrome.iss(), saysLength(syndrome) && bytes == 4 ? IL : 0);
        if (isAbort(exceptionClass)) {
            setAddress(SystemRegister.FAR_EL2, syndrome);
            if (syndrome.target() == Target.EL2) {
                registers.set(SystemRegister.HPFAR_EL2, syndrome.ipa() >>> 12 << HPFAR_SHIFT);
            }
        }
    }

    private void setHsr(int exceptionClass, int iss, long length) {
        int reported = pstate.el() == 2 ? ExceptionClass.fromSameLevel(exceptionClass) : exceptionClass;
        registers.set(SystemRegister.ESR_EL2, (long) reported << EC_SHIFT | length | iss);
    }

    /** Whether HSR.IL is the instruction's length; Armv7 has it UNK/SBZP where not. */
    private static boolean saysLength(Syndrome syndrome) {
        return switch (syndrome.exceptionClass()) {
            case ExceptionClass.UNKNOWN, ExceptionClass.ILLEGAL_STATE, ExceptionClass.INSTRUCTION_ABORT -> false;
            case ExceptionClass.DATA_ABORT -> (syndrome.iss() & ISV) != 0;
            default -> true;
        };
    }

    private void reportToPl1(Syndrome syndrome) {
        if (syndrome.exceptionClass() == ExceptionClass.DATA_ABORT) {
            registers.set(SystemRegister.ESR_EL1, FaultStatus.data(syndrome, longFormat()));
            setAddress(SystemRegister.FAR_EL1, syndrome);
        } else if (syndrome.exceptionClass() == ExceptionClass.INSTRUCTION_ABORT) {
            registers.set(SystemRegister.IFSR32_EL2, FaultStatus.instruction(syndrome, longFormat()));
            setAddress(SystemRegister.FAR_EL1, syndrome);
        }
    }

    private void reportSystemError(boolean toHyp) {
        if (toHyp) {
            setHsr(ExceptionClass.DATA_ABORT, FaultStatus.ASYNCHRONOUS_EXTERNAL, 0);
        } else {
            Syndrome syndrome = Syndrome.fault(ExceptionClass.DATA_ABORT, FaultStatus.ASYNCHRONOUS_EXTERNAL, 0);
            registers.set(SystemRegister.ESR_EL1, FaultStatus.data(syndrome, longFormat()));
        }
    }

    /** DFAR or HDFAR, the lower half, or IFAR or HIFAR, the upper. */
    private void setAddress(SystemRegister far, Syndrome syndrome) {
        long old = registers.get(far);
        long address = syndrome.far() & LOW_32;
        boolean data = syndrome.exceptionClass() == ExceptionClass.DATA_ABORT;
        registers.set(far, data ? (old & ~LOW_32) | address : (old & LOW_32) | address << 32);
    }

    private boolean longFormat() {
        return registers.has(SystemRegister.TCR_EL1, LONG_DESCRIPTORS);
    }

    private static boolean isAbort(int exceptionClass) {
        return exceptionClass == ExceptionClass.INSTRUCTION_ABORT || exceptionClass == ExceptionClass.DATA_ABORT;
    }

    private void enterHyp(int offset, long preferred) {
        registers.set(SystemRegister.SPSR_EL2, modes.cpsr());
        registers.set(SystemRegister.ELR_EL2, preferred);
        modes.mode(Aarch32Mode.HYP);
        long base = registers.get(SystemRegister.VBAR_EL2);
        start(SystemRegister.SCTLR_EL2, Pstate.A | Pstate.I | Pstate.F, base + offset);
    }

    private void enter(Aarch32Vector vector, long preferred) {
        Aarch32Mode mode = vector.mode();
        long spsr = modes.cpsr();
        long link = preferred + vector.link(file[RegisterFile.T] != 0);
        modes.mode(mode);
        registers.set(Objects.requireNonNull(mode.spsr()), spsr);
        file[LR] = link & LOW_32;
        boolean high = registers.has(SystemRegister.SCTLR_EL1, SCTLR_V);
        long base = high ? HIGH_VECTORS : registers.get(SystemRegister.VBAR_EL1);
        start(SystemRegister.SCTLR_EL1, vector.masks(), base + vector.offset());
    }

    private void start(SystemRegister sctlr, int masks, long pc) {
        file[RegisterFile.T] = registers.has(sctlr, SCTLR_TE) ? 1 : 0;
        file[RegisterFile.IT] = 0;
        modes.bigEndian(registers.has(sctlr, SCTLR_EE));
        pstate.illegal(false);
        state.interruptMasks(pstate.daif() | masks);
        file[RegisterFile.PC] = pc & LOW_32;
        pe.mmu().contextSynchronization();
    }

    /** ERET: from Hyp mode by ELR_hyp, else by LR; UNDEFINED in modes that have no SPSR. */
    void exceptionReturn() {
        SystemRegister spsr = modes.mode().spsr();
        if (spsr == null) {
            throw Syndromes.undefined();
        }
        long address = pstate.el() == 2 ? registers.get(SystemRegister.ELR_EL2) : file[LR];
        leave(address, registers.get(spsr));
    }

    /** The other exception returns, which are UNDEFINED in Hyp mode, and in User mode as UNPREDICTABLE instructions are. */
    void exceptionReturn(long address, long psr) {
        if (pstate.el() != 1) {
            throw Syndromes.undefined();
        }
        leave(address, psr);
    }

    private void leave(long address, long psr) {
        Aarch32Mode mode = modes.modeOf(psr);
        if (mode == null || isIllegal(mode)) {
            pstate.illegal(true);
        } else {
            pstate.illegal((psr & Pstate.IL) != 0);
            modes.mode(mode);
        }
        modes.flags(psr);
        modes.greaterOrEqual(psr);
        modes.bigEndian((psr & ModeRegisters.E) != 0);
        state.interruptMasks(psr & (Pstate.A | Pstate.I | Pstate.F));
        boolean t32 = (psr & ModeRegisters.T) != 0;
        file[RegisterFile.T] = t32 ? 1 : 0;
        file[RegisterFile.IT] = t32 ? restoredIt(ModeRegisters.itState(psr)) : 0;
        pe.mmu().contextSynchronization();
        pe.dataAccess().monitor().clear();
        pe.event();
        file[RegisterFile.PC] = address & LOW_32 & (t32 ? ~1L : ~3L);
    }

    /** A mode of a higher level cannot be returned to, nor PL1 while HCR.TGE is set (DDI 0487, G1.14.4). */
    private boolean isIllegal(Aarch32Mode mode) {
        boolean underTge = mode.el() == 1 && registers.has(SystemRegister.HCR_EL2, HcrEl2.TGE);
        return mode.el() > pstate.el() || underTge;
    }

    /** A condition without a count is no IT state. */
    private static long restoredIt(long it) {
        return (it & 0xf) == 0 ? 0 : it;
    }
}
