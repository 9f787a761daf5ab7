package dev.tlbsan.kvm.arm;

import dev.tlbsan.kvm.HypControls;

/** Values of Hyp mode's control registers (DDI 0487, G8.2; arch/arm/include/asm/kvm_arm.h). */
final class Hcr {
    /** HSTR.T15. */
    static final long TRAP_CP15_15 = 1L << 15;
    /** HCPTR while a guest runs: trace (TTA), and coprocessors 10 and 11 are trapped. */
    static final long HCPTR_GUEST = 1L << 20 | 1L << 11 | 1L << 10;

    private static final long VTCR_40_BITS = 1L << 4 | 8;

    private Hcr() {}

    /** VTCR for the stage 2 tables: T0SZ is -8, sign-extended by S. */
    static long vtcr() {
        return HypControls.VTCR | VTCR_40_BITS;
    }
}
