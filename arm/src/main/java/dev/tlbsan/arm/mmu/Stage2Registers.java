package dev.tlbsan.arm.mmu;

/**
 * The registers that control stage 2 of the EL1&0 regime, as 64-bit values.
 *
 * @param hcr HCR_EL2
 * @param vtcr VTCR_EL2
 * @param vttbr VTTBR_EL2
 */
public record Stage2Registers(long hcr, long vtcr, long vttbr) {
    /** All zero: stage 2 off. */
    public static final Stage2Registers OFF = new Stage2Registers(0, 0, 0);

    private static final long VM = 1;
    private static final long PTW = 1L << 2;
    private static final long DC = 1L << 12;
    private static final long TGE = 1L << 27;
    private static final long CD = 1L << 32;
    private static final long ID = 1L << 33;

    /** HCR_EL2.VM, which HCR_EL2.DC implies. */
    boolean enabled() {
        return (hcr & (VM | DC)) != 0;
    }

    /** HCR_EL2.DC: with stage 1 off, memory is Normal Write-Back instead of Device. */
    boolean defaultCacheable() {
        return (hcr & DC) != 0;
    }

    /** Whether HCR_EL2 makes SCTLR_EL1.M behave as zero. */
    boolean forcesStage1Off() {
        return (hcr & (DC | TGE)) != 0;
    }

    /** HCR_EL2.PTW: a stage 1 table in memory that stage 2 makes Device is a fault. */
    boolean protectsWalks() {
        return (hcr & PTW) != 0;
    }

    /** HCR_EL2.CD or HCR_EL2.ID: stage 2 makes Normal memory Non-cacheable for this kind of access. */
    boolean forcesNonCacheable(Access.Kind kind) {
        return (hcr & (kind == Access.Kind.FETCH ? ID : CD)) != 0;
    }

    /** The VMID of the given size; it is a tag of EL1&0 entries whether or not stage 2 is on. */
    int vmid(int vmidBits) {
        int vmid = (int) (vttbr >>> 48);
        return vmidBits == 16 && (vtcr >>> 19 & 1) != 0 ? vmid : vmid & 0xff;
    }
}
