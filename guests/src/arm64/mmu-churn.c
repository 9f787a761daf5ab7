/*
 * Maps, unmaps, protects and switches address spaces at random with correct maintenance, and
 * checks reads, writes, faults and AT against a model. Each vCPU does so on tables of its own.
 */
#include "mmu.h"

#define DEFAULT_STEPS 20000
#define SPACES 3
#define GLOBAL_SET SPACES
#define GLOBAL_VA 0xc0000000ul
#define PAGES 24
#define FRAMES 16
#define WORDS (PAGE / sizeof(word))
#define ASID(space) (1 + (space))

#define READ_FAULT 0x96000000ul
#define WRITE_FAULT 0x96000040ul
#define TRANSLATION_3 0x07ul
#define PERMISSION_3 0x0ful

enum mode { UNMAPPED, ONLY_READ, READ_WRITE };

struct mapping {
    uint8_t frame;
    uint8_t mode;
};

/* Set SPACES is the global pages, which all spaces share. */
struct churn {
    struct tables spaces[SPACES];
    table global_middle;
    table global_pages;
    word frames[FRAMES][WORDS];
    struct mapping model[SPACES + 1][PAGES];
    word current;
    word checks;
    word wrong;
    uint32_t random;
};

static struct churn churns[MAX_VCPUS] __attribute__((aligned(PAGE)));

static word below(struct churn *churn, word limit)
{
    churn->random ^= churn->random << 13;
    churn->random ^= churn->random >> 17;
    churn->random ^= churn->random << 5;
    return churn->random % limit;
}

static void check(struct churn *churn, int right)
{
    churn->checks++;
    churn->wrong += !right;
}

static word address(word set, word page)
{
    return (set == GLOBAL_SET ? GLOBAL_VA : TESTED_VA) + page * PAGE;
}

static uint64_t *last_level(struct churn *churn, word set)
{
    return set == GLOBAL_SET ? churn->global_pages : churn->spaces[set].test_pages;
}

static void write_entry(struct churn *churn, word set, word page, uint64_t value)
{
    *(volatile uint64_t *)&last_level(churn, set)[page] = value;
}

static uint64_t entry_for(struct churn *churn, word set, struct mapping mapping)
{
    if (mapping.mode == UNMAPPED)
        return 0;
    return (word)churn->frames[mapping.frame] | DATA | PRESENT_PAGE
           | (mapping.mode == ONLY_READ ? READ_ONLY : 0) | (set == GLOBAL_SET ? 0 : NOT_GLOBAL);
}

/* Any invalidation that must remove the page; by ASID it would leave a global one. */
static void invalidate_page(struct churn *churn, word set, word page)
{
    enum invalidation what = below(churn, ALL + 1);
    word asid = ASID(set == GLOBAL_SET ? below(churn, SPACES) : set);

    if (set == GLOBAL_SET && what == BY_ASID)
        what = BY_VA;
    invalidate(what, below(churn, 2) ? BROADCAST : LOCAL, address(set, page), asid);
}

static void set_mapping(struct churn *churn, word set, word page, struct mapping mapping)
{
    struct mapping *old = &churn->model[set][page];

    if (old->mode != UNMAPPED) {
        write_entry(churn, set, page, 0);
        invalidate_page(churn, set, page);
    }
    write_entry(churn, set, page, entry_for(churn, set, mapping));
    tables_written();
    *old = mapping;
}

static void toggle_protection(struct churn *churn, word set, word page)
{
    struct mapping *mapping = &churn->model[set][page];

    if (mapping->mode == UNMAPPED)
        return;
    mapping->mode = ONLY_READ + READ_WRITE - mapping->mode;
    write_entry(churn, set, page, entry_for(churn, set, *mapping));
    invalidate_page(churn, set, page);
}

/* Takes the last-level table out, empties it and puts it back. */
static void drop_table(struct churn *churn, word set)
{
    volatile uint64_t *link = set == GLOBAL_SET ? churn->global_middle : churn->spaces[set].test;

    *link = 0;
    if (set == GLOBAL_SET)
        invalidate(ALL, BROADCAST, 0, 0);
    else
        invalidate(BY_ASID, below(churn, 2) ? BROADCAST : LOCAL, 0, ASID(set));
    for (word page = 0; page < PAGES; page++) {
        write_entry(churn, set, page, 0);
        churn->model[set][page].mode = UNMAPPED;
    }
    tables_written();
    link_table((uint64_t *)link, last_level(churn, set));
    tables_written();
}

