package dev.tlbsan.arm.mmu;

/**
 * What an implementation chooses.
 *
 * @param paBits physical address bits (ID_AA64MMFR0_EL1.PARange): 32, 36, 40, 42, 44 or 48
 * @param vmidBits 8, or 16 where VTCR_EL2.VS selects the size
 * @param tlb what the TLB remembers
 */
public record MmuConfiguration(int paBits, int vmidBits, TlbMode tlb) {
    /** 48 physical address bits, 16 VMID bits, and a TLB that forgets nothing. */
    public static final MmuConfiguration DEFAULT = new MmuConfiguration(48, 16, TlbMode.RETAIN);

    public MmuConfiguration {
        if (AddressSize.encode(paBits) < 0) {
            throw new IllegalArgumentException("paBits is " + paBits + ", must be 32, 36, 40, 42, 44 or 48");
        }
        if (vmidBits != 8 && vmidBits != 16) {
            throw new IllegalArgumentException("vmidBits is " + vmidBits + ", must be 8 or 16");
        }
    }

    public MmuConfiguration withTlb(TlbMode mode) {
        return new MmuConfiguration(paBits, vmidBits, mode);
    }
}
