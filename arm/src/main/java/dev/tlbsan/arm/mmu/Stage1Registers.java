package dev.tlbsan.arm.mmu;

/**
 * The registers that control stage 1 of one translation regime, as 64-bit values.
 *
 * @param sctlr SCTLR_ELx
 * @param tcr TCR_ELx
 * @param ttbr0 TTBR0_ELx
 * @param ttbr1 TTBR1_EL1; zero for EL2
 * @param mair MAIR_ELx; in AArch32 MAIR0 or PRRR below, MAIR1 or NMRR above
 * @param dacr DACR of AArch32, which translations look at whenever they are used
 * @param contextId CONTEXTIDR of AArch32, whose low byte is the ASID with the short format
 */
public record Stage1Registers(long sctlr, long tcr, long ttbr0, long ttbr1, long mair, long dacr, long contextId) {
    /** All zero: stage 1 off. */
    public static final Stage1Registers OFF = new Stage1Registers(0, 0, 0, 0, 0);

    /** The registers of AArch64. */
    public Stage1Registers(long sctlr, long tcr, long ttbr0, long ttbr1, long mair) {
        this(sctlr, tcr, ttbr0, ttbr1, mair, 0, 0);
    }

    boolean enabled() {
        return (sctlr & 1) != 0;
    }

    boolean writableIsExecuteNever() {
        return (sctlr >>> 19 & 1) != 0;
    }

    /** SCTLR.UWXN: what PL0 may write PL1 may not execute. */
    boolean unprivilegedWritableIsExecuteNever() {
        return (sctlr >>> 20 & 1) != 0;
    }

    /** SCTLR.AFE: AP[0] of the short format is an access flag. */
    boolean accessFlag() {
        return (sctlr >>> 29 & 1) != 0;
    }

    /** SCTLR.TRE: PRRR and NMRR say what TEX[0], C and B mean. */
    boolean remapsTypes() {
        return (sctlr >>> 28 & 1) != 0;
    }

    /** TTBCR.EAE: the long format. */
    boolean extendedAddresses() {
        return (tcr >>> 31 & 1) != 0;
    }

    /** What DACR says of a domain: 1 is a client, 3 a manager, all else no access. */
    int domainAccess(int domain) {
        return (int) (dacr >>> (2 * domain)) & 3;
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

    /** The ASID of the PL1&0 regime of AArch32: eight bits. */
    int asidOfAarch32() {
        if (!extendedAddresses()) {
            return (int) contextId & 0xff;
        }
        long ttbr = (tcr >>> 22 & 1) != 0 ? ttbr1 : ttbr0;
        return (int) (ttbr >>> 48) & 0xff;
    }

    /** The byte of MAIR_ELx that a descriptor's AttrIndx selects. */
    int memoryAttribute(int index) {
        return (int) (mair >>> (8 * index)) & 0xff;
    }
}
