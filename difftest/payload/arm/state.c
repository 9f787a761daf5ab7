/* The system registers a case starts from. */
#include "payload.h"
#include "sysreg.h"

static int flush_owed = 1;

void publish_code(const u32 *from, const u32 *to)
{
    u32 ctr = READ(CTR);
    u32 data_line = 4U << (ctr >> 16 & 15), instruction_line = 4U << (ctr & 15);
    u32 start = (u32)from, end = (u32)to;

    for (u32 at = start & -data_line; at < end; at += data_line)
        WRITE(DCCMVAU, at);
    DO("dsb ish");
    for (u32 at = start & -instruction_line; at < end; at += instruction_line)
        WRITE(ICIMVAU, at);
    DO("dsb ish");
    DO("isb");
}

/* The PL1&0 entries of the case that runs now must be gone before the next one. */
void flush_later(void)
{
    flush_owed = 1;
}

void set_regime(const struct regime *regime)
{
    u32 cached = HCR_VM | HCR_PTW | HCR_DC | HCR_TGE;
    int changed = ((READ(HCR) ^ regime->hcr) & cached) != 0;

    WRITE(HCR, regime->hcr);
    changed |= CHANGE(VTCR, regime->vtcr);
    changed |= CHANGE64(VTTBR, regime->vttbr);
    changed |= CHANGE(SCTLR, regime->sctlr);
    changed |= CHANGE(TTBCR, regime->tcr);
    changed |= CHANGE64(TTBR0, regime->ttbr0);
    changed |= CHANGE64(TTBR1, regime->ttbr1);
    changed |= CHANGE(MAIR0, regime->mair);
    changed |= CHANGE(MAIR1, regime->mair >> 32);
    changed |= CHANGE(DACR, regime->dacr);
    if (changed || flush_owed) {
        DO("isb");
        WRITE(TLBIALLNSNH, 0);
        DO("dsb nsh");
        DO("isb");
    }
    flush_owed = 0;
}

static void reset_pl1(void)
{
    WRITE(DFSR, 0);
    WRITE(IFSR, 0);
    WRITE(DFAR, 0);
    WRITE(IFAR, 0);
    WRITE64(PAR, 0);
    WRITE(ADFSR, 0);
    WRITE(AIFSR, 0);
    WRITE(AMAIR0, 0);
    WRITE(AMAIR1, 0);
    WRITE(CONTEXTIDR, 0);
    WRITE(CSSELR, 0);
    WRITE(TPIDRURW, 0);
    WRITE(TPIDRURO, 0);
    WRITE(TPIDRPRW, 0);
    CHANGE(CNTP_CTL, 0);
    CHANGE(CNTV_CTL, 0);
}

static void reset_hyp(void)
{
    WRITE(HSR, 0);
    WRITE(HDFAR, 0);
    WRITE(HIFAR, 0);
    WRITE(HPFAR, 0);
    WRITE(HADFSR, 0);
    WRITE(HAIFSR, 0);
    WRITE(HAMAIR0, 0);
    WRITE(HAMAIR1, 0);
    WRITE(HACR, 0);
    WRITE(VPIDR, READ(MIDR));
    WRITE(VMPIDR, READ(MPIDR));
    CHANGE64(CNTVOFF, 0);
    CHANGE(CNTHP_CTL, 0);
}

/* Whatever an earlier case may have left in registers that its header does not name. */
void reset_registers(void)
{
    reset_pl1();
    reset_hyp();
}
