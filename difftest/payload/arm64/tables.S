/* Static translation tables. All are identity maps with a 4 KiB granule; tables are never written at run time. */
#include "layout.h"

#define TABLE       0x3
#define BLOCK       0x1
#define PAGE        0x3
#define AF          (1 << 10)
#define INNER       (3 << 8)
#define NORMAL      (AF | INNER | 0 << 2)
#define DEVICE      (AF | 1 << 2)
#define PXN         (1 << 53)
#define UXN         (1 << 54)

/* EL1&0: access permissions. */
#define EL1_RW      (0 << 6)
#define ALL_RW      (1 << 6)
#define EL1_RO      (2 << 6)
#define ALL_RO      (3 << 6)
#define DATA        (PAGE | UXN | PXN)

/* EL2: AP[1] is RES1 and there is one execute-never bit. */
#define EL2_RW      (1 << 6 | UXN)
#define EL2_RO      (3 << 6 | UXN)
#define EL2_RX      (3 << 6)

/* Stage 2. */
#define S2_NORMAL   (PAGE | AF | INNER | 0xf << 2)
#define S2_RO       (1 << 6)
#define S2_RW       (3 << 6)
#define S2_XN       (1 << 54)

#define WINDOW(n)   (WINDOWS + (n) * WINDOW_SIZE)

/* Identity entries for count units of 1 << shift bytes from address, at their place in the table. */
.macro map table, shift, address, count, attributes
    .org    \table + ((\address >> \shift) & 511) * 8
    .set    target, \address
    .rept   \count
    .quad   target | (\attributes)
    .set    target, target + (1 << \shift)
    .endr
.endm

.macro link table, shift, address, next
    .org    \table + ((\address >> \shift) & 511) * 8
    .quad   \next + TABLE
.endm

.macro table name
    .balign 4096
    .global \name
\name:
.endm

.macro end name
    .org    \name + 4096
.endm

/* EL1&0 stage 1, used by TTBR0_EL1 and, as an alias at the top of the address space, by TTBR1_EL1. */
.section .world.el1, "ax"
table el1_root
    link el1_root, 30, WINDOWS, el1_l2
end el1_root
table el1_l2
    link el1_l2, 21, WINDOWS, el1_world
end el1_l2
table el1_world
    map el1_world, 12, CODE, CODE_SIZE / 4096, PAGE | NORMAL | ALL_RO
    map el1_world, 12, EL1_VECTORS, 1, PAGE | NORMAL | EL1_RO
    map el1_world, 12, WINDOW(0), 2, DATA | NORMAL | ALL_RW
    map el1_world, 12, WINDOW(2), 1, DATA | NORMAL | ALL_RO
    map el1_world, 12, WINDOW(3), 1, DATA | NORMAL | EL1_RW
    map el1_world, 12, WINDOW(5), 1, DATA | DEVICE | ALL_RW
    map el1_world, 12, WINDOW(7), 1, (DATA | NORMAL | ALL_RW) & ~AF
    map el1_world, 12, WINDOW(8), 2, DATA | NORMAL | ALL_RW
    map el1_world, 12, WINDOW(10), 1, DATA | NORMAL | EL1_RO
end el1_world

/* EL2 while a case runs there: the world and the way out of it. */
.section .world.el2, "ax"
table el2_root
    link el2_root, 30, WINDOWS, el2_l2
end el2_root
table el2_l2
    link el2_l2, 21, WINDOWS, el2_world
end el2_l2
table el2_world
    map el2_world, 12, CODE, CODE_SIZE / 4096, PAGE | NORMAL | EL2_RX
    map el2_world, 12, EL2_VECTORS, 1, PAGE | NORMAL | EL2_RX
    map el2_world, 12, WINDOW(0), 2, PAGE | NORMAL | EL2_RW
    map el2_world, 12, WINDOW(2), 1, PAGE | NORMAL | EL2_RO
    map el2_world, 12, WINDOW(3), 1, PAGE | NORMAL | EL2_RW
    map el2_world, 12, WINDOW(5), 1, PAGE | DEVICE | EL2_RW
    map el2_world, 12, WINDOW(7), 1, (PAGE | NORMAL | EL2_RW) & ~AF
    map el2_world, 12, WINDOW(8), 2, PAGE | NORMAL | EL2_RW
    map el2_world, 12, WINDOW(10), 1, PAGE | NORMAL | EL2_RO
end el2_world

/* Stage 2: the world and nothing else. */
.section .tables, "a"
table stage2_root
    link stage2_root, 30, WINDOWS, stage2_l2
end stage2_root
table stage2_l2
    link stage2_l2, 21, WINDOWS, stage2_world
end stage2_l2
table stage2_world
    map stage2_world, 12, CODE, CODE_SIZE / 4096, S2_NORMAL | S2_RO
    map stage2_world, 12, EL1_VECTORS, 1, S2_NORMAL | S2_RO
    map stage2_world, 12, EL1_TABLES, 3, S2_NORMAL | S2_RO | S2_XN
    map stage2_world, 12, WINDOW(0), 8, S2_NORMAL | S2_RW | S2_XN
    map stage2_world, 12, WINDOW(9), 1, S2_NORMAL | S2_RO | S2_XN
    map stage2_world, 12, WINDOW(10), 1, S2_NORMAL | S2_RW | S2_XN
end stage2_world

/* EL2 while the payload runs: everything. Memory types agree with the maps above. */
table payload_root
    link payload_root, 30, WINDOWS, payload_l2
end payload_root
table payload_l2
    link payload_l2, 21, PAYLOAD_TEXT, payload_pages
    link payload_l2, 21, WINDOWS, payload_world
    map payload_l2, 21, INPUT, (TABLES_END - INPUT) / 0x200000, BLOCK | NORMAL | EL2_RW
end payload_l2
table payload_pages
    map payload_pages, 12, PAYLOAD_TEXT, (PAYLOAD_DATA - PAYLOAD_TEXT) / 4096, PAGE | NORMAL | EL2_RX
    map payload_pages, 12, PAYLOAD_DATA, (PAYLOAD_END - PAYLOAD_DATA) / 4096, PAGE | NORMAL | EL2_RW
end payload_pages
table payload_world
    map payload_world, 12, CODE, CODE_SIZE / 4096, PAGE | NORMAL | EL2_RW
    map payload_world, 12, EL2_VECTORS, 1, PAGE | NORMAL | EL2_RX
    map payload_world, 12, WINDOW(0), 5, PAGE | NORMAL | EL2_RW
    map payload_world, 12, WINDOW(5), 1, PAGE | DEVICE | EL2_RW
    map payload_world, 12, WINDOW(6), 6, PAGE | NORMAL | EL2_RW
end payload_world
