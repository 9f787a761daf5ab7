/* Cases of kind TRANSLATE: translation tables as the case gives them, and what AT makes of them. */
#include "payload.h"
#include "sysreg.h"

#define FIRST_EL2_PROBE 8

#define AT_S1E2R_X0     0xd50c7800
#define AT_S1E2W_X0     0xd50c7820
#define ISB             0xd5033fdf
#define MRS_X0_PAR_EL1  0xd5387400
#define BRK             0xd43e01a0
#define EL2H_MASKED     0x3c9
#define SCTLR_EL2_FREE  (BIT(25) | BIT(19)) /* EE, WXN */

/* Shared with the vector that steps over an AT which takes an exception. */
volatile u32 probing;
volatile u64 probe_esr;

static void write_table(u64 address, u64 value)
{
    *(volatile u64 *)address = value;
    DO_AT("dc cvac", address);
}

static void execute_at(u64 operation, u64 address)
{
    switch (operation) {
    case 0: DO_AT("at s1e1r", address); break;
    case 1: DO_AT("at s1e1w", address); break;
    case 2: DO_AT("at s1e0r", address); break;
    case 3: DO_AT("at s1e0w", address); break;
    case 4: DO_AT("at s12e1r", address); break;
    case 5: DO_AT("at s12e1w", address); break;
    case 6: DO_AT("at s12e0r", address); break;
    case 7: DO_AT("at s12e0w", address); break;
    case 8: DO_AT("at s1e2r", address); break;
    case 9: DO_AT("at s1e2w", address); break;
    default: require(0);
    }
}

static void probe(const u64 *operation, u64 *result)
{
    probe_esr = 0;
    probing = 1;
    execute_at(operation[0], operation[1]);
    DO("isb");
    probing = 0;
    result[0] = probe_esr ? 0 : READ(PAR_EL1);
    result[1] = probe_esr;
}

/* Runs the AT on the case's own EL2 tables, as a case at EL2. */
static void probe_el2(const struct translate *c, const u64 *operation, u64 *result)
{
    u32 words[] = { operation[0] & 1 ? AT_S1E2W_X0 : AT_S1E2R_X0, ISB, MRS_X0_PAR_EL1 };
    u64 esr;

    place_code(0, words, 3, BRK);
    frame.registers.value[0] = operation[1];
    frame.elr = CODE;
    frame.spsr = EL2H_MASKED;
    frame.sctlr_el2 = (c->sctlr_el2 & SCTLR_EL2_FREE) | SCTLR_EL2_ON;
    frame.tcr_el2 = c->tcr_el2;
    frame.ttbr0_el2 = c->ttbr0_el2;
    frame.mair_el2 = c->mair_el2;
    run_case();
    esr = READ(ESR_EL2);
    result[1] = EXCEPTION_CLASS(esr) == EC_BRK ? 0 : esr;
    result[0] = result[1] ? 0 : frame.registers.value[0];
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
        .hcr = c->hcr & (HCR_VM | HCR_PTW | HCR_DC | HCR_TGE | HCR_RW | HCR_CD | HCR_ID),
        .vtcr = c->vtcr, .vttbr = c->vttbr,
        .sctlr = c->sctlr_el1, .tcr = c->tcr_el1,
        .ttbr0 = c->ttbr0_el1, .ttbr1 = c->ttbr1_el1, .mair = c->mair_el1,
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
    struct translate_result *result = begin_result(&c->record, sizeof *result + c->probes * 16UL);

    check(c);
    reset_registers();
    set_translation(c);
    result->probes = c->probes;
    result->reserved = 0;
    for (u32 i = 0; i < c->probes; i++) {
        const u64 *operation = c->pairs[c->writes + i];

        if (operation[0] >= FIRST_EL2_PROBE && c->flags & FLAG_EL2_TABLES)
            probe_el2(c, operation, result->pairs[i]);
        else
            probe(operation, result->pairs[i]);
    }
    for (u32 i = 0; i < c->writes; i++)
        write_table(c->pairs[i][0], 0);
    DO("dsb ish");
    end_result(sizeof *result + c->probes * 16UL);
}
