package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.pe.GenericTimer.Timer;

/**
 * MRS and MSR: which accesses are UNDEFINED or trapped, and the registers that are more than storage (DDI 0487, C5 and
 * D17).
 */
final class RegisterAccess {
    private static final int CLAIM_TAGS = 0xff;
    private static final int SPSEL = 5;
    private static final int DAIF_SET = 6;
    private static final int DAIF_CLR = 7;
    private static final int DAIF_SHIFT = 6;
    private static final long OS_LOCK = 1L << 1;

    private final ProcessingElement pe;
    private final PeState state;
    private final SystemRegisters registers;
    private final Pstate pstate;
    private final Traps traps;
    private final GenericTimer timers;

    RegisterAccess(ProcessingElement pe, Traps traps) {
        this.pe = pe;
        this.traps = traps;
        this.state = pe.state();
        this.registers = state.registers();
        this.pstate = state.pstate();
        this.timers = pe.timers();
    }

    /** MRS, or SYSL, of which none is allocated. */
    long read(int instruction) {
        SystemRegister register = SystemRegister.of(instruction);
        if (register == null) {
            return readUnnamed(instruction);
        }
        return read(register, instruction);
    }

    /** MRS of a register by an instruction that names it. */
    long read(SystemRegister register, int instruction) {
        if (pstate.el() < register.readableFrom() || !exists(register)) {
            throw Syndromes.undefined();
        }
        traps.checkRegister(register.trapGroup(), instruction, true);
        return valueOf(register);
    }

    /** MSR (register). */
    void write(int instruction, long value) {
        SystemRegister register = SystemRegister.of(instruction);
        if (register == null) {
            traps.checkUnallocated(instruction, false);
            throw Syndromes.undefined();
        }
        write(register, instruction, value);
    }

    /** MSR of a register by an instruction that names it. */
    void write(SystemRegister register, int instruction, long value) {
        if (pstate.el() < register.writableFrom() || !exists(register)) {
            throw Syndromes.undefined();
        }
        traps.checkRegister(register.trapGroup(), instruction, false);
        store(register, value, register.stored(value));
    }

    /** The reserved part of the ID space reads as zero; anything else without a name is UNDEFINED. */
    private long readUnnamed(int instruction) {
        if (pstate.el() > 0 && isReservedId(instruction)) {
            traps.checkRegister(TrapGroup.ID_GROUP_3, instruction, true);
            return 0;
        }
        traps.checkUnallocated(instruction, true);
        throw Syndromes.undefined();
    }

    private static boolean isReservedId(int instruction) {
        int crm = SystemOperation.crm(instruction);
        return SystemOperation.op0(instruction) == 3
                && SystemOperation.op1(instruction) == 0
                && SystemOperation.crn(instruction) == 0
                && crm >= 1
                && crm <= 7;
    }

    private boolean exists(SystemRegister register) {
        return switch (register) {
            case SP_EL0 -> pstate.spSel();
            case RVBAR_EL1 -> !pe.configuration().el2();
            case DACR32_EL2, IFSR32_EL2, SPSR_irq, SPSR_abt, SPSR_und, SPSR_fiq -> false;
            default -> true;
        };
    }

    /** The value that a permitted read gives. */
    long valueOf(SystemRegister register) {
        return switch (register) {
            case MIDR_EL1 -> virtualized(register, SystemRegister.VPIDR_EL2);
            case MPIDR_EL1 -> virtualized(register, SystemRegister.VMPIDR_EL2);
            case CCSIDR_EL1 -> Identification.cacheSize(registers.get(SystemRegister.CSSELR_EL1));
            case DCZID_EL0 -> Identification.zeroBlock(traps.zeroProhibited());
            case SP_EL0 -> state.stackPointer(0);
            case SP_EL1 -> state.stackPointer(1);
            case SPSel -> pstate.spSel() ? 1 : 0;
            case CurrentEL -> (long) pstate.el() << 2;
            case NZCV -> state.file()[RegisterFile.NZCV];
            case DAIF -> pstate.daif();
            case ISR_EL1 -> state.interrupts().status();
            case DBGCLAIMSET_EL1 -> CLAIM_TAGS;
            case CNTPCT_EL0 -> timers.physicalCount();
            case CNTVCT_EL0 -> timers.virtualCount();
            case CNTP_TVAL_EL0 -> timers.ticksLeft(Timer.EL1_PHYSICAL);
            case CNTP_CTL_EL0 -> timers.control(Timer.EL1_PHYSICAL);
            case CNTV_TVAL_EL0 -> timers.ticksLeft(Timer.EL1_VIRTUAL);
            case CNTV_CTL_EL0 -> timers.control(Timer.EL1_VIRTUAL);
            case CNTHP_TVAL_EL2 -> timers.ticksLeft(Timer.EL2_PHYSICAL);
            case CNTHP_CTL_EL2 -> timers.control(Timer.EL2_PHYSICAL);
            default -> registers.get(register);
        };
    }

