package dev.tlbsan.arm.pe;

/** Where an exception led. */
public enum Entry {
    /** To a vector of the guest's: execution goes on at the PC. */
    VECTOR,
    /** To EL2, where Java code acts as the hypervisor: the architected entry is done, no vector is run. */
    HYPERVISOR,
    /** To the firmware below the machine: no exception was taken, the PC is after the calling instruction. */
    FIRMWARE
}
