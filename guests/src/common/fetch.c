/*
 * Sibling vCPUs whose code at one VA differs: each calls its own and must get its own number.
 * Each rewrites its code now and then, so what it fetches must be new as well as its own.
 */
#include "code.h"
#include "handshake.h"
#include "mmu.h"

#define DEFAULT_ITERATIONS 4000
#define REWRITE_EVERY 250
#define ASID 1

static uint32_t code[MAX_VCPUS][PAGE / 4] __attribute__((aligned(PAGE)));

/* Before any MMU goes on, all pages hold a function: whichever one is called, it returns. */
static void write_first_function(volatile uint32_t *at)
{
    write_function(at, 0);
    drop_line(at);
}

static void rewrite_function(volatile uint32_t *at, uint32_t number)
{
    write_function(at, number);
    code_written(at, TESTED_VA);
}

/* Never 0, and no two vCPUs' are alike. */
static uint32_t number_of(word vcpu, word iteration)
{
    return (uint32_t)(iteration / REWRITE_EVERY % 1024 * MAX_VCPUS + vcpu + 1);
}

static word calls(word vcpu, word iterations)
{
    uint32_t (*function)(void) = (uint32_t(*)(void))FUNCTION_AT(TESTED_VA);
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
