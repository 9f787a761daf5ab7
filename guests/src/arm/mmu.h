/* Stage 1 of PL1: tables, attributes and invalidations. */
#ifndef MMU_H
#define MMU_H

#include "guest.h"

#define PAGE 4096
#define TESTED_VA 0x80000000u

#ifdef SHORT
#include "short.h"
#else
#include "lpae.h"
#endif

#define CODE (SHAREABLE | ACCESSED | READ_ONLY)
#define DATA (SHAREABLE | ACCESSED | NO_EXECUTE)

/* Beside the status of a data abort. */
#define WRITE 0x800

struct trap {
    word recovery;
    word value;
    word vector;
    word fsr;
    word far;
    word lr;
    word spsr;
};

/* A vCPU's own memory, nothing else of which is written while its MMU is off. */
struct vcpu {
    struct trap trap;
    word alone;
    uint8_t stack[VCPU_STACK_TOP - sizeof(struct trap) - sizeof(word)];
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

static inline descriptor page_descriptor(word pa, descriptor attributes)
{
    return pa | attributes | PRESENT_PAGE;
}

static inline descriptor *test_page_entry(struct tables *tables, word va)
{
    return &tables->test_pages[va / PAGE % TABLE_ENTRIES];
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

/* Armv7 has no invalidation of the last level alone. */
enum invalidation { BY_VA, BY_VA_ALL_ASIDS, BY_ASID, ALL, BY_VA_LAST_LEVEL = BY_VA };
enum scope { LOCAL, BROADCAST };

void invalidate(enum invalidation what, enum scope scope, word va, word asid);

int attempt(word (*f)(word, word), word a, word b);
word load(word va, word unused);
word store(word va, word value);

/* Whether the last exception was a data abort at va with that status. */
static inline int aborted(word status, word va)
{
    struct trap *trap = &this_vcpu()->trap;
    return trap->vector == VECTOR_DATA_ABORT && (trap->fsr & FSR_MASK) == status && trap->far == va;
}

static inline int probe_finds(word va, word pa)
{
    return (probe(va) & (PAR_ADDRESS | 1)) == pa;
}

static inline int probe_faults(word va, word status)
{
    return (probe(va) & 0x7f) == ((status & 0x3f) << 1 | 1);
}

#endif
