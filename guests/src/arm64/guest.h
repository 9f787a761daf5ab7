/* What a guest program may ask of its vCPU and of its VMM. */
#ifndef GUEST_H
#define GUEST_H

#include <stdint.h>

#include "layout.h"

typedef uint64_t word;

#define UART_DATA 0x09000000

/* Each program defines this one; an argument of 0 asks for the program's default. */
void guest_main(word argument, word vcpus);

_Noreturn void stop(void);
void secondary_start(void);

static inline word hypercall(word function, word a, word b, word c)
{
    register word x0 asm("x0") = function;
    register word x1 asm("x1") = a;
    register word x2 asm("x2") = b;
    register word x3 asm("x3") = c;
    asm volatile("hvc #0"
                 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
                 :
                 : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15",
                   "x16", "x17", "memory");
    return x0;
}

static inline void report(word checks, word wrong)
{
    hypercall(VMM_REPORT, checks, wrong, 0);
}

static inline void yield_to_vmm(void)
{
    hypercall(VMM_YIELD, 0, 0, 0);
}

/* Starts a vCPU at secondary_start, which calls main. */
static inline int cpu_on(word vcpu, void (*main)(void))
{
    asm volatile("dsb sy" ::: "memory");
    return (int)hypercall(PSCI_CPU_ON, vcpu, (word)secondary_start, (word)main);
}

static inline word vcpu_index(void)
{
    word mpidr;
    asm("mrs %0, mpidr_el1" : "=r"(mpidr));
    return mpidr & 0xff;
}

static inline void full_barrier(void)
{
    asm volatile("dmb sy" ::: "memory");
}

#endif