static int faulted(word esr, word va)
{
    struct trap *trap = &this_vcpu()->trap;
    return trap->esr == esr && trap->far == va;
}

static void check_load(struct churn *churn, word va, struct mapping mapping)
{
    int trapped = attempt(load, va, 0);

    if (mapping.mode == UNMAPPED)
        check(churn, trapped && faulted(READ_FAULT | TRANSLATION_3, va));
    else
        check(churn, !trapped && this_vcpu()->trap.value == churn->frames[mapping.frame][0]);
}

static void check_store(struct churn *churn, word va, struct mapping mapping)
{
    word value = below(churn, ~0u);
    int trapped = attempt(store, va, value);

    if (mapping.mode == UNMAPPED)
        check(churn, trapped && faulted(WRITE_FAULT | TRANSLATION_3, va));
    else if (mapping.mode == ONLY_READ)
        check(churn, trapped && faulted(WRITE_FAULT | PERMISSION_3, va));
    else
        check(churn, !trapped && *(volatile word *)churn->frames[mapping.frame] == value);
}

static void check_probe(struct churn *churn, word va, struct mapping mapping)
{
    word par;

    asm volatile("at s1e1r, %1; isb; mrs %0, par_el1" : "=r"(par) : "r"(va) : "memory");
    if (mapping.mode == UNMAPPED)
        check(churn, (par & 0x7f) == (TRANSLATION_3 << 1 | 1));
    else
        check(churn, (par & 0xfffffffff001) == (word)churn->frames[mapping.frame]);
}

static void check_page(struct churn *churn, word set, word page)
{
    struct mapping mapping = churn->model[set][page];
    word va = address(set, page);

    check_load(churn, va, mapping);
    check_store(churn, va, mapping);
    check_probe(churn, va, mapping);
}

static void change(struct churn *churn, word set, word page)
{
    struct mapping mapping = {below(churn, FRAMES), below(churn, READ_WRITE + 1)};

    switch (below(churn, 8)) {
    case 0:
        churn->current = below(churn, SPACES);
        switch_tables(&churn->spaces[churn->current], ASID(churn->current));
        break;
    case 1:
    case 2:
        toggle_protection(churn, set, page);
        break;
    case 3:
        if (below(churn, 8) == 0)
            drop_table(churn, set);
        break;
    default:
        set_mapping(churn, set, page, mapping);
    }
}

static void step(struct churn *churn)
{
    word set = below(churn, SPACES + 1);
    word page = below(churn, PAGES);

    change(churn, set, page);
    check_page(churn, churn->current, page);
    check_page(churn, churn->current, below(churn, PAGES));
    check_page(churn, GLOBAL_SET, below(churn, PAGES));
}

static void prepare(struct churn *churn)
{
    link_table(&churn->global_middle[0], churn->global_pages);
    for (word space = 0; space < SPACES; space++) {
        build_tables(&churn->spaces[space]);
        link_table(&churn->spaces[space].root[GLOBAL_VA >> 30], churn->global_middle);
    }
    for (word frame = 0; frame < FRAMES; frame++)
        churn->frames[frame][0] = (word)churn->frames[frame];
    tables_written();
    switch_tables(&churn->spaces[0], ASID(0));
}

void guest_main(word argument, word vcpus)
{
    word vcpu = vcpu_index();
    word steps = argument ? argument : DEFAULT_STEPS;
    struct churn *churn = &churns[vcpu];
    struct tables *boot_tables = &this_vcpu()->tables;

    (void)vcpus;
    build_tables(boot_tables);
    mmu_on(boot_tables, ASID(SPACES));
    churn->random = 0x9e3779b9u * (uint32_t)(vcpu + 1);
    prepare(churn);
    while (steps--)
        step(churn);
    report(churn->checks, churn->wrong);
}
