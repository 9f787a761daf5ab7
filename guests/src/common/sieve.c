/* The sieve of Eratosthenes over a byte a number; the checksum is how many primes plus their sum. */
#include "bench.h"

#define LARGEST 16777216

const word default_argument = LARGEST;

static uint8_t composite[LARGEST];

/* Primes below the argument, which is at most LARGEST. */
uint32_t benchmark(word argument)
{
    uint32_t limit = argument < LARGEST ? (uint32_t)argument : LARGEST;
    uint32_t checksum = 0;

    for (uint32_t i = 2; i < limit; i++) {
        if (composite[i])
            continue;
        checksum += 1 + i;
        if (i < 65536)
            for (uint32_t j = i * i; j < limit; j += i)
                composite[j] = 1;
    }
    return checksum;
}
