package dev.tlbsan.arm.mmu;

/** How the stage 1 tables of a regime are written, and where their control registers have what. */
enum TableFormat {
    /** VMSAv8-64. */
    AARCH64,
    /** VMSAv8-32 with 64-bit descriptors (DDI 0487, G5.5). */
    LONG,
    /** VMSAv8-32 with 32-bit descriptors (DDI 0487, G5.4). */
    SHORT
}
