package dev.tlbsan.arm.pe;

/**
 * System registers whose accesses are permitted and trapped by the same controls. {@link Traps} has the rules; those of
 * UNDEFINED accesses follow from the Exception level alone and come first.
 */
enum TrapGroup {
    NONE,
    /** The EL1 translation and fault registers: HCR_EL2.TVM for writes, HCR_EL2.TRVM for reads. */
    VM_CONTROLS,
    /** HCR_EL2.TID0. */
    ID_GROUP_0,
    /** HCR_EL2.TID1. */
    ID_GROUP_1,
    /** HCR_EL2.TID2. */
    ID_GROUP_2,
    /** HCR_EL2.TID3. */
    ID_GROUP_3,
    /** CTR_EL0: SCTLR_EL1.UCT from EL0, then HCR_EL2.TID2. */
    CACHE_TYPE,
    /** ACTLR_EL1: HCR_EL2.TACR. */
    AUXILIARY,
    /** CPACR_EL1: CPTR_EL2.TCPAC. */
    CPACR,
    /** MDRAR_EL1, DBGDRAR and DBGDSAR: MDSCR_EL1.TDCC at EL0, then MDCR_EL2.TDRA. */
    DEBUG_ROM,
    /** MDCR_EL2.TDOSA. */
    DEBUG_OS,
    /** MDCR_EL2.TDA. */
    DEBUG,
    /** The debug communication channel at EL0: MDSCR_EL1.TDCC, then MDCR_EL2.TDA. */
    DEBUG_CHANNEL,
    /** DAIF: SCTLR_EL1.UMA from EL0. */
    INTERRUPT_MASKS,
    /** CNTFRQ_EL0: CNTKCTL_EL1.{EL0PCTEN, EL0VCTEN} from EL0. */
    COUNTER_FREQUENCY,
    /** CNTVCT_EL0: CNTKCTL_EL1.EL0VCTEN from EL0. */
    COUNTER_VIRTUAL,
    /** CNTPCT_EL0: CNTKCTL_EL1.EL0PCTEN from EL0, then CNTHCTL_EL2.EL1PCTEN. */
    COUNTER_PHYSICAL,
    /** CNTV_*: CNTKCTL_EL1.EL0VTEN from EL0. */
    TIMER_VIRTUAL,
    /** CNTP_*: CNTKCTL_EL1.EL0PTEN from EL0, then CNTHCTL_EL2.EL1PCEN. */
    TIMER_PHYSICAL
}
