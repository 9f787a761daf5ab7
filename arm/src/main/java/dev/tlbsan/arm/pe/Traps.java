package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.pe.Syndrome.Target;

/**
 * The controls by which EL1 and EL2 trap what lower Exception levels execute (DDI 0487, D1.10 and D17). Each check
 * returns if the access is permitted and throws the trap if not.
 */
final class Traps {
    private static final long SCTLR_UMA = 1L << 9;
    private static final long SCTLR_DZE = 1L << 14;
    private static final long SCTLR_UCT = 1L << 15;
    private static final long SCTLR_NTWI = 1L << 16;
    private static final long SCTLR_NTWE = 1L << 18;
    private static final long SCTLR_UCI = 1L << 26;
    private static final long CPTR_TCPAC = 1L << 31;
    private static final long MDCR_TDE = 1L << 8;
    private static final long MDCR_TDA = 1L << 9;
    private static final long MDCR_TDOSA = 1L << 10;
    private static final long MDCR_TDRA = 1L << 11;
    private static final long MDSCR_TDCC = 1L << 12;
    private static final long CNTKCTL_EL0PCTEN = 1L;
    private static final long CNTKCTL_EL0VCTEN = 1L << 1;
    private static final long CNTKCTL_EL0VTEN = 1L << 8;
    private static final long CNTKCTL_EL0PTEN = 1L << 9;
    private static final long CNTHCTL_EL1PCTEN = 1L;
    private static final long CNTHCTL_EL1PCEN = 1L << 1;
    private static final int SYSTEM_CONTROL = 15;
    /** HSTR has no T4 and no T14. */
    private static final long HSTR_NUMBERS = 0xbfef;
    /** The CRm that HCR.TIDCP traps with CRn 9, 10 and 11. */
    private static final int TIDCP_C9 = 0b1_1110_0111;

    private static final int TIDCP_C10 = 0b1_0001_0011;
    private static final int TIDCP_C11 = 0b1000_0001_1111_1111;

    private final SystemRegisters registers;
    private final Pstate pstate;
    private final boolean el2;

    Traps(SystemRegisters registers, Pstate pstate, boolean el2) {
        this.registers = registers;
        this.pstate = pstate;
        this.el2 = el2;
    }

    /** Checks an access, permitted by the Exception level, to a register of the group. */
    void checkRegister(TrapGroup group, int instruction, boolean read) {
        int el = pstate.el();
        if (group == TrapGroup.NONE || el == 2) {
            return;
        }
        if (el == 0 && deniedToEl0(group)) {
            throw Syndromes.systemInstruction(instruction, read, Target.DEFAULT);
        }
        if (el2 && trappedToEl2(group, read)) {
            throw Syndromes.systemInstruction(instruction, read, Target.EL2);
        }
    }

    private boolean deniedToEl0(TrapGroup group) {
        return switch (group) {
            case CACHE_TYPE -> !sctlr(SCTLR_UCT);
            case INTERRUPT_MASKS -> !sctlr(SCTLR_UMA);
            case DEBUG_CHANNEL, DEBUG_ROM -> registers.has(SystemRegister.MDSCR_EL1, MDSCR_TDCC);
            case COUNTER_FREQUENCY -> !cntkctl(CNTKCTL_EL0PCTEN | CNTKCTL_EL0VCTEN);
            case COUNTER_VIRTUAL -> !cntkctl(CNTKCTL_EL0VCTEN);
            case COUNTER_PHYSICAL -> !cntkctl(CNTKCTL_EL0PCTEN);
            case TIMER_VIRTUAL -> !cntkctl(CNTKCTL_EL0VTEN);
            case TIMER_PHYSICAL -> !cntkctl(CNTKCTL_EL0PTEN);
            default -> false;
        };
    }

    private boolean trappedToEl2(TrapGroup group, boolean read) {
        return switch (group) {
            case VM_CONTROLS -> hcr(read ? HcrEl2.TRVM : HcrEl2.TVM);
            case ID_GROUP_0 -> hcr(HcrEl2.TID0);
            case ID_GROUP_1 -> hcr(HcrEl2.TID1);
            case ID_GROUP_2, CACHE_TYPE -> hcr(HcrEl2.TID2);
            case ID_GROUP_3 -> hcr(HcrEl2.TID3);
            case AUXILIARY -> hcr(HcrEl2.TACR);
            case CPACR -> registers.has(SystemRegister.CPTR_EL2, CPTR_TCPAC);
            case DEBUG_ROM -> trapsDebug(MDCR_TDRA);
            case DEBUG_OS -> trapsDebug(MDCR_TDOSA);
            case DEBUG, DEBUG_CHANNEL -> trapsDebug(MDCR_TDA);
            case COUNTER_PHYSICAL -> !registers.has(SystemRegister.CNTHCTL_EL2, CNTHCTL_EL1PCTEN);
            case TIMER_PHYSICAL -> !registers.has(SystemRegister.CNTHCTL_EL2, CNTHCTL_EL1PCEN);
            default -> false;
        };
    }

    private boolean trapsDebug(long control) {
        return registers.has(SystemRegister.MDCR_EL2, control) || debugExceptionsToEl2();
    }

