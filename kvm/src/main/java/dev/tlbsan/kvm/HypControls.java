package dev.tlbsan.kvm;

import dev.tlbsan.arm.pe.HcrEl2;

/** Values of EL2's control registers that are the same on arm and arm64 (DDI 0487, D17.2 and G8.2). */
public final class HypControls {
    private static final long SWIO = 1L << 1;
    private static final long BSU_INNER_SHAREABLE = 1L << HcrEl2.BSU_SHIFT;

    private static final long GUEST_FLAGS = HcrEl2.VM
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
            | HcrEl2.TSW;

    /**
     * MDCR_EL2 or HDCR.{TDRA, TDOSA, TDA, TPM, TPMCR}: the guest has no performance monitors and no debug ROM, and its
     * debug registers are kept aside.
     */
    public static final long DEBUG_TRAPS = 1L << 11 | 1L << 10 | 1L << 9 | 1L << 6 | 1L << 5;

    /** CNTHCTL.EL1PCTEN: EL1 and EL0 may read the physical counter. */
    public static final long CNTHCTL_EL1PCTEN = 1;
    /** CNTHCTL.EL1PCEN: they may use the physical timer. */
    public static final long CNTHCTL_EL1PCEN = 2;

    private static final long VTCR_RES1 = 1L << 31;
    private static final long VTCR_INNER_SHAREABLE = 3L << 12;
    private static final long VTCR_WRITE_BACK = 1L << 10 | 1L << 8;
    private static final long VTCR_START_LEVEL_1 = 1L << 6;

    /** VTCR for the tables that {@link Stage2Table} builds, but for the sizes. */
    public static final long VTCR = VTCR_RES1 | VTCR_INNER_SHAREABLE | VTCR_WRITE_BACK | VTCR_START_LEVEL_1;

    private HypControls() {}

    /**
     * HCR while a guest runs. Its local TLB maintenance (FB) and barriers (BSU) are made inner shareable, so that they
     * have happened wherever it runs next.
     */
    public static long guestFlags(Ablation ablation) {
        return ablation == Ablation.FORCED_BROADCAST ? GUEST_FLAGS & ~HcrEl2.FB : GUEST_FLAGS;
    }
}
