/* Interrupts and the virtual timer of a vCPU. */
#ifndef INTERRUPTS_H
#define INTERRUPTS_H

#include "guest.h"

extern const char interrupt_vectors[];

/* The program's handler, with interrupts masked. */
void interrupt(void);

static inline void use_interrupt_vectors(void)
{
    asm volatile("msr vbar_el1, %0; isb" ::"r"(interrupt_vectors) : "memory");
}

static inline void enable_interrupts(void)
{
    asm volatile("msr daifclr, #2; isb" ::: "memory");
}

static inline void disable_interrupts(void)
{
    asm volatile("msr daifset, #2" ::: "memory");
}

static inline void wait_for_interrupt(void)
{
    asm volatile("dsb sy; wfi" ::: "memory");
}

static inline uint64_t counter(void)
{
    uint64_t now;
    asm volatile("isb; mrs %0, cntvct_el0" : "=r"(now)::"memory");
    return now;
}

static inline void set_deadline(uint64_t deadline)
{
    asm volatile("msr cntv_cval_el0, %0; isb" ::"r"(deadline) : "memory");
}

static inline void set_timer_control(word control)
{
    asm volatile("msr cntv_ctl_el0, %0; isb" ::"r"(control) : "memory");
}

static inline word timer_control(void)
{
    word control;
    asm volatile("mrs %0, cntv_ctl_el0" : "=r"(control)::"memory");
    return control;
}

#endif
