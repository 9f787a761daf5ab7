/* What the shim asks of an AArch32 CPU in Hyp mode. */
#include <stdint.h>

typedef uint32_t word;

#define PSCI_CPU_ON 0x84000003
#define HYPERCALL 0x12

static inline word read_mpidr(void)
{
    word mpidr;
    asm("mrc p15, 0, %0, c0, c0, 5" : "=r"(mpidr));
    return mpidr;
}

static inline uint64_t ticks(void)
{
    uint64_t now;
    asm volatile("isb; mrrc p15, 0, %Q0, %R0, c14" : "=r"(now));
    return now;
}

static inline word return_address(void)
{
    word elr;
    asm volatile("mrs %0, elr_hyp" : "=r"(elr));
    return elr;
}

static inline void code_written(void)
{
    asm volatile("dsb; mcr p15, 0, r0, c7, c1, 0; dsb; isb" ::: "memory");
}
