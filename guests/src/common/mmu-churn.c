/*
 * Maps, unmaps, protects and switches address spaces at random with correct maintenance, and
 * checks reads, writes, faults and AT against a model. Each vCPU does so on tables of its own.
 */
#include "mmu.h"

#define DEFAULT_STEPS 20000
#define SPACES 3
#define GLOBAL_SET SPACES
#define GLOBAL_VA (TESTED_VA + 16 * BLOCK)
#define PAGES 24
#define FRAMES 16
#define WORDS (PAGE / sizeof(word))
#define ASID(space) (1 + (space))

enum mode { UNMAPPED, ONLY_READ, READ_WRITE };

struct mapping {
    uint8_t frame;
    uint8_t mode;
};

/* Set SPACES is the global pages, which all spaces share. */
struct churn {
    struct tables spaces[SPACES];
    table global_pages;
    word frames[FRAMES][WORDS] __attribute__((aligned(PAGE)));
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

static descriptor *last_level(struct churn *churn, word set)
{
    return set == GLOBAL_SET ? churn->global_pages : churn->spaces[set].test_pages;
}

static void write_entry(struct churn *churn, word set, word page, descriptor value)
{
    *(volatile descriptor *)&last_level(churn, set)[page] = value;
}

static descriptor entry_for(struct churn *churn, word set, struct mapping mapping)
{
    if (mapping.mode == UNMAPPED)
        return 0;
    return page_descriptor((word)churn->frames[mapping.frame],
                           DATA | (mapping.mode == ONLY_READ ? READ_ONLY : 0)
                               | (set == GLOBAL_SET ? 0 : NOT_GLOBAL));
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

/* Every space links the global pages. */
static void unlink_set(struct churn *churn, word set)
{
    for (word space = 0; space < SPACES; space++)
        if (set == GLOBAL_SET || set == space)
            *(volatile descriptor *)block_entry(&churn->spaces[space], address(set, 0)) = 0;
}

static void link_set(struct churn *churn, word set)
{
    for (word space = 0; space < SPACES; space++)
        if (set == GLOBAL_SET || set == space)
            link_table(block_entry(&churn->spaces[space], address(set, 0)), last_level(churn, set));
}

/* Takes the last-level table out, empties it and puts it back. */
static void drop_table(struct churn *churn, word set)
{
    unlink_set(churn, set);
    if (set == GLOBAL_SET)
        invalidate(ALL, BROADCAST, 0, 0);
    else
        invalidate(BY_ASID, below(churn, 2) ? BROADCAST : LOCAL, 0, ASID(set));
    for (word page = 0; page < PAGES; page++) {
        write_entry(churn, set, page, 0);
        churn->model[set][page].mode = UNMAPPED;
    }
    tables_written();
    link_set(churn, set);
    tables_written();
}

static void check_load(struct churn *churn, word va, struct mapping mapping)
{
    int trapped = attempt(load, va, 0);

    if (mapping.mode == UNMAPPED)
        check(churn, trapped && aborted(TRANSLATION(PAGE_LEVEL), va));
    else
        check(churn, !trapped && this_vcpu()->trap.value == churn->frames[mapping.frame][0]);
}

static void check_store(struct churn *churn, word va, struct mapping mapping)
{
    word value = below(churn, ~0u);
    int trapped = attempt(store, va, value);

    if (mapping.mode == UNMAPPED)
        check(churn, trapped && aborted(WRITE | TRANSLATION(PAGE_LEVEL), va));
    else if (mapping.mode == ONLY_READ)
        check(churn, trapped && aborted(WRITE | PERMISSION(PAGE_LEVEL), va));
    else
        check(churn, !trapped && *(volatile word *)churn->frames[mapping.frame] == value);
}

static void check_probe(struct churn *churn, word va, struct mapping mapping)
{
    if (mapping.mode == UNMAPPED)
        check(churn, probe_faults(va, TRANSLATION(PAGE_LEVEL)));
    else
        check(churn, probe_finds(va, (word)churn->frames[mapping.frame]));
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
    for (word space = 0; space < SPACES; space++)
        build_tables(&churn->spaces[space]);
    link_set(churn, GLOBAL_SET);
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
