#include "mmu.h"

#define RAM 0x40000000u
#define RAM_BYTES 0x4000000u
#define CODE_BYTES 0x200000u
#define DEVICES 0x08000000u
#define DEVICES_BYTES 0x1200000u
#define GIB 0x40000000u

struct vcpu vcpus[MAX_VCPUS];

_Static_assert(sizeof(struct vcpu) == VCPU_BYTES, "layout.h disagrees");
_Static_assert(__builtin_offsetof(struct trap, spsr) == TRAP_SPSR, "layout.h disagrees");
_Static_assert(__builtin_offsetof(struct vcpu, alone) == VCPU_ALONE, "layout.h disagrees");

void link_table(descriptor *entry, descriptor *next)
{
#ifdef SHORT
    *(volatile descriptor *)entry = (word)next | DOMAIN_FIELD(TESTED_DOMAIN) | PRESENT_TABLE;
#else
    *(volatile descriptor *)entry = (word)next | PRESENT_TABLE;
#endif
}

static void map_memory(struct tables *tables, word pa, descriptor attributes)
{
#ifdef SHORT
    tables->root[pa / BLOCK] = section(pa, attributes, 0);
#else
    descriptor *blocks = pa < GIB ? tables->devices : tables->ram;
    blocks[pa % GIB / BLOCK] = block_descriptor(pa, attributes);
#endif
}

/* Expects zeroed tables. */
void build_tables(struct tables *tables)
{
#ifndef SHORT
    link_table(&tables->root[0], tables->devices);
    link_table(&tables->root[RAM / GIB], tables->ram);
    link_table(&tables->root[TESTED_VA / GIB], tables->test);
#endif
    link_table(block_entry(tables, TESTED_VA), tables->test_pages);
    for (word i = 0; i < DEVICES_BYTES; i += BLOCK)
        map_memory(tables, DEVICES + i, DEVICE | ACCESSED | NO_EXECUTE);
    for (word i = 0; i < RAM_BYTES; i += BLOCK)
        map_memory(tables, RAM + i, i < CODE_BYTES ? CODE : DATA);
}

#define TLBI(here, everywhere, operand)                                         \
    do {                                                                        \
        if (scope == LOCAL)                                                     \
            asm volatile("dsb nshst; mcr p15, 0, %0, c8, " here "; dsb nsh; isb" ::"r"(operand) : "memory"); \
        else                                                                    \
            asm volatile("dsb ishst; mcr p15, 0, %0, c8, " everywhere "; dsb ish; isb" ::"r"(operand) : "memory"); \
    } while (0)

/* The whole sequence from the store to a table until the old entries are gone. */
void invalidate(enum invalidation what, enum scope scope, word va, word asid)
{
    word page = va & ~(word)(PAGE - 1);

    switch (what) {
    case BY_VA:
        TLBI("c7, 1", "c3, 1", page | asid);
        break;
    case BY_VA_ALL_ASIDS:
        TLBI("c7, 3", "c3, 3", page);
        break;
    case BY_ASID:
        TLBI("c7, 2", "c3, 2", asid);
        break;
    case ALL:
        TLBI("c7, 0", "c3, 0", 0);
        break;
    }
}
