/* Fibonacci numbers by plain recursion. */
#include "bench.h"

const word default_argument = 35;

static __attribute__((noinline, noclone)) uint32_t fib(uint32_t n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

uint32_t benchmark(word n)
{
    return fib((uint32_t)n);
}
