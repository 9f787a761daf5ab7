package dev.tlbsan.machine;

import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.arm.pe.SystemRegister;

/**
 * Recognises a PE that can only take one exception after the other: it is about to execute the instruction at its own
 * exception vector, and the last exception was taken from there. It has lost where it came from and cannot recover.
 */
final class VectorLoop {
    private static final int CURRENT_EL_SPX = 0x200;
    private static final long MODE_AND_MASKS = 0x3cf;
    private static final long MASKS_AND_SPX = 0x3c1;
    private static final int EL_SHIFT = 2;

    private VectorLoop() {}

    /** Whether it is so. */
    static boolean holds(ProcessingElement pe) {
        if (pe.configuration().aarch32()) {
            return Aarch32VectorLoop.holds(pe);
        }
        if (pe.currentEl() == 0) {
            return false;
        }
        boolean atEl2 = pe.currentEl() == 2;
        long spsr = pe.peek(atEl2 ? SystemRegister.SPSR_EL2 : SystemRegister.SPSR_EL1);
        return pe.pc() == vector(pe)
                && pe.peek(atEl2 ? SystemRegister.ELR_EL2 : SystemRegister.ELR_EL1) == vector(pe)
                && (spsr & MODE_AND_MASKS) == (MASKS_AND_SPX | (long) pe.currentEl() << EL_SHIFT);
    }

    /** What happens, after the name of the PE. */
    static String describe(ProcessingElement pe) {
        if (pe.configuration().aarch32()) {
            return Aarch32VectorLoop.describe(pe);
        }
        boolean atEl2 = pe.currentEl() == 2;
        long esr = pe.peek(atEl2 ? SystemRegister.ESR_EL2 : SystemRegister.ESR_EL1);
        long far = pe.peek(atEl2 ? SystemRegister.FAR_EL2 : SystemRegister.FAR_EL1);
        String el = "EL" + pe.currentEl();
        return "takes an exception from its own vector 0x" + Long.toHexString(vector(pe)) + ", over and over (ESR_" + el
                + " 0x" + Long.toHexString(esr) + ", FAR_" + el + " 0x" + Long.toHexString(far) + ")";
    }

    private static long vector(ProcessingElement pe) {
        return pe.peek(pe.currentEl() == 2 ? SystemRegister.VBAR_EL2 : SystemRegister.VBAR_EL1) + CURRENT_EL_SPX;
    }
}
