/* What the shim asks of an AArch64 CPU at EL2. */
#include <stdint.h>

typedef uint64_t word;

#define PSCI_CPU_ON 0xc4000003
#define HYPERCALL 0x16

static inline word read_mpidr(void)
{
    word mpidr;
    asm("mrs %0, mpidr_el1" : "=r"(mpidr));
    return mpidr;
}

static inline uint64_t ticks(void)
{
    uint64_t now;
    asm volatile("isb; mrs %0, cntpct_el0" : "=r"(now));
    return now;
}

static inline word return_address(void)
{
    word elr;
    asm volatile("mrs %0, elr_el2" : "=r"(elr));
    return elr;
}

static inline void code_written(void)
{
    asm volatile("dsb sy; ic ialluis; dsb sy; isb" ::: "memory");
}
