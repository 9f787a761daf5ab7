/* Stage 1 of EL1: tables, attributes and invalidations. */
#ifndef MMU_H
#define MMU_H

#include "guest.h"

#define PAGE 4096
#define BLOCK 0x200000
#define TESTED_VA 0x80000000ul
#define TABLE_ENTRIES 512
#define PAGE_LEVEL 3
#define BLOCK_LEVEL 2

#define PRESENT_PAGE 3ul
#define PRESENT_BLOCK 1ul
#define PRESENT_TABLE 3ul
#define DEVICE (1ul << 2)
#define USER (1ul << 6)
#define READ_ONLY (1ul << 7)
#define INNER_SHAREABLE (3ul << 8)
#define ACCESSED (1ul << 10)
#define NOT_GLOBAL (1ul << 11)
#define NO_PRIVILEGED_EXECUTE (1ul << 53)
#define NO_USER_EXECUTE (1ul << 54)
#define NO_EXECUTE (NO_PRIVILEGED_EXECUTE | NO_USER_EXECUTE)

#define CODE (INNER_SHAREABLE | ACCESSED | READ_ONLY | NO_USER_EXECUTE)
#define DATA (INNER_SHAREABLE | ACCESSED | NO_EXECUTE)

typedef uint64_t descriptor;
typedef descriptor table[TABLE_ENTRIES] __attribute__((aligned(PAGE)));

/* Codes in ESR of a data abort. */
#define WRITE 0x40ul
#define TRANSLATION(level) (0x04ul | (level))
#define ACCESS_FLAG(level) (0x08ul | (level))
#define PERMISSION(level) (0x0cul | (level))
#define DATA_ABORT 0x96000000ul

/* RAM and devices are identity mapped and global; test and test_pages map TESTED_VA on. */
struct tables {
    table root;
    table ram;
    table devices;
    table test;
    table test_pages;
};

struct trap {
    word recovery;
    word value;
    word vector;
    word esr;
    word elr;
    word far;
    word spsr;
};

/* A vCPU's own memory, nothing else of which is written while its MMU is off. */
struct vcpu {
    struct trap trap;
    uint8_t stack[VCPU_STACK_TOP - sizeof(struct trap)];
    struct tables tables;
} __attribute__((aligned(PAGE)));

extern struct vcpu vcpus[MAX_VCPUS];

static inline struct vcpu *this_vcpu(void)
{
    return &vcpus[vcpu_index()];
}

void mmu_on(struct tables *tables, word asid);
void build_tables(struct tables *tables);
void link_table(descriptor *entry, descriptor *next);

static inline descriptor *test_page_entry(struct tables *tables, word va)
{
    return &tables->test_pages[va / PAGE % TABLE_ENTRIES];
}

/* What maps the block that va of TESTED_VA's GiB is in, or points to the table of its pages. */
static inline descriptor *block_entry(struct tables *tables, word va)
{
    return &tables->test[va / BLOCK % TABLE_ENTRIES];
}

static inline descriptor page_descriptor(word pa, descriptor attributes)
{
    return pa | attributes | PRESENT_PAGE;
}

static inline descriptor block_descriptor(word pa, descriptor attributes)
{
    return pa | attributes | PRESENT_BLOCK;
}

static inline void map_page(struct tables *tables, word va, word pa, descriptor attributes)
{
    *(volatile descriptor *)test_page_entry(tables, va) = page_descriptor(pa, attributes);
}

/* After a store to a table, so that later walks see it: all that invalid to valid needs. */
static inline void tables_written(void)
{
    asm volatile("dsb ishst; isb" ::: "memory");
}

static inline void switch_tables(struct tables *tables, word asid)
{
    asm volatile("msr ttbr0_el1, %0; isb" ::"r"((word)tables | asid << 48) : "memory");
}

enum invalidation { BY_VA, BY_VA_LAST_LEVEL, BY_VA_ALL_ASIDS, BY_VA_ALL_ASIDS_LAST_LEVEL, BY_ASID, ALL };
enum scope { LOCAL, BROADCAST };

void invalidate(enum invalidation what, enum scope scope, word va, word asid);

int attempt(word (*f)(word, word), word a, word b);
word load(word va, word unused);
word store(word va, word value);

/* Whether the last exception was a data abort at va with that status. */
static inline int aborted(word status, word va)
{
    struct trap *trap = &this_vcpu()->trap;
    return trap->esr == (DATA_ABORT | status) && trap->far == va;
}

/* PAR_EL1 after a stage 1 read translation at EL1; never faults. */
static inline word probe(word va)
{
    word par;
    asm volatile("at s1e1r, %1; isb; mrs %0, par_el1" : "=r"(par) : "r"(va) : "memory");
    return par;
}

static inline int probe_finds(word va, word pa)
{
    return (probe(va) & 0xfffffffff001) == pa;
}

static inline int probe_faults(word va, word status)
{
    return (probe(va) & 0x7f) == (status << 1 | 1);
}

#endif
