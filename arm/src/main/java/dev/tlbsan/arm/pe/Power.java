package dev.tlbsan.arm.pe;

/** Whether a processing element executes instructions, and if not, what it waits for. */
public enum Power {
    /** It executes. */
    ON,
    /** It waits for an interrupt, masked or not (DDI 0487, D1.6.2). */
    WFI,
    /** It waits for an event or an interrupt (DDI 0487, D1.6.1). */
    WFE,
    /** It is switched off, until firmware switches it on. */
    OFF
}
