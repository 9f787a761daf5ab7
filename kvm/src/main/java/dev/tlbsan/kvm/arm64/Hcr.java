package dev.tlbsan.kvm.arm64;

import dev.tlbsan.arm.pe.HcrEl2;

/** Values of EL2's control registers (DDI 0487, D17.2). */
final class Hcr {
    private static final long SWIO = 1L << 1;
    private static final long BSU_INNER_SHAREABLE = 1L << HcrEl2.BSU_SHIFT;

    /**
     * HCR_EL2 while a guest runs. Its local TLB maintenance (FB) and barriers (BSU) are made inner shareable, so that they
     * have happened wherever it runs next.
     */
    static final long GUEST_FLAGS = HcrEl2.VM
            | SWIO
            | HcrEl2.FMO
            | HcrEl2.IMO
            | HcrEl2.AMO
            | HcrEl2.FB
            | BSU_INNER_SHAREABLE
            | HcrEl2.TWI
            | HcrEl2.TWE
            | HcrEl2.TSC
            | HcrEl2.TIDCP
            | HcrEl2.TACR
            | HcrEl2.TSW
            | HcrEl2.RW;

    /** HCR_EL2 while the host runs at EL1. */
    static final long HOST_FLAGS = HcrEl2.RW;

    /** CPTR_EL2 while the host runs: nothing is trapped. */
    static final long CPTR_HOST = 0x33ff;
    /** CPTR_EL2 while a guest runs: trace (TTA) and floating point and SIMD (TFP) are trapped. */
    static final long CPTR_GUEST = CPTR_HOST | 1L << 20 | 1L << 10;

    /** HSTR_EL2.T15. */
    static final long TRAP_CP15_15 = 1L << 15;
    /**
     * MDCR_EL2.{TDRA, TDOSA, TDA, TPM, TPMCR}: the guest has no performance monitors and no debug ROM, and its debug
     * registers are kept aside.
     */
    static final long MDCR_GUEST = 1L << 11 | 1L << 10 | 1L << 9 | 1L << 6 | 1L << 5;

    /** CNTHCTL_EL2.EL1PCTEN: EL1 and EL0 may read the physical counter. */
    static final long CNTHCTL_EL1PCTEN = 1;
    /** CNTHCTL_EL2.EL1PCEN: they may use the physical timer. */
    static final long CNTHCTL_EL1PCEN = 2;

    private static final long VTCR_RES1 = 1L << 31;
    private static final long VTCR_VS_16_BIT = 1L << 19;
    private static final long VTCR_PS_48_BITS = 5L << 16;
    private static final long VTCR_INNER_SHAREABLE = 3L << 12;
    private static final long VTCR_WRITE_BACK = 1L << 10 | 1L << 8;
    private static final long VTCR_START_LEVEL_1 = 1L << 6;

    private Hcr() {}

    /** VTCR_EL2 for the tables that {@link Stage2Table} builds. */
    static long vtcr(int vmidBits) {
        return VTCR_RES1
                | (vmidBits == 16 ? VTCR_VS_16_BIT : 0)
                | VTCR_PS_48_BITS
                | VTCR_INNER_SHAREABLE
                | VTCR_WRITE_BACK
                | VTCR_START_LEVEL_1
                | 64 - Stage2Table.IPA_BITS;
    }
}
