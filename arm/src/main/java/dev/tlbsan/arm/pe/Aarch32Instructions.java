package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.TlbiOperation;

/**
 * The operations that MCR of coprocessor 15 executes: cache, branch predictor and TLB maintenance, address translation
 * and barriers (DDI 0487, G8.1.3 to G8.1.5 and K13).
 */
final class Aarch32Instructions {
    private static final int CACHES = 7;
    private static final int TLB = 8;
    private static final int TRANSLATION = 8;
    private static final int HYP = 4;
    private static final long CP15BEN = 1L << 5;
    private static final int FULL_SYSTEM = 0xf;

    private static final int WAIT = SystemOperation.encode(0, 0, 7, 0, 4);
    private static final int BRANCH_INVALIDATE_ALL_SHAREABLE = SystemOperation.encode(0, 0, 7, 1, 6);
    private static final int INSTRUCTION_BARRIER = SystemOperation.encode(0, 0, 7, 5, 4);
    private static final int BRANCH_INVALIDATE_ALL = SystemOperation.encode(0, 0, 7, 5, 6);
    private static final int BRANCH_INVALIDATE_ADDRESS = SystemOperation.encode(0, 0, 7, 5, 7);
    private static final int DATA_SYNCHRONIZATION_BARRIER = SystemOperation.encode(0, 0, 7, 10, 4);
    private static final int DATA_MEMORY_BARRIER = SystemOperation.encode(0, 0, 7, 10, 5);
    private static final int PREFETCH = SystemOperation.encode(0, 0, 7, 13, 1);
    private static final int FIELDS = 0x3fff;

    private final ProcessingElement pe;
    private final SystemInstructions shared;

    Aarch32Instructions(ProcessingElement pe, SystemInstructions shared) {
        this.pe = pe;
        this.shared = shared;
    }

    /** Executes MCR, a {@link Aarch32Operation} encoding with its Rt; false if it is no operation at all. */
    boolean execute(int instruction, long operand) {
        boolean register = Aarch32Operation.kind(instruction) == Aarch32Operation.REGISTER;
        if (!register || Aarch32Operation.coprocessor(instruction) != 15) {
            return false;
        }
        int fields = instruction & FIELDS;
        if (executeBarrier(fields, instruction)) {
            return true;
        }
        int opc1 = SystemOperation.op1(fields);
        int lowest = opc1 == HYP ? 2 : 1;
        if (pe.currentEl() < lowest) {
            return false;
        }
        return switch (SystemOperation.crn(fields)) {
            case CACHES -> maintainCaches(fields, instruction, operand);
            case TLB -> maintainTlb(fields, instruction, operand);
            default -> false;
        };
    }

    /** The barriers, which PL0 may execute too. */
    private boolean executeBarrier(int fields, int instruction) {
        Barrier.Kind kind;
        if (fields == INSTRUCTION_BARRIER) {
            kind = Barrier.Kind.ISB;
        } else if (fields == DATA_SYNCHRONIZATION_BARRIER) {
            kind = Barrier.Kind.DSB;
        } else if (fields == DATA_MEMORY_BARRIER) {
            kind = Barrier.Kind.DMB;
        } else {
            return false;
        }
        SystemRegister sctlr = pe.currentEl() == 2 ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1;
        if (!pe.systemRegisters().has(sctlr, CP15BEN)) {
            return false;
        }
        if (pe.currentEl() == 0) {
            pe.traps().checkMajor(instruction, false);
        }
        pe.barrier(new Barrier(kind, FULL_SYSTEM).encode());
        return true;
    }

    private boolean maintainCaches(int fields, int instruction, long operand) {
        int opc1 = SystemOperation.op1(fields);
        int crm = SystemOperation.crm(fields);
        int opc2 = SystemOperation.op2(fields);
        if (crm == TRANSLATION) {
            boolean bothStages = opc1 == 0 && opc2 >= 4;
            return !(bothStages && pe.currentEl() < 2) && shared.at(AtOperation.ofAarch32(opc1, opc2), operand);
        }
        CacheOperation operation = opc1 == 0 ? CacheOperation.ofAarch32(crm, opc2) : null;
        if (operation != null) {
            return shared.cache(operation.encoding(), instruction, operand);
        }
        return doesNothing(fields);
    }

    /** There is no branch predictor. */
    private static boolean doesNothing(int fields) {
        return fields == BRANCH_INVALIDATE_ALL
                || fields == BRANCH_INVALIDATE_ALL_SHAREABLE
                || fields == BRANCH_INVALIDATE_ADDRESS
                || fields == WAIT
                || fields == PREFETCH;
    }

    private boolean maintainTlb(int fields, int instruction, long operand) {
        int opc1 = SystemOperation.op1(fields);
        int crm = SystemOperation.crm(fields);
        boolean hyp = pe.currentEl() == 2;
        TlbiOperation operation = TlbiOperation.ofAarch32(opc1, crm, SystemOperation.op2(fields), hyp);
        return operation != null && shared.tlbi(operation, instruction, operation.operandOfAarch32(operand));
    }
}
