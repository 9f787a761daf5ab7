/* What a guest program may ask of its vCPU and of its VMM. */
#ifndef GUEST_H
#define GUEST_H

#include <stdint.h>

#include "layout.h"

typedef uint32_t word;

#define UART_DATA 0x09000000

/* Each program defines this one; an argument of 0 asks for the program's default. */
void guest_main(word argument, word vcpus);

_Noreturn void stop(void);
void secondary_start(void);

/* Where no VMM takes the report, it is a line on the UART. Needs the MMU on. */
void report(word checks, word wrong);
void report_first_wrong(word checks, word wrong, word first_wrong);

static inline word hypercall(word function, word a, word b, word c)
{
    register word r0 asm("r0") = function;
    register word r1 asm("r1") = a;
    register word r2 asm("r2") = b;
    register word r3 asm("r3") = c;
    asm volatile("hvc #0" : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3)::"r12", "memory");
    return r0;
}

static inline void yield_to_vmm(void)
{
    hypercall(VMM_YIELD, 0, 0, 0);
}

/* Starts a vCPU at secondary_start, which calls main. */
static inline int cpu_on(word vcpu, void (*main)(void))
{
    asm volatile("dsb" ::: "memory");
    return (int)hypercall(PSCI_CPU_ON, vcpu, (word)secondary_start, (word)main);
}

static inline word vcpu_index(void)
{
    word mpidr;
    asm("mrc p15, 0, %0, c0, c0, 5" : "=r"(mpidr));
    return mpidr & 0xff;
}

static inline void full_barrier(void)
{
    asm volatile("dmb" ::: "memory");
}

#endif
