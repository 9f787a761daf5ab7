/* The system registers a case starts from. */
#include "payload.h"
#include "sysreg.h"

static int flush_owed = 1;

void publish_code(const u32 *from, const u32 *to)
{
    u64 ctr = READ(CTR_EL0);
    u64 data_line = 4UL << (ctr >> 16 & 15), instruction_line = 4UL << (ctr & 15);
    u64 start = (u64)from, end = (u64)to;

    for (u64 at = start & -data_line; at < end; at += data_line)
        DO_AT("dc cvau", at);
    DO("dsb ish");
    for (u64 at = start & -instruction_line; at < end; at += instruction_line)
        DO_AT("ic ivau", at);
    DO("dsb ish");
    DO("isb");
}

/* The EL1&0 entries of the case that runs now must be gone before the next one. */
void flush_later(void)
{
    flush_owed = 1;
}

void set_regime(const struct regime *regime)
{
    u64 cached = HCR_VM | HCR_PTW | HCR_DC | HCR_TGE | HCR_RW | HCR_CD | HCR_ID;
    int changed = ((READ(HCR_EL2) ^ regime->hcr) & cached) != 0;

    WRITE(HCR_EL2, regime->hcr);
    changed |= CHANGE(VTCR_EL2, regime->vtcr);
    changed |= CHANGE(VTTBR_EL2, regime->vttbr);
    changed |= CHANGE(SCTLR_EL1, regime->sctlr);
    changed |= CHANGE(TCR_EL1, regime->tcr);
    changed |= CHANGE(TTBR0_EL1, regime->ttbr0);
    changed |= CHANGE(TTBR1_EL1, regime->ttbr1);
    changed |= CHANGE(MAIR_EL1, regime->mair);
    if (changed || flush_owed) {
        DO("isb");
        DO("tlbi alle1");
        DO("dsb nsh");
        DO("isb");
    }
    flush_owed = 0;
}

static void reset_el1(void)
{
    WRITE(ESR_EL1, 0);
    WRITE(FAR_EL1, 0);
    WRITE(ELR_EL1, 0);
    WRITE(SPSR_EL1, 0);
    WRITE(PAR_EL1, 0);
    WRITE(AFSR0_EL1, 0);
    WRITE(AFSR1_EL1, 0);
    WRITE(AMAIR_EL1, 0);
    WRITE(CONTEXTIDR_EL1, 0);
    WRITE(CSSELR_EL1, 0);
    WRITE(TPIDR_EL0, 0);
    WRITE(TPIDRRO_EL0, 0);
    WRITE(TPIDR_EL1, 0);
    CHANGE(CNTP_CTL_EL0, 0);
    CHANGE(CNTV_CTL_EL0, 0);
}

static void reset_el2(void)
{
    WRITE(ESR_EL2, 0);
    WRITE(FAR_EL2, 0);
    WRITE(HPFAR_EL2, 0);
    WRITE(AFSR0_EL2, 0);
    WRITE(AFSR1_EL2, 0);
    WRITE(AMAIR_EL2, 0);
    WRITE(HACR_EL2, 0);
    WRITE(VPIDR_EL2, READ(MIDR_EL1));
    WRITE(VMPIDR_EL2, READ(MPIDR_EL1));
    CHANGE(CNTVOFF_EL2, 0);
    CHANGE(CNTHP_CTL_EL2, 0);
}

/* Whatever an earlier case may have left in registers that its header does not name. */
void reset_registers(void)
{
    reset_el1();
    reset_el2();
}
