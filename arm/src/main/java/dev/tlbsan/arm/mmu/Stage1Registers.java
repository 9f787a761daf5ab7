package dev.tlbsan.arm.mmu;

/**
 * The registers that control stage 1 of one translation regime, as 64-bit values.
 *
 * @param sctlr SCTLR_ELx
 * @param tcr TCR_ELx
 * @param ttbr0 TTBR0_ELx
 * @param ttbr1 TTBR1_EL1; zero for EL2
 * @param mair MAIR_ELx
 */
public record Stage1Registers(long sctlr, long tcr, long ttbr0, long ttbr1, long mair) {
    /** All zero: stage 1 off. */
    public static final Stage1Registers OFF = new Stage1Registers(0, 0, 0, 0, 0);

    boolean enabled() {
        return (sctlr & 1) != 0;
    }

    boolean writableIsExecuteNever() {
        return (sctlr >>> 19 & 1) != 0;
    }

    boolean bigEndianTables() {
        return (sctlr >>> 25 & 1) != 0;
    }

    boolean instructionCache() {
        return (sctlr >>> 12 & 1) != 0;
    }

    /** The ASID of the EL1&0 regime: 16 bits with TCR_EL1.AS, else 8. */
    int asid() {
        long ttbr = (tcr >>> 22 & 1) != 0 ? ttbr1 : ttbr0;
        int asid = (int) (ttbr >>> 48);
        return (tcr >>> 36 & 1) != 0 ? asid : asid & 0xff;
    }

    /** The byte of MAIR_ELx that a descriptor's AttrIndx selects. */
    int memoryAttribute(int index) {
        return (int) (mair >>> (8 * index)) & 0xff;
    }
}
