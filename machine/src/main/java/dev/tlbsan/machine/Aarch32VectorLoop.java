package dev.tlbsan.machine;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.arm.pe.SystemRegister;

/** What {@link VectorLoop} is for AArch32, where each kind of exception has its vector and its mode. */
final class Aarch32VectorLoop {
    private static final int UNDEFINED = 0x04;
    private static final int SUPERVISOR_CALL = 0x08;
    private static final int PREFETCH_ABORT = 0x0c;
    private static final int DATA_ABORT = 0x10;
    private static final long KIND = 0x1f;

    private static final int SVC_MODE = 0x13;
    private static final int ABT_MODE = 0x17;
    private static final int HYP_MODE = 0x1a;
    private static final int UND_MODE = 0x1b;
    private static final long MODE = 0x1f;
    private static final long THUMB = 1 << 5;

    private static final int LR = 14;
    /** SCTLR.V: the vectors are at the high address. */
    private static final long HIGH_VECTORS_BIT = 1 << 13;

    private static final long HIGH_VECTORS = 0xffff_0000L;
    private static final long LOW_32 = 0xffff_ffffL;

    private Aarch32VectorLoop() {}

    static boolean holds(ProcessingElement pe) {
        if (pe.currentEl() == 0 || (pe.pc() & ~KIND) != base(pe)) {
            return false;
        }
        return pe.currentEl() == 2 ? holdsInHyp(pe) : holdsAtPl1(pe, (int) (pe.pc() & KIND));
    }

    private static boolean holdsInHyp(ProcessingElement pe) {
        int kind = (int) (pe.pc() & KIND);
        return (kind == UNDEFINED || kind == PREFETCH_ABORT || kind == DATA_ABORT)
                && pe.peek(SystemRegister.ELR_EL2) == pe.pc()
                && (pe.peek(SystemRegister.SPSR_EL2) & MODE) == HYP_MODE;
    }

    private static boolean holdsAtPl1(ProcessingElement pe, int kind) {
        return switch (kind) {
            case UNDEFINED -> cameFrom(pe, SystemRegister.SPSR_und, UND_MODE, 0);
            case SUPERVISOR_CALL -> cameFrom(pe, SystemRegister.SPSR_EL1, SVC_MODE, 0);
            case PREFETCH_ABORT -> cameFrom(pe, SystemRegister.SPSR_abt, ABT_MODE, 4);
            case DATA_ABORT -> cameFrom(pe, SystemRegister.SPSR_abt, ABT_MODE, 8);
            default -> false;
        };
    }

    /** Whether the last exception came from where the PE is; the distance is that of LR, 0 for an instruction's size. */
    private static boolean cameFrom(ProcessingElement pe, SystemRegister spsr, int mode, int distance) {
        long saved = pe.peek(spsr);
        int instruction = (saved & THUMB) != 0 ? 2 : 4;
        long link = pe.pc() + (distance == 0 ? instruction : distance);
        return (saved & MODE) == mode && pe.registers()[LR] == link;
    }

    private static long base(ProcessingElement pe) {
        if (pe.currentEl() == 2) {
            return pe.peek(SystemRegister.VBAR_EL2);
        }
        boolean high = (pe.peek(SystemRegister.SCTLR_EL1) & HIGH_VECTORS_BIT) != 0;
        return high ? HIGH_VECTORS : pe.peek(SystemRegister.VBAR_EL1);
    }

    static String describe(ProcessingElement pe) {
        return "takes an exception from its own vector 0x" + Long.toHexString(pe.registers()[RegisterFile.PC])
                + ", over and over" + syndrome(pe);
    }

    private static String syndrome(ProcessingElement pe) {
        if (pe.currentEl() == 2) {
            return " (HSR 0x" + Long.toHexString(pe.peek(SystemRegister.ESR_EL2)) + ")";
        }
        long far = pe.peek(SystemRegister.FAR_EL1);
        return switch ((int) (pe.pc() & KIND)) {
            case PREFETCH_ABORT -> status("I", pe.peek(SystemRegister.IFSR32_EL2), far >>> 32);
            case DATA_ABORT -> status("D", pe.peek(SystemRegister.ESR_EL1), far & LOW_32);
            default -> "";
        };
    }

    private static String status(String side, long fsr, long far) {
        return " (" + side + "FSR 0x" + Long.toHexString(fsr) + ", " + side + "FAR 0x" + Long.toHexString(far) + ")";
    }
}
