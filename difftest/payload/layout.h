/* Where everything is. Read by the C, the assembly and the linker script; FORMAT.md says the same in words. */
#ifndef LAYOUT_H
#define LAYOUT_H

#define PAYLOAD_TEXT 0x40080000
#define PAYLOAD_DATA 0x400a0000
#define PAYLOAD_END  0x400c0000

/* The world is what a case can reach: one 2 MiB block of addresses. */
#define CODE         0x40200000
#define CODE_SIZE    0x10000
#define EL1_VECTORS  0x40220000
#define EL1_TABLES   0x40221000
#define EL2_VECTORS  0x40225000
/* AArch32 only: second level tables in the short format, and the first level. */
#define SHORT_PAGES  0x40229000
#define SHORT_ROOT   0x4022c000

/* Set in the address of the EL2 root table of cases, clear in that of the payload. */
#define CASE_ROOT_BIT 21

#define WINDOWS      0x40300000
#define WINDOW_COUNT 12
#define WINDOW_SIZE  0x1000

#define INPUT        0x44000000
#define INPUT_END    0x48000000
#define OUTPUT       0x48000000
#define OUTPUT_END   0x4e000000
#define TABLES       0x4e000000
#define TABLES_END   0x50000000

/* AArch32 EL1 vectors, from the start of the EL1 vectors. */
#define AARCH32_VECTORS 0x800

/* Offsets in struct frame. */
#define FRAME_X         0x000
#define FRAME_SP_EL0    0x0f8
#define FRAME_SP_EL1    0x100
#define FRAME_SP_EL2    0x108
#define FRAME_ELR       0x110
#define FRAME_SPSR      0x118
#define FRAME_SCTLR_EL2 0x120
#define FRAME_TCR_EL2   0x128
#define FRAME_TTBR0_EL2 0x130
#define FRAME_MAIR_EL2  0x138
#define FRAME_VECTOR    0x140
#define FRAME_STACK     0x148

/* The payload's own translation: 39-bit addresses, 4 KiB granule, inner-shareable write-back tables. */
#define SCTLR_EL2_OFF 0x30c50830
#define SCTLR_EL2_ON  0x30c51835
#define TCR_EL2_VALUE 0x80803519
#define MAIR_VALUE    0x00ff

/* No traps of the payload's own accesses; all other bits are RES1. */
#define CPTR_EL2_VALUE 0x33ff

/* The Hyp mode of AArch32: the MMU off, and on with 32-bit addresses and inner-shareable write-back tables. */
#define HSCTLR_OFF   0x30c50838
#define HTCR_VALUE   0x80803500
#define HCPTR_VALUE  0xbfff

#define PSCI_SYSTEM_OFF 0x84000008

#endif
