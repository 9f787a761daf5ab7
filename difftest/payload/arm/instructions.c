/* Cases of kind INSTRUCTIONS: a sequence of A32 or T32 instructions in User mode, a PL1 mode or Hyp mode. */
#include "payload.h"
#include "sysreg.h"

#define ALLOWED_HCR     0x0fffffffUL
#define ALLOWED_SCTLR   0x30180023UL /* AFE TRE UWXN WXN CP15BEN A M */
#define ALLOWED_HSCTLR  0x00080022UL /* WXN CP15BEN A */
#define FIXED_SCTLR     0x00c5105cUL
#define FIXED_HSCTLR    0x30c51859UL
#define ALLOWED_CPACR   0x00f00000UL
#define ALLOWED_HCPTR   0x80000000UL
#define ALLOWED_HDCR    0x00000f00UL
#define ALLOWED_HSTR    0x0000bfefUL
#define ALLOWED_CNTHCTL 0x00000003UL
#define ALLOWED_CNTKCTL 0x00000303UL

#define LONG_TTBCR      0x80003500UL /* EAE: long descriptors, all addresses by TTBR0 */
#define VTCR_VALUE      0x80003540UL /* 32-bit addresses from level 1 */
#define TABLE_FLAGS     0x0000004aUL /* the short format: write-back shareable tables */
#define PRRR_VALUE      0xff0a81a8UL
#define NMRR_VALUE      0x40e040e0UL
#define CLIENT_OF_1     0x00000004UL
#define VMID            (1ULL << 48)

#define USER 0x10
#define HYP  0x1a
#define PL1_MODES (1U << 0x11 | 1U << 0x12 | 1U << 0x13 | 1U << 0x17 | 1U << 0x1b | 1U << 0x1f)

extern char short_root[];

static u32 hcr_of(const struct instructions *c)
{
    u32 hcr = c->hcr & ALLOWED_HCR;

    return hcr & (HCR_DC | HCR_TGE) ? hcr | HCR_VM : hcr;
}

static int in_hyp(const struct instructions *c)
{
    return (c->spsr & 0x1f) == HYP;
}

static void check(const struct instructions *c)
{
    u32 modes = 1U << USER | 1U << HYP | (hcr_of(c) & HCR_TGE ? 0 : PL1_MODES);

    require(!(c->flags & FLAG_SIMD));
    require(sizeof *c + c->words * 4ULL <= c->record.size);
    require((c->offset & 3) == 0 && c->offset + c->words * 4ULL <= CODE_SIZE);
    require(modes >> (c->spsr & 0x1f) & 1);
}

static void set_pl1_regime(const struct instructions *c)
{
    int is_long = (c->tcr & TTBCR_EAE) != 0;
    struct regime regime = {
        .hcr = hcr_of(c),
        .vtcr = VTCR_VALUE, .vttbr = (unsigned long)stage2_root | VMID,
        .sctlr = (c->sctlr & ALLOWED_SCTLR) | FIXED_SCTLR,
        .tcr = is_long ? LONG_TTBCR : 0,
        .ttbr0 = is_long ? (unsigned long)el1_root : (unsigned long)short_root | TABLE_FLAGS,
        .mair = is_long ? MAIR_VALUE : PRRR_VALUE | (u64)NMRR_VALUE << 32,
        .dacr = CLIENT_OF_1,
    };

    if (in_hyp(c))
        regime.sctlr = FIXED_SCTLR | SCTLR_M;
    if (!(regime.hcr & HCR_VM))
        regime.sctlr |= SCTLR_M;
    set_regime(&regime);
    WRITE(VBAR, (unsigned long)el1_vectors);
}

static void set_controls(const struct instructions *c)
{
    u32 counters = READ(HDCR) & 31;

    WRITE(CPACR, c->cpacr & ALLOWED_CPACR);
    WRITE(HDCR, (c->mdcr & ALLOWED_HDCR) | counters);
    WRITE(HSTR, c->hstr & ALLOWED_HSTR);
    WRITE(CNTHCTL, c->cnthctl & ALLOWED_CNTHCTL);
    WRITE(CNTKCTL, c->cntkctl & ALLOWED_CNTKCTL);
    WRITE_BANKED(SPSR_svc, c->mdscr);
    WRITE_BANKED(SPSR_abt, c->mdscr);
    WRITE_BANKED(SPSR_und, c->mdscr);
    WRITE_BANKED(SPSR_irq, c->mdscr);
    WRITE_BANKED(SPSR_fiq, c->mdscr);
}

static void set_hyp_regime(void)
{
    WRITE64(HTTBR, (unsigned long)el2_root);
    WRITE(HTCR, HTCR_VALUE);
    WRITE(HMAIR0, MAIR_VALUE);
    WRITE(HMAIR1, 0);
    DO("isb");
    WRITE(TLBIALLH, 0);
    DO("dsb");
    DO("isb");
}

static void copy_registers(struct registers *to, const struct registers *from)
{
    for (int i = 0; i < 34; i++)
        to->value[i] = from->value[i];
}

static void run(const struct instructions *c)
{
    copy_registers(&frame.registers, &c->registers);
    frame.elr = CODE + c->offset;
    frame.spsr = c->spsr;
    frame.sctlr_el2 = (c->sctlr & ALLOWED_HSCTLR) | FIXED_HSCTLR | 4;
    if (in_hyp(c))
        set_hyp_regime();
    WRITE(HCPTR, (c->cptr & ALLOWED_HCPTR) | HCPTR_VALUE);
    run_case();
    WRITE(HCPTR, HCPTR_VALUE);
    DO("isb");
}

static void find_level(struct instructions_result *result)
{
    u32 position = frame.elr - (unsigned long)el1_vectors;

    result->level = 2;
    result->vector = frame.vector;
    if (EXCEPTION_CLASS(result->esr_el2) == EC_HVC && position < EL1_TABLES - EL1_VECTORS) {
        result->level = 1;
        result->vector = result->esr_el2 & 0xffff;
    }
}

static void get_exception(struct instructions_result *result)
{
    result->esr_el1 = READ(DFSR) | (u64)READ(IFSR) << 32;
    result->elr_el1 = 0;
    result->spsr_el1 = READ_BANKED(SPSR_svc);
    result->far_el1 = READ(DFAR) | (u64)READ(IFAR) << 32;
    result->esr_el2 = READ(HSR);
    result->elr_el2 = frame.elr;
    result->spsr_el2 = frame.spsr;
    result->far_el2 = READ(HDFAR) | (u64)READ(HIFAR) << 32;
    result->hpfar_el2 = READ(HPFAR);
    copy_registers(&result->registers, &frame.registers);
    result->aarch32[0] = 0;
    result->aarch32[1] = READ_BANKED(SPSR_abt);
    result->aarch32[2] = READ_BANKED(SPSR_und);
    result->aarch32[3] = READ_BANKED(SPSR_irq);
    result->aarch32[4] = READ_BANKED(SPSR_fiq);
    find_level(result);
}

void run_instructions(const struct instructions *c)
{
    struct instructions_result *result;
    u64 size;

    check(c);
    result = begin_result(&c->record, sizeof *result + LISTED_CHANGES * sizeof(struct change));
    place_code(c->offset, c->code, c->words, c->fill);
    fill_windows(c->seed);
    reset_registers();
    set_pl1_regime(c);
    set_controls(c);
    run(c);
    if (c->flags & FLAG_FLUSH)
        flush_later();
    get_exception(result);
    size = (sizeof *result + collect_changes(c->windows, result) + 15) & -(u64)16;
    end_result(size);
}
