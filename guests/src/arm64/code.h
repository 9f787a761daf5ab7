/* Code that a guest writes: a function that returns a number. */
#ifndef CODE_H
#define CODE_H

#include "guest.h"

#define FUNCTION_AT(va) (va)

/* MOVZ w0, #number; RET. */
static inline void write_function(volatile uint32_t *at, uint32_t number)
{
    at[0] = 0x52800000u | number << 5;
    at[1] = 0xd65f03c0u;
}

/* For what was written with the MMU off. */
static inline void drop_line(volatile uint32_t *at)
{
    asm volatile("dsb sy; dc ivac, %0; dsb sy" ::"r"(at) : "memory");
}

/* After code was written at one address, to be executed at va. */
static inline void code_written(volatile uint32_t *at, word va)
{
    asm volatile("dc cvau, %0; dsb ish; ic ivau, %1; dsb ish; isb" ::"r"(at), "r"(va) : "memory");
}

#endif
