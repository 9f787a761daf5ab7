/*
 * Sibling vCPUs whose code at one VA differs: each calls its own and must get its own number.
 * Each rewrites its code now and then, so what it fetches must be new as well as its own.
 */
#include "handshake.h"
#include "mmu.h"

#define DEFAULT_ITERATIONS 4000
#define REWRITE_EVERY 250
#define ASID 1
#define MOVZ_W0 0x52800000u
#define RET 0xd65f03c0u

static uint32_t code[MAX_VCPUS][PAGE / 4] __attribute__((aligned(PAGE)));

static void write_function(volatile uint32_t *at, uint32_t number)
{
    at[0] = MOVZ_W0 | number << 5;
    at[1] = RET;
}

/* Before any MMU goes on, all pages hold a function: whichever one is called, it returns. */
static void write_first_function(volatile uint32_t *at)
{
    write_function(at, 0);
    asm volatile("dsb sy; dc ivac, %0; dsb sy" ::"r"(at) : "memory");
}

static void rewrite_function(volatile uint32_t *at, uint32_t number)
{
    write_function(at, number);
    asm volatile("dc cvau, %0; dsb ish; ic ivau, %1; dsb ish; isb" ::"r"(at), "r"(TESTED_VA) : "memory");
}

/* Never 0, and no two vCPUs' are alike. */
static uint32_t number_of(word vcpu, word iteration)
{
    return (uint32_t)(iteration / REWRITE_EVERY % 1024 * MAX_VCPUS + vcpu + 1);
}

static word calls(word vcpu, word iterations)
{
    uint32_t (*function)(void) = (uint32_t(*)(void))TESTED_VA;
    word wrong = 0;

    for (word i = 0; i < iterations; i++) {
        if (i % REWRITE_EVERY == 0)
            rewrite_function(code[vcpu], number_of(vcpu, i));
        wrong += function() != number_of(vcpu, i);
    }
    return wrong;
}

void guest_main(word argument, word vcpus)
{
    word vcpu = vcpu_index();
    word iterations = argument ? argument : DEFAULT_ITERATIONS;
    struct tables *tables = &this_vcpu()->tables;

    build_tables(tables);
    map_page(tables, TESTED_VA, (word)code[vcpu], CODE | NOT_GLOBAL);
    write_first_function(code[vcpu]);
    handshake(vcpu, vcpus);
    mmu_on(tables, ASID);
    report(iterations, calls(vcpu, iterations));
}
