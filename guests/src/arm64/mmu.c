#include "mmu.h"

#define RAM 0x40000000ul
#define RAM_BLOCKS 32
#define DEVICES 0x08000000ul
#define DEVICE_BLOCKS 9
#define GIB 0x40000000ul

struct vcpu vcpus[MAX_VCPUS];

_Static_assert(sizeof(struct vcpu) == VCPU_BYTES, "layout.h disagrees");
_Static_assert(__builtin_offsetof(struct trap, spsr) == TRAP_SPSR, "layout.h disagrees");

void link_table(descriptor *entry, descriptor *next)
{
    *(volatile descriptor *)entry = (word)next | PRESENT_TABLE;
}

/* Expects zeroed tables. */
void build_tables(struct tables *tables)
{
    link_table(&tables->root[DEVICES / GIB], tables->devices);
    link_table(&tables->root[RAM / GIB], tables->ram);
    link_table(&tables->root[TESTED_VA / GIB], tables->test);
    link_table(&tables->test[0], tables->test_pages);
    for (word i = 0; i < DEVICE_BLOCKS; i++)
        tables->devices[DEVICES % GIB / BLOCK + i]
            = (DEVICES + i * BLOCK) | DEVICE | ACCESSED | NO_EXECUTE | PRESENT_BLOCK;
    tables->ram[0] = RAM | CODE | PRESENT_BLOCK;
    for (word i = 1; i < RAM_BLOCKS; i++)
        tables->ram[i] = (RAM + i * BLOCK) | DATA | PRESENT_BLOCK;
}

#define TLBI(operation, operand)                                        \
    do {                                                                \
        if (scope == LOCAL)                                             \
            asm volatile("dsb nshst; tlbi " operation ", %0; dsb nsh; isb" ::"r"(operand) : "memory"); \
        else                                                            \
            asm volatile("dsb ishst; tlbi " operation "is, %0; dsb ish; isb" ::"r"(operand) : "memory"); \
    } while (0)

/* The whole sequence from the store to a table until the old entries are gone. */
void invalidate(enum invalidation what, enum scope scope, word va, word asid)
{
    word page = va / PAGE & 0xfffffffffff;

    switch (what) {
    case BY_VA:
        TLBI("vae1", page | asid << 48);
        break;
    case BY_VA_LAST_LEVEL:
        TLBI("vale1", page | asid << 48);
        break;
    case BY_VA_ALL_ASIDS:
        TLBI("vaae1", page);
        break;
    case BY_VA_ALL_ASIDS_LAST_LEVEL:
        TLBI("vaale1", page);
        break;
    case BY_ASID:
        TLBI("aside1", asid << 48);
        break;
    case ALL:
        if (scope == LOCAL)
            asm volatile("dsb nshst; tlbi vmalle1; dsb nsh; isb" ::: "memory");
        else
            asm volatile("dsb ishst; tlbi vmalle1is; dsb ish; isb" ::: "memory");
        break;
    }
}
