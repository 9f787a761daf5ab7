package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.AddressTranslation;
import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.mmu.Translation;
import dev.tlbsan.arm.mmu.TranslationFault;
import org.jspecify.annotations.Nullable;

/** SYS: cache maintenance, address translation and TLB maintenance (DDI 0487, C5.3 to C5.5). */
final class SystemInstructions {
    private static final int EL2_OP1 = 4;
    private static final int AT_CRM = 8;
    private static final int CACHE_AND_AT = 7;
    private static final int TLB = 8;

    private static final int IC_IALLUIS = CacheOperation.IC_IALLUIS.encoding();
    private static final int IC_IALLU = CacheOperation.IC_IALLU.encoding();
    private static final int DC_IVAC = CacheOperation.DC_IVAC.encoding();
    private static final int DC_ISW = CacheOperation.DC_ISW.encoding();
    private static final int DC_CSW = CacheOperation.DC_CSW.encoding();
    private static final int DC_CISW = CacheOperation.DC_CISW.encoding();
    private static final int DC_ZVA = CacheOperation.DC_ZVA.encoding();
    private static final int IC_IVAU = CacheOperation.IC_IVAU.encoding();
    private static final int DC_CVAC = CacheOperation.DC_CVAC.encoding();
    private static final int DC_CVAU = CacheOperation.DC_CVAU.encoding();
    private static final int DC_CIVAC = CacheOperation.DC_CIVAC.encoding();

    private final ProcessingElement pe;
    private final Traps traps;

    SystemInstructions(ProcessingElement pe, Traps traps) {
        this.pe = pe;
        this.traps = traps;
    }

    /** Executes SYS; the instruction is a {@link SystemOperation} encoding with its Rt, the operand X[t]. */
    void execute(int instruction, long operand) {
        int name = SystemOperation.name(instruction);
        int op1 = SystemOperation.op1(name);
        int lowest = op1 == 3 ? 0 : op1 == EL2_OP1 ? 2 : 1;
        if (pe.currentEl() < lowest) {
            throw Syndromes.undefined();
        }
        boolean known = switch (SystemOperation.crn(name)) {
            case CACHE_AND_AT ->
                SystemOperation.crm(name) == AT_CRM
                        ? at(AtOperation.of(name), operand)
                        : cache(name, instruction, operand);
            case TLB -> tlbi(TlbiOperation.of(name), instruction, operand);
            default -> false;
        };
        if (!known) {
            traps.checkUnallocated(instruction, false);
            throw Syndromes.undefined();
        }
    }

    /** A TLBI; false if there is none. HCR_EL2.FB makes the local operations of EL1 broadcast. */
    boolean tlbi(@Nullable TlbiOperation operation, int instruction, long operand) {
        if (operation != null) {
            traps.checkTlbMaintenance(instruction);
            boolean broadcast = pe.currentEl() == 1 && pe.systemRegisters().has(SystemRegister.HCR_EL2, HcrEl2.FB);
            pe.mmu().tlbi(broadcast ? operation.innerShareable() : operation, operand);
        }
        return operation != null;
    }

    /** An address translation; false if there is none. */
    boolean at(@Nullable AtOperation operation, long va) {
        if (operation != null) {
            AddressTranslation outcome = pe.mmu().addressTranslate(operation, va);
            if (outcome.abort() != null) {
                throw Aborts.data(va, outcome.abort(), Aborts.MAINTENANCE | Aborts.WRITE);
            }
            pe.systemRegisters().set(SystemRegister.PAR_EL1, outcome.par());
        }
        return operation != null;
    }

    /**
     * Cache maintenance or DC ZVA.
     *
     * @param name the encoding of a {@link CacheOperation}; false if it is none
     * @param instruction the instruction that does it, for its trap
     */
    boolean cache(int name, int instruction, long va) {
        if (name == DC_ISW || name == DC_CSW || name == DC_CISW) {
            traps.checkSetWay(instruction);
        } else if (name == IC_IALLU || name == IC_IALLUIS) {
            traps.checkUnificationOfAll(instruction);
            pe.instructionsChanged();
        } else if (name == DC_IVAC) {
            traps.checkInvalidate(instruction);
            checkAddress(va, Access.Kind.WRITE);
        } else if (name == DC_ZVA) {
            traps.checkZero(instruction);
            pe.dataAccess().zeroBlock(va);
        } else {
            return cacheByAddress(name, instruction, va);
        }
        return true;
    }

    private boolean cacheByAddress(int name, int instruction, long va) {
        boolean unification = name == DC_CVAU || name == IC_IVAU;
        if (!unification && name != DC_CVAC && name != DC_CIVAC) {
            return false;
        }
        traps.checkByAddress(instruction, unification);
        checkAddress(va, Access.Kind.READ);
        if (name == IC_IVAU) {
            pe.instructionsChanged();
        }
        return true;
    }

    /**
     * Cache maintenance by address needs a translation; it needs permission to read only at EL0, and to write only if it
     * may lose data (DDI 0487, D7.5.9).
     */
    private void checkAddress(long va, Access.Kind kind) {
        boolean el0 = pe.currentEl() == 0;
        Translation outcome = pe.mmu().translate(va, new Access(kind, !el0));
        if (outcome instanceof TranslationFault fault) {
            boolean permission = fault.kind() == TranslationFault.Kind.PERMISSION;
            if (!permission || el0 || kind == Access.Kind.WRITE) {
                throw Aborts.data(va, fault, Aborts.MAINTENANCE | Aborts.WRITE);
            }
        }
    }
}
