package dev.tlbsan.engine;

/** Why an {@link Engine} stopped. In each case the PE's registers are those between two instructions. */
public enum Exit {
    /** Every instruction that was asked for has been executed. */
    BUDGET,
    /** An exception was taken to EL2, where Java code acts as the hypervisor. */
    EL2,
    /** A call to the firmware; the PC is after the calling instruction. */
    FIRMWARE,
    /** The PE waits for an interrupt or an event (WFI, WFE). */
    WAITING,
    /** The PE is off. */
    OFF
}
