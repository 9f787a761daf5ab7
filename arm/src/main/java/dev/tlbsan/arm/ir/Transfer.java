package dev.tlbsan.arm.ir;

/**
 * What a load or store of one general-purpose register moves. It is what a Data Abort's syndrome tells a hypervisor that
 * emulates a device, so definitions state it for the accesses that DDI 0487, D17.2.37 (ISS encoding for an exception
 * from a Data Abort) allows ISV for: one register, no writeback, not exclusive.
 *
 * @param bytes the size of the access: 1, 2, 4 or 8
 * @param register the number of the register, 0 to 31, 31 being XZR
 * @param sixtyFour whether the instruction names an X register
 * @param signExtended whether a loaded value is sign-extended to the width of the register
 * @param ordered whether it is a load-acquire or a store-release
 */
public record Transfer(int bytes, int register, boolean sixtyFour, boolean signExtended, boolean ordered) {
    private static final int ISV = 1 << 24;

    /** A load that zero-extends, or a store: of an X register if it moves 8 bytes, else of a W register. */
    public static Transfer plain(int bytes, int register) {
        return new Transfer(bytes, register, bytes == 8, false, false);
    }

    /** A load that sign-extends to an X or to a W register. */
    public static Transfer signed(int bytes, int register, boolean sixtyFour) {
        return new Transfer(bytes, register, sixtyFour, true, false);
    }

    /** The same with acquire or release semantics. */
    public Transfer inOrder() {
        return new Transfer(bytes, register, sixtyFour, signExtended, true);
    }

    /** The fields ISV, SAS, SSE, SRT, SF and AR of ESR_EL2.ISS, in their places in bits 24 to 14. */
    public int syndrome() {
        return ISV
                | Integer.numberOfTrailingZeros(bytes) << 22
                | (signExtended ? 1 << 21 : 0)
                | register << 16
                | (sixtyFour ? 1 << 15 : 0)
                | (ordered ? 1 << 14 : 0);
    }
}
