/* Interrupts and the virtual timer of a vCPU. */
#ifndef INTERRUPTS_H
#define INTERRUPTS_H

#include "guest.h"

extern const char interrupt_vectors[];

/* The program's handler, with interrupts masked. */
void interrupt(void);

static inline void use_interrupt_vectors(void)
{
    asm volatile("mcr p15, 0, %0, c12, c0, 0; isb" ::"r"((word)interrupt_vectors & ~1u) : "memory");
}

static inline void enable_interrupts(void)
{
    asm volatile("cpsie i; isb" ::: "memory");
}

static inline void disable_interrupts(void)
{
    asm volatile("cpsid i" ::: "memory");
}

static inline void wait_for_interrupt(void)
{
    asm volatile("dsb; wfi" ::: "memory");
}

/* CNTVCT, CNTV_CVAL and CNTV_CTL. */
static inline uint64_t counter(void)
{
    uint64_t now;
    asm volatile("isb; mrrc p15, 1, %Q0, %R0, c14" : "=r"(now)::"memory");
    return now;
}

static inline void set_deadline(uint64_t deadline)
{
    asm volatile("mcrr p15, 3, %Q0, %R0, c14; isb" ::"r"(deadline) : "memory");
}

static inline void set_timer_control(word control)
{
    asm volatile("mcr p15, 0, %0, c14, c3, 1; isb" ::"r"(control) : "memory");
}

static inline word timer_control(void)
{
    word control;
    asm volatile("mrc p15, 0, %0, c14, c3, 1" : "=r"(control)::"memory");
    return control;
}

#endif
