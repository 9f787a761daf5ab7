/* Cases of kind TRANSLATE: translation tables as the case gives them, and what address translation makes of them. */
#include "payload.h"
#include "sysreg.h"

#define FIRST_HYP_PROBE 8

#define ATS1HR_R0       0xee870f18
#define ATS1HW_R0       0xee870f38
#define ISB             0xf57ff06f
#define MRRC_PAR_R0_R1  0xec510f07
#define BKPT            0xe12fff7f
#define HYP_MASKED      0x1da
#define HSCTLR_ON       (HSCTLR_OFF | BIT(0) | BIT(2) | BIT(12))
#define HSCTLR_FREE     (BIT(25) | BIT(19)) /* EE, WXN */

/* Shared with the vector that steps over an operation which takes an exception. */
volatile u32 probing;
volatile u32 probe_syndrome;

static void write_table(u64 address, u64 value)
{
    *(volatile u64 *)(unsigned long)address = value;
    WRITE(DCCMVAC, (u32)address);
}

static void execute(u64 operation, u32 address)
{
    switch (operation) {
    case 0: MCR_(address, 0, c7, c8, 0); break;
    case 1: MCR_(address, 0, c7, c8, 1); break;
    case 2: MCR_(address, 0, c7, c8, 2); break;
    case 3: MCR_(address, 0, c7, c8, 3); break;
    case 4: MCR_(address, 0, c7, c8, 4); break;
    case 5: MCR_(address, 0, c7, c8, 5); break;
    case 6: MCR_(address, 0, c7, c8, 6); break;
    case 7: MCR_(address, 0, c7, c8, 7); break;
    case 8: MCR_(address, 4, c7, c8, 0); break;
    case 9: MCR_(address, 4, c7, c8, 1); break;
    default: require(0);
    }
}

static void probe(const u64 *operation, u64 *result)
{
    probe_syndrome = 0;
    probing = 1;
    execute(operation[0], operation[1]);
    DO("isb");
    probing = 0;
    result[0] = probe_syndrome ? 0 : READ64(PAR);
    result[1] = probe_syndrome;
}

/* Runs the operation on the case's own Hyp tables, as a case in Hyp mode. */
static void probe_hyp(const struct translate *c, const u64 *operation, u64 *result)
{
    u32 words[] = { operation[0] & 1 ? ATS1HW_R0 : ATS1HR_R0, ISB, MRRC_PAR_R0_R1 };
    u32 hsr;

    place_code(0, words, 3, BKPT);
    frame.registers.value[0] = operation[1];
    frame.elr = CODE;
    frame.spsr = HYP_MASKED;
    frame.sctlr_el2 = (c->sctlr_el2 & HSCTLR_FREE) | HSCTLR_ON;
    WRITE64(HTTBR, c->ttbr0_el2);
    WRITE(HTCR, c->tcr_el2);
    WRITE(HMAIR0, c->mair_el2);
    WRITE(HMAIR1, c->mair_el2 >> 32);
    DO("isb");
    WRITE(TLBIALLH, 0);
    DO("dsb");
    DO("isb");
    run_case();
    hsr = READ(HSR);
    result[1] = frame.elr == CODE + 12 ? 0 : hsr;
    result[0] = result[1] ? 0 : (u32)frame.registers.value[0] | frame.registers.value[1] << 32;
}

static void check(const struct translate *c)
{
    require(sizeof *c + (c->writes + (u64)c->probes) * 16 <= c->record.size);
    for (u32 i = 0; i < c->writes; i++) {
        u64 address = c->pairs[i][0];

        require((address & 7) == 0 && address >= TABLES && address < TABLES_END);
    }
    for (u32 i = 0; i < c->probes; i++)
        require(c->pairs[c->writes + i][0] <= 9);
}

static void set_translation(const struct translate *c)
{
    struct regime regime = {
        .hcr = c->hcr & (HCR_VM | HCR_PTW | HCR_DC | HCR_TGE),
        .vtcr = c->vtcr, .vttbr = c->vttbr,
        .sctlr = c->sctlr_el1, .tcr = c->tcr_el1 & 0xffffffff,
        .ttbr0 = c->ttbr0_el1, .ttbr1 = c->ttbr1_el1, .mair = c->mair_el1,
        .dacr = c->tcr_el1 >> 32,
    };

    for (u32 i = 0; i < c->writes; i++)
        write_table(c->pairs[i][0], c->pairs[i][1]);
    DO("dsb ish");
    flush_later();
    set_regime(&regime);
    flush_later();
}

void run_translate(const struct translate *c)
{
    struct translate_result *result = begin_result(&c->record, sizeof *result + c->probes * 16ULL);

    check(c);
    reset_registers();
    set_translation(c);
    result->probes = c->probes;
    result->reserved = 0;
    for (u32 i = 0; i < c->probes; i++) {
        const u64 *operation = c->pairs[c->writes + i];

        if (operation[0] >= FIRST_HYP_PROBE && c->flags & FLAG_EL2_TABLES)
            probe_hyp(c, operation, result->pairs[i]);
        else
            probe(operation, result->pairs[i]);
    }
    for (u32 i = 0; i < c->writes; i++)
        write_table(c->pairs[i][0], 0);
    DO("dsb ish");
    end_result(sizeof *result + c->probes * 16ULL);
}
