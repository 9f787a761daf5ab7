package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.mmu.MmuConfiguration;
import dev.tlbsan.arm.mmu.TlbMode;

/**
 * What an implementation decides about a processing element.
 *
 * @param index the number of the PE in its machine, from zero: MPIDR_EL1.Aff0
 * @param el2 whether EL2 is implemented; EL3 never is
 * @param mmu address and VMID sizes, and what the TLB remembers
 * @param midr MIDR_EL1, or MIDR
 * @param aarch32 whether all Exception levels use AArch32: an Armv7-A PE with the Virtualization, Multiprocessing and Large
 *     Physical Address Extensions, and without the Security Extensions
 */
public record PeConfiguration(int index, boolean el2, MmuConfiguration mmu, long midr, boolean aarch32) {
    /** An implementer that the manual reserves for software, architecture by ID registers, our part number. */
    public static final long DEFAULT_MIDR = 0x000f_5440;
    /** The same of a PE that uses AArch32. */
    public static final long DEFAULT_AARCH32_MIDR = 0x000f_5470;

    private static final MmuConfiguration AARCH32_MMU = new MmuConfiguration(40, 8, TlbMode.RETAIN);
    private static final int MAXIMUM_PES = 256;

    public PeConfiguration {
        if (index < 0 || index >= MAXIMUM_PES) {
            throw new IllegalArgumentException("PE index " + index + " is not in 0.." + (MAXIMUM_PES - 1));
        }
    }

    /** A PE with EL2, and our own MIDR. */
    public static PeConfiguration withEl2(int index) {
        return new PeConfiguration(index, true, MmuConfiguration.DEFAULT, DEFAULT_MIDR, false);
    }

    /** A PE whose highest Exception level is EL1. */
    public static PeConfiguration withoutEl2(int index) {
        return new PeConfiguration(index, false, MmuConfiguration.DEFAULT, DEFAULT_MIDR, false);
    }

    /** An AArch32 PE with Hyp mode. */
    public static PeConfiguration aarch32WithEl2(int index) {
        return new PeConfiguration(index, true, AARCH32_MMU, DEFAULT_AARCH32_MIDR, true);
    }

    /** An AArch32 PE without Hyp mode. */
    public static PeConfiguration aarch32WithoutEl2(int index) {
        return new PeConfiguration(index, false, AARCH32_MMU, DEFAULT_AARCH32_MIDR, true);
    }

    /** The same with other choices for the MMU. */
    public PeConfiguration withMmu(MmuConfiguration choice) {
        return new PeConfiguration(index, el2, choice, midr, aarch32);
    }

    int highestEl() {
        return el2 ? 2 : 1;
    }
}