    private long virtualized(SystemRegister register, SystemRegister virtual) {
        boolean guest = pstate.el() < 2 && pe.configuration().el2();
        return registers.get(guest ? virtual : register);
    }

    /**
     * What a permitted write does.
     *
     * @param value what is written
     * @param stored what remains of it in a register that is mere storage
     */
    void store(SystemRegister register, long value, long stored) {
        switch (register) {
            case SP_EL0 -> state.stackPointer(0, value);
            case SP_EL1 -> state.stackPointer(1, value);
            case SPSel -> state.mode(pstate.el(), (value & 1) != 0);
            case NZCV -> state.file()[RegisterFile.NZCV] = value & Pstate.NZCV;
            case DAIF -> state.interruptMasks(value);
            case OSLAR_EL1 -> lockDebug(value);
            case DBGCLAIMSET_EL1 -> claim(registers.get(SystemRegister.DBGCLAIMCLR_EL1) | value);
            case DBGCLAIMCLR_EL1 -> claim(registers.get(SystemRegister.DBGCLAIMCLR_EL1) & ~value);
            case CNTFRQ_EL0 -> writeFrequency(value);
            case CNTP_TVAL_EL0 -> timers.ticksLeft(Timer.EL1_PHYSICAL, value);
            case CNTV_TVAL_EL0 -> timers.ticksLeft(Timer.EL1_VIRTUAL, value);
            case CNTHP_TVAL_EL2 -> timers.ticksLeft(Timer.EL2_PHYSICAL, value);
            default -> storePlain(register, stored);
        }
    }

    private void storePlain(SystemRegister register, long stored) {
        registers.set(register, stored);
        if (register == SystemRegister.HCR_EL2) {
            state.interrupts().update();
        }
        if (register.usedByWalks()) {
            pe.translationRegistersChanged();
        }
        if (GenericTimer.dependsOn(register)) {
            timers.changed();
        }
    }

    /** MSR (immediate): SPSel, DAIFSet and DAIFClr are all that Armv8.0 has. */
    void writePstate(int encoding) {
        int op1 = SystemOperation.op1(encoding);
        int op2 = SystemOperation.op2(encoding);
        int immediate = SystemOperation.crm(encoding);
        if (op1 == 0 && op2 == SPSEL && pstate.el() > 0) {
            state.mode(pstate.el(), (immediate & 1) != 0);
        } else if (op1 == 3 && (op2 == DAIF_SET || op2 == DAIF_CLR)) {
            int instruction = SystemOperation.encode(0, op1, 4, immediate, op2);
            traps.checkRegister(TrapGroup.INTERRUPT_MASKS, SystemOperation.withRt(instruction, 31), false);
            long bits = (long) immediate << DAIF_SHIFT;
            state.interruptMasks(op2 == DAIF_SET ? pstate.daif() | bits : pstate.daif() & ~bits);
        } else {
            throw Syndromes.undefined();
        }
    }

    private void claim(long tags) {
        registers.set(SystemRegister.DBGCLAIMCLR_EL1, tags & CLAIM_TAGS);
    }

    private void lockDebug(long value) {
        long status = registers.get(SystemRegister.OSLSR_EL1) & ~OS_LOCK;
        registers.set(SystemRegister.OSLSR_EL1, (value & 1) == 0 ? status : status | OS_LOCK);
    }

    /** CNTFRQ_EL0 is writable at the highest implemented Exception level only. */
    private void writeFrequency(long value) {
        if (pstate.el() < pe.configuration().highestEl()) {
            throw Syndromes.undefined();
        }
        registers.set(SystemRegister.CNTFRQ_EL0, value);
    }
}
