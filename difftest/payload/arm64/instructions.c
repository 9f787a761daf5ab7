/* Cases of kind INSTRUCTIONS: a sequence of instruction words at EL0, EL1 or EL2. */
#include "payload.h"
#include "sysreg.h"

#define ALLOWED_HCR     (0x3ffffffffUL & ~HCR_HCD)
#define ALLOWED_SCTLR   0x050dd3bbUL /* UCI E0E WXN nTWE nTWI UCT DZE I UMA SED ITD CP15BEN SA0 SA A M */
#define ALLOWED_SCTLR32 0x000d11a3UL /* WXN nTWE nTWI I SED ITD CP15BEN A M */
#define ALLOWED_SCTLR2  0x0008100bUL /* WXN I SA A M */
#define FIXED_SCTLR     0x30d00804UL
#define FIXED_SCTLR32   0x30c0081cUL
#define FIXED_SCTLR2    (SCTLR_EL2_OFF | BIT(2))
#define ALLOWED_CPACR   0x90f00000UL
#define ALLOWED_CPTR    0x80100400UL
#define ALLOWED_MDCR    0x00000f60UL
#define ALLOWED_HSTR    0x0000bfefUL
#define ALLOWED_CNTHCTL 0x00000003UL
#define ALLOWED_CNTKCTL 0x00000303UL
#define ALLOWED_MDSCR   0x00003001UL

#define DEFAULT_SCTLR   (FIXED_SCTLR | 0x1001UL)
#define TCR_TBI         (BIT(37) | BIT(38))
#define TCR_EL2_TBI     BIT(20)
#define TCR             0xb5193519UL /* 39-bit halves, 4 KiB granule, write-back inner-shareable tables */
#define TCR32           0x80003500UL /* EAE: long descriptors, all addresses by TTBR0 */
#define VTCR            0x80003560UL /* 32-bit addresses from level 1, 4 KiB granule */
#define FPEXC_EN        BIT(30)
#define VMID            (1UL << 48)

static int el2_case(const struct instructions *c)
{
    return (c->spsr & 0x1e) == 0x08;
}

static u64 hcr_of(const struct instructions *c)
{
    u64 hcr = c->hcr & ALLOWED_HCR;

    return hcr & (HCR_DC | HCR_TGE) ? hcr | HCR_VM : hcr;
}

/* Modes which an exception return from EL2 may enter, as bits by SPSR.M. */
static u32 legal_modes(u64 hcr)
{
    u32 aarch64_el2 = 1 << 8 | 1 << 9, user32 = 1 << 16;

    if (!(hcr & HCR_RW))
        return hcr & HCR_TGE ? aarch64_el2 | user32 : aarch64_el2 | 0x888f0000;
    return aarch64_el2 | 1 << 0 | user32 | (hcr & HCR_TGE ? 0 : 1 << 4 | 1 << 5);
}

static u64 code_end(const struct instructions *c)
{
    return sizeof *c + c->words * 4UL;
}

static void check(const struct instructions *c)
{
    u64 end = code_end(c);

    if (c->flags & FLAG_SIMD)
        end = ((end + 15) & -16UL) + sizeof(struct simd);
    require(end <= c->record.size);
    require((c->offset & 3) == 0 && c->offset + c->words * 4UL <= CODE_SIZE);
    require(legal_modes(hcr_of(c)) >> (c->spsr & 0x1f) & 1);
}

static void set_el1_regime(const struct instructions *c)
{
    struct regime regime = {
        .hcr = hcr_of(c),
        .vtcr = VTCR, .vttbr = (u64)stage2_root | VMID,
        .sctlr = (c->sctlr & ALLOWED_SCTLR) | FIXED_SCTLR,
        .tcr = TCR | (c->tcr & TCR_TBI),
        .ttbr0 = (u64)el1_root, .ttbr1 = (u64)el1_root, .mair = MAIR_VALUE,
    };
    u64 vectors = (u64)el1_vectors;

    if (!(regime.hcr & HCR_RW)) {
        regime.sctlr = (c->sctlr & ALLOWED_SCTLR32) | FIXED_SCTLR32;
        regime.tcr = TCR32;
        regime.ttbr1 = 0;
        vectors += AARCH32_VECTORS;
    }
    if (el2_case(c))
        regime.sctlr = DEFAULT_SCTLR;
    if (!(regime.hcr & HCR_VM))
        regime.sctlr |= SCTLR_M;
    set_regime(&regime);
    WRITE(VBAR_EL1, vectors);
}

