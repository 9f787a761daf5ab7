/* Code that a guest writes: a function that returns a number. */
#ifndef CODE_H
#define CODE_H

#include "guest.h"

#ifdef __thumb__
#define FUNCTION_AT(va) ((va) | 1)
/* MOVW r0, #number; BX LR. */
static inline void write_function(volatile uint32_t *at, uint32_t number)
{
    uint32_t low = (number >> 8 & 7) << 12 | (number & 0xff);
    at[0] = 0xf240 | (number >> 11 & 1) << 10 | number >> 12 | low << 16;
    at[1] = 0x4770;
}
#else
#define FUNCTION_AT(va) (va)
/* MOVW r0, #number; BX LR. */
static inline void write_function(volatile uint32_t *at, uint32_t number)
{
    at[0] = 0xe3000000 | (number >> 12) << 16 | (number & 0xfff);
    at[1] = 0xe12fff1e;
}
#endif

/* For what was written with the MMU off. */
static inline void drop_line(volatile uint32_t *at)
{
    asm volatile("dsb; mcr p15, 0, %0, c7, c6, 1; dsb" ::"r"(at) : "memory");
}

/* After code was written at one address, to be executed at va: DCCMVAU, ICIMVAU, BPIMVA. */
static inline void code_written(volatile uint32_t *at, word va)
{
    asm volatile("mcr p15, 0, %0, c7, c11, 1; dsb ish\n"
                 "mcr p15, 0, %1, c7, c5, 1; mcr p15, 0, %1, c7, c5, 7; dsb ish; isb" ::"r"(at), "r"(va)
                 : "memory");
}

#endif
