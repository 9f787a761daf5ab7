package dev.tlbsan.arm.mmu;

/**
 * What a lookup in a TLB must match besides the address (DDI 0487, D8.17.3).
 *
 * @param regime the translation regime
 * @param vmid the VMID; zero for EL2
 * @param asid the ASID; zero for EL2, whose entries all count as global
 */
public record Tags(Regime regime, int vmid, int asid) {}
