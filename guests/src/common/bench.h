/* A benchmark: one vCPU, MMU on, a checksum that its argument alone decides. */
#ifndef BENCH_H
#define BENCH_H

#include "guest.h"

extern const word default_argument;
uint32_t benchmark(word argument);

static inline uint32_t next_random(uint32_t random)
{
    return random * 1664525u + 1013904223u;
}

#endif
