/* CRC-32 with a table, a byte at a time. */
#include "crc-buffer.h"

const word default_argument = 600;

static uint32_t remainders[256];

static void fill_remainders(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t remainder = byte;
        for (int bit = 0; bit < 8; bit++)
            remainder = remainder >> 1 ^ (remainder & 1 ? 0xedb88320u : 0);
        remainders[byte] = remainder;
    }
}

uint32_t benchmark(word passes)
{
    uint32_t crc = ~0u;

    fill_buffer();
    fill_remainders();
    while (passes--)
        for (uint32_t i = 0; i < BUFFER; i++)
            crc = remainders[(crc ^ buffer[i]) & 0xff] ^ crc >> 8;
    return ~crc;
}
