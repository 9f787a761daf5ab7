package dev.tlbsan.arm.mmu;

/** A translation regime (DDI 0487, D8.1.2). */
public enum Regime {
    /** EL1 and EL0, with an optional second stage. */
    EL10,
    /** EL2. */
    EL2
}
