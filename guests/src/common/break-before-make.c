/* Remaps pages and blocks by the book, with every invalidation, and checks each step. */
#include "mmu.h"

#define DEFAULT_ROUNDS 500
#define ASID 1
#define VA TESTED_VA
#define BLOCK_VA (TESTED_VA + BLOCK)
#define CHECKED_PAGES 4
#define WORDS (PAGE / sizeof(word))

static word a_block[BLOCK / sizeof(word)] __attribute__((aligned(BLOCK)));
static word pages[2][WORDS] __attribute__((aligned(PAGE)));
static table small_pages;
static word checks;
static word wrong;

static void check(int right)
{
    checks++;
    wrong += !right;
}

static void check_word(word va, word expected)
{
    check(attempt(load, va, 0) == 0 && this_vcpu()->trap.value == expected);
}

static void check_fault(word va, word level)
{
    check(attempt(load, va, 0) == 1 && aborted(TRANSLATION(level), va));
}

static void replace(volatile descriptor *entry, descriptor value, enum invalidation what, enum scope scope)
{
    *entry = 0;
    invalidate(what, scope, VA, ASID);
    check_fault(VA, PAGE_LEVEL);
    *entry = value;
    tables_written();
}

static void remap_page(struct tables *tables, enum invalidation what, enum scope scope)
{
    descriptor *entry = test_page_entry(tables, VA);

    for (word i = 0; i < 2; i++) {
        replace(entry, page_descriptor((word)pages[i], DATA | NOT_GLOBAL), what, scope);
        check_word(VA, (word)pages[i]);
    }
}

/* One invalidation by VA removes all that came from a block, whatever VA within it is named. */
static void block_to_pages(volatile descriptor *entry, enum scope scope)
{
    *entry = 0;
    invalidate(BY_VA, scope, BLOCK_VA + BLOCK - PAGE, ASID);
    for (word i = 0; i < CHECKED_PAGES; i++)
        check_fault(BLOCK_VA + i * PAGE, BLOCK_LEVEL);
    link_table((descriptor *)entry, small_pages);
    tables_written();
    for (word i = 0; i < CHECKED_PAGES; i++)
        check_word(BLOCK_VA + i * PAGE, TABLE_ENTRIES - 1 - i);
}

/* Any of the pages may be in the TLB, so this takes the whole ASID. */
static void pages_to_block(volatile descriptor *entry, enum scope scope)
{
    *entry = 0;
    invalidate(BY_ASID, scope, 0, ASID);
    for (word i = 0; i < CHECKED_PAGES; i++)
        check_fault(BLOCK_VA + i * PAGE, BLOCK_LEVEL);
    *entry = block_descriptor((word)a_block, DATA | NOT_GLOBAL);
    tables_written();
    for (word i = 0; i < CHECKED_PAGES; i++)
        check_word(BLOCK_VA + i * PAGE, i);
}

/* Tightening needs no break, but an invalidation before it can be relied on. */
static void protect_page(struct tables *tables, enum scope scope)
{
    volatile descriptor *entry = test_page_entry(tables, VA);

    check(attempt(store, VA, (word)pages[1]) == 0);
    *entry |= READ_ONLY;
    invalidate(BY_VA_LAST_LEVEL, scope, VA, ASID);
    check(attempt(store, VA, 0) == 1);
    check_word(VA, (word)pages[1]);
    *entry &= ~READ_ONLY;
    invalidate(BY_VA_LAST_LEVEL, scope, VA, ASID);
    check(attempt(store, VA, (word)pages[1]) == 0);
}

static void fill(void)
{
    pages[0][0] = (word)pages[0];
    pages[1][0] = (word)pages[1];
    for (word i = 0; i < TABLE_ENTRIES; i++) {
        word *page = &a_block[i * WORDS];
        page[0] = i;
        small_pages[TABLE_ENTRIES - 1 - i] = page_descriptor((word)page, DATA | NOT_GLOBAL);
    }
}

static void one_round(struct tables *tables, enum scope scope)
{
    for (enum invalidation what = BY_VA; what <= ALL; what++)
        remap_page(tables, what, scope);
    protect_page(tables, scope);
    pages_to_block(block_entry(tables, BLOCK_VA), scope);
    block_to_pages(block_entry(tables, BLOCK_VA), scope);
}

/* One vCPU; the others turn themselves off. */
void guest_main(word argument, word count_of_vcpus)
{
    word rounds = argument ? argument : DEFAULT_ROUNDS;
    struct tables *tables = &vcpus[0].tables;

    (void)count_of_vcpus;
    if (vcpu_index() != 0)
        stop();
    build_tables(tables);
    mmu_on(tables, ASID);
    fill();
    while (rounds--) {
        one_round(tables, LOCAL);
        one_round(tables, BROADCAST);
    }
    report(checks, wrong);
}