static void set_controls(const struct instructions *c)
{
    u64 counters = READ(MDCR_EL2) & 31;

    WRITE(CPACR_EL1, c->cpacr & ALLOWED_CPACR);
    WRITE(MDCR_EL2, (c->mdcr & ALLOWED_MDCR) | counters);
    WRITE(HSTR_EL2, c->hstr & ALLOWED_HSTR);
    WRITE(CNTHCTL_EL2, c->cnthctl & ALLOWED_CNTHCTL);
    WRITE(CNTKCTL_EL1, c->cntkctl & ALLOWED_CNTKCTL);
    WRITE(MDSCR_EL1, c->mdscr & ALLOWED_MDSCR);
}

static void set_aarch32(int simd)
{
    if (simd)
        WRITE(FPEXC32_EL2, FPEXC_EN);
    WRITE(IFSR32_EL2, 0);
    WRITE(DACR32_EL2, 0);
    WRITE(SPSR_abt, 0);
    WRITE(SPSR_und, 0);
    WRITE(SPSR_irq, 0);
    WRITE(SPSR_fiq, 0);
}

static void get_aarch32(u64 *state)
{
    state[0] = READ(IFSR32_EL2);
    state[1] = READ(SPSR_abt);
    state[2] = READ(SPSR_und);
    state[3] = READ(SPSR_irq);
    state[4] = READ(SPSR_fiq);
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
    frame.sctlr_el2 = (c->sctlr & ALLOWED_SCTLR2) | FIXED_SCTLR2;
    frame.tcr_el2 = TCR_EL2_VALUE | (c->tcr & BIT(37) ? TCR_EL2_TBI : 0);
    frame.ttbr0_el2 = (u64)el2_root;
    frame.mair_el2 = MAIR_VALUE;
    WRITE(CPTR_EL2, (c->cptr & ALLOWED_CPTR) | CPTR_EL2_VALUE);
    run_case();
    WRITE(CPTR_EL2, CPTR_EL2_VALUE);
    DO("isb");
}

static void find_level(struct instructions_result *result)
{
    u64 class = EXCEPTION_CLASS(result->esr_el2);
    u64 position = frame.elr - (u64)el1_vectors;

    result->level = 2;
    result->vector = frame.vector;
    if ((class == EC_HVC64 || class == EC_HVC32) && position < EL1_TABLES - EL1_VECTORS) {
        result->level = 1;
        result->vector = result->esr_el2 & 0xffff;
    }
}

static void get_exception(struct instructions_result *result)
{
    result->esr_el1 = READ(ESR_EL1);
    result->elr_el1 = READ(ELR_EL1);
    result->spsr_el1 = READ(SPSR_EL1);
    result->far_el1 = READ(FAR_EL1);
    result->esr_el2 = READ(ESR_EL2);
    result->elr_el2 = frame.elr;
    result->spsr_el2 = frame.spsr;
    result->far_el2 = READ(FAR_EL2);
    result->hpfar_el2 = READ(HPFAR_EL2);
    copy_registers(&result->registers, &frame.registers);
    find_level(result);
}

static struct simd *simd_after(const void *start, u64 size)
{
    return (struct simd *)(((u64)start + size + 15) & -16UL);
}

static void enter(const struct instructions *c, int aarch32)
{
    place_code(c->offset, c->code, c->words, c->fill);
    fill_windows(c->seed);
    reset_registers();
    set_el1_regime(c);
    set_controls(c);
    if (aarch32)
        set_aarch32(c->flags & FLAG_SIMD);
    if (c->flags & FLAG_SIMD)
        load_simd(simd_after(c, code_end(c)));
    run(c);
    if (c->flags & FLAG_FLUSH)
        flush_later();
}

void run_instructions(const struct instructions *c)
{
    int aarch32 = !(hcr_of(c) & HCR_RW);
    struct instructions_result *result;
    u64 size;

    check(c);
    result = begin_result(&c->record, sizeof *result + LISTED_CHANGES * sizeof(struct change) + sizeof(struct simd));
    enter(c, aarch32);
    get_exception(result);
    for (int i = 0; i < 5; i++)
        result->aarch32[i] = 0;
    if (aarch32)
        get_aarch32(result->aarch32);
    size = (sizeof *result + collect_changes(c->windows, result) + 15) & -16UL;
    if (c->flags & FLAG_SIMD) {
        save_simd(simd_after(result, size));
        size += sizeof(struct simd);
    }
    end_result(size);
}
