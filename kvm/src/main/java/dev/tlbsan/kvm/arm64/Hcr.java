package dev.tlbsan.kvm.arm64;

import dev.tlbsan.arm.pe.HcrEl2;
import dev.tlbsan.kvm.HypControls;
import dev.tlbsan.kvm.Stage2Table;

/** Values of EL2's control registers (DDI 0487, D17.2). */
final class Hcr {
    /** HCR_EL2.RW: EL1 uses AArch64. Nothing else is set while the host runs there. */
    static final long HOST_FLAGS = HcrEl2.RW;

    /** CPTR_EL2 while the host runs: nothing is trapped. */
    static final long CPTR_HOST = 0x33ff;
    /** CPTR_EL2 while a guest runs: trace (TTA) and floating point and SIMD (TFP) are trapped. */
    static final long CPTR_GUEST = CPTR_HOST | 1L << 20 | 1L << 10;

    /** HSTR_EL2.T15. */
    static final long TRAP_CP15_15 = 1L << 15;

    private static final long VTCR_VS_16_BIT = 1L << 19;
    private static final long VTCR_PS_48_BITS = 5L << 16;

    private Hcr() {}

    /** VTCR_EL2 for the stage 2 tables. */
    static long vtcr(int vmidBits) {
        return HypControls.VTCR | (vmidBits == 16 ? VTCR_VS_16_BIT : 0) | VTCR_PS_48_BITS | 64 - Stage2Table.IPA_BITS;
    }
}
