/* What both CRC-32 benchmarks go over, `argument` times. */
#include "bench.h"

#define BUFFER 65536

static uint8_t buffer[BUFFER] __attribute__((aligned(8)));

static void fill_buffer(void)
{
    uint32_t random = 1;

    for (uint32_t i = 0; i < BUFFER; i++) {
        random = next_random(random);
        buffer[i] = (uint8_t)(random >> 24);
    }
}
