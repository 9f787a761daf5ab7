/*
 * Sibling vCPUs that map one VA to different pages, and check that each sees its own.
 * HANDSHAKE: all wait for one another before the MMU goes on. GLOBAL: the entry is global and
 * each vCPU has its own ASID. YIELD_EVERY=K: control goes back to the VMM every K iterations.
 */
#ifdef HANDSHAKE
#include "handshake.h"
#endif
#include "mmu.h"

#define DEFAULT_ITERATIONS 4000
#define WORDS (PAGE / sizeof(word))
#define READS 4
#define COUNTER 1

#ifdef GLOBAL
#define ASID(vcpu) (1 + (vcpu))
#define ATTRIBUTES DATA
#else
#define ASID(vcpu) 1
#define ATTRIBUTES (DATA | NOT_GLOBAL)
#endif

static word pages[MAX_VCPUS][WORDS] __attribute__((aligned(PAGE)));

/* The vCPU's number plus one in every byte, so that a wrong value says whose page it came from. */
static word pattern(word vcpu)
{
    return ~(word)0 / 0xff * (vcpu + 1);
}

static word wrong_reads(volatile word *page, word vcpu, word iteration)
{
    word mine = pattern(vcpu);
    word wrong = 0;

    for (word i = 0; i < READS; i++)
        wrong += page[i * (WORDS / READS)] != mine;
    wrong += page[COUNTER] != mine + iteration;
    page[COUNTER] = mine + iteration + 1;
    wrong += page[COUNTER] != mine + iteration + 1;
    return wrong;
}

void guest_main(word argument, word vcpus)
{
    word vcpu = vcpu_index();
    word iterations = argument ? argument : DEFAULT_ITERATIONS;
    struct tables *tables = &this_vcpu()->tables;
    word wrong = 0;

    build_tables(tables);
    map_page(tables, TESTED_VA, (word)pages[vcpu], ATTRIBUTES);
#ifdef HANDSHAKE
    handshake(vcpu, vcpus);
#else
    (void)vcpus;
#endif
    mmu_on(tables, ASID(vcpu));
    for (word i = 0; i < WORDS; i++)
        pages[vcpu][i] = pattern(vcpu);
    full_barrier();
    for (word i = 0; i < iterations; i++) {
        wrong += wrong_reads((volatile word *)TESTED_VA, vcpu, i);
#ifdef YIELD_EVERY
        if (i % YIELD_EVERY == YIELD_EVERY - 1)
            yield_to_vmm();
#endif
    }
    report(iterations * (READS + 2), wrong);
}
