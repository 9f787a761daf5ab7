/* CRC-32 with the CRC32X instruction (ID_AA64ISAR0_EL1.CRC32), the same sum as crc32. */
#include "crc-buffer.h"

const word default_argument = 6000;

uint32_t benchmark(word passes)
{
    uint32_t crc = ~0u;

    fill_buffer();
    while (passes--)
        for (uint32_t i = 0; i < BUFFER; i += 8)
            asm(".arch_extension crc\n crc32x %w0, %w0, %1" : "+r"(crc) : "r"(*(uint64_t *)&buffer[i]));
    return ~crc;
}
