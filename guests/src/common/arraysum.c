/* Sums 1 MiB of words again and again, each pass with its own mask. */
#include "bench.h"

#define ELEMENTS 262144

const word default_argument = 240;

static uint32_t elements[ELEMENTS];

uint32_t benchmark(word passes)
{
    uint32_t random = 1;
    uint32_t sum = 0;

    for (uint32_t i = 0; i < ELEMENTS; i++) {
        random = next_random(random);
        elements[i] = random ^ random >> 15;
    }
    for (uint32_t pass = 0; pass < passes; pass++)
        for (uint32_t i = 0; i < ELEMENTS; i++)
            sum += elements[i] ^ pass;
    return sum;
}
