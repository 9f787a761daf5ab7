package dev.tlbsan.arm.mmu;

/** The encoding of address sizes in TCR_ELx.{IPS,PS}, VTCR_EL2.PS and ID_AA64MMFR0_EL1.PARange. */
final class AddressSize {
    private static final int[] BITS = {32, 36, 40, 42, 44, 48};

    private AddressSize() {}

    /** The encoding of a size in bits, or -1. */
    static int encode(int bits) {
        for (int i = 0; i < BITS.length; i++) {
            if (BITS[i] == bits) {
                return i;
            }
        }
        return -1;
    }

    /** The size in bits that a 3-bit field asks for, limited to what is implemented; reserved values ask for all. */
    static int effective(long field, int implementedBits) {
        int encoding = (int) field & 7;
        return encoding < BITS.length ? Math.min(BITS[encoding], implementedBits) : implementedBits;
    }
}