    /** Whether MDCR_EL2.TDE is one or behaves so. */
    boolean debugExceptionsToEl2() {
        return registers.has(SystemRegister.MDCR_EL2, MDCR_TDE) || hcr(HcrEl2.TGE);
    }

    /**
     * A register or operation that does not exist, before it is UNDEFINED: HCR_EL2.TIDCP traps those whose encoding is
     * for the implementation to define.
     */
    void checkUnallocated(int instruction, boolean read) {
        int crn = SystemOperation.crn(instruction);
        boolean implementationDefined = (SystemOperation.op0(instruction) & 1) != 0 && (crn == 11 || crn == 15);
        if (implementationDefined) {
            checkAtEl1(HcrEl2.TIDCP, instruction, read);
        }
    }

    /**
     * An access to coprocessor 15 in AArch32 by its CRn, or CRm where it has no CRn: HSTR.Tn, and HCR.TIDCP for those
     * that are for the implementation to define (DDI 0487, G1.15.6 and G1.15.7). At EL1 this comes before the access is
     * found to be UNDEFINED, at EL0 afterwards.
     */
    void checkMajor(int instruction, boolean read) {
        if (pstate.el() == 2 || !el2 || Aarch32Operation.coprocessor(instruction) != SYSTEM_CONTROL) {
            return;
        }
        boolean pair = Aarch32Operation.kind(instruction) == Aarch32Operation.REGISTER_PAIR;
        int crn = SystemOperation.crn(instruction);
        int crm = SystemOperation.crm(instruction);
        boolean byNumber = registers.has(SystemRegister.HSTR_EL2, 1L << (pair ? crm : crn) & HSTR_NUMBERS);
        if (byNumber || (!pair && isImplementationDefined(crn, crm) && pstate.el() == 1 && hcr(HcrEl2.TIDCP))) {
            throw Syndromes.systemInstruction(instruction, read, Target.EL2);
        }
    }

    private static boolean isImplementationDefined(int crn, int crm) {
        return switch (crn) {
            case 9 -> (TIDCP_C9 >>> crm & 1) != 0;
            case 10 -> (TIDCP_C10 >>> crm & 1) != 0;
            case 11 -> (TIDCP_C11 >>> crm & 1) != 0;
            default -> false;
        };
    }

    /** TLB maintenance. */
    void checkTlbMaintenance(int instruction) {
        checkAtEl1(HcrEl2.TTLB, instruction, false);
    }

    /** Cache maintenance by set and way. */
    void checkSetWay(int instruction) {
        checkAtEl1(HcrEl2.TSW, instruction, false);
    }

    /** Cache maintenance to the point of unification that EL0 never may execute. */
    void checkUnificationOfAll(int instruction) {
        checkAtEl1(HcrEl2.TPU, instruction, false);
    }

    /** Cache maintenance by address to the point of coherency that EL0 never may execute. */
    void checkInvalidate(int instruction) {
        checkAtEl1(HcrEl2.TPC, instruction, false);
    }

    /** Cache maintenance by address that EL0 may execute: to the point of unification or of coherency. */
    void checkByAddress(int instruction, boolean unification) {
        checkFromEl0(SCTLR_UCI, instruction, unification ? HcrEl2.TPU : HcrEl2.TPC);
    }

    /** DC ZVA. */
    void checkZero(int instruction) {
        checkFromEl0(SCTLR_DZE, instruction, HcrEl2.TDZ);
    }

    /** Whether DCZID_EL0.DZP is to read as one: DC ZVA would trap or is UNDEFINED here. */
    boolean zeroProhibited() {
        int el = pstate.el();
        return (el == 0 && !sctlr(SCTLR_DZE)) || (el < 2 && el2 && hcr(HcrEl2.TDZ));
    }

    /** WFI or WFE that would wait. */
    void checkWait(boolean forEvent) {
        int el = pstate.el();
        if (el == 0 && !sctlr(forEvent ? SCTLR_NTWE : SCTLR_NTWI)) {
            throw Syndromes.wait(forEvent, Target.DEFAULT);
        }
        if (el < 2 && el2 && hcr(forEvent ? HcrEl2.TWE : HcrEl2.TWI)) {
            throw Syndromes.wait(forEvent, Target.EL2);
        }
    }

    private void checkFromEl0(long el0Enable, int instruction, long hcrTrap) {
        int el = pstate.el();
        if (el == 0 && !sctlr(el0Enable)) {
            throw Syndromes.systemInstruction(instruction, false, Target.DEFAULT);
        }
        if (el < 2 && el2 && hcr(hcrTrap)) {
            throw Syndromes.systemInstruction(instruction, false, Target.EL2);
        }
    }

    private void checkAtEl1(long hcrTrap, int instruction, boolean read) {
        if (pstate.el() == 1 && el2 && hcr(hcrTrap)) {
            throw Syndromes.systemInstruction(instruction, read, Target.EL2);
        }
    }

    private boolean sctlr(long mask) {
        return registers.has(SystemRegister.SCTLR_EL1, mask);
    }

    private boolean cntkctl(long mask) {
        return registers.has(SystemRegister.CNTKCTL_EL1, mask);
    }

    private boolean hcr(long mask) {
        return registers.has(SystemRegister.HCR_EL2, mask);
    }
}
