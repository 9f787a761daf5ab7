package dev.tlbsan.arm.mmu;

/**
 * The circumstances in which something happened to a TLB.
 *
 * @param pe the index of the processing element
 * @param pc the virtual address of the instruction that ran
 * @param instructions how many instructions the processing element had executed
 * @param owner whose code ran
 * @param vmid the current VMID
 * @param asid the current ASID
 * @param ttbr the value of the TTBRn_ELx that translates the address; TTBR0_ELx for what concerns no address
 * @param vttbr the value of VTTBR_EL2
 */
public record Provenance(int pe, long pc, long instructions, String owner, int vmid, int asid, long ttbr, long vttbr) {}
