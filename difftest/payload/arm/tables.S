/* Static translation tables. All are identity maps with pages of 4 KiB; tables are never written at run time. */
#include "layout.h"

#define TABLE       0x3
#define BLOCK       0x1
#define PAGE        0x3
#define AF          (1 << 10)
#define INNER       (3 << 8)
#define NORMAL      (AF | INNER | 0 << 2)
#define DEVICE      (AF | 1 << 2)
/* The upper words of descriptors. */
#define PXN         (1 << 21)
#define XN          (1 << 22)

/* PL1&0: access permissions. */
#define EL1_RW      (0 << 6)
#define ALL_RW      (1 << 6)
#define EL1_RO      (2 << 6)
#define ALL_RO      (3 << 6)

/* Hyp: AP[1] is RES1. */
#define EL2_RW      (1 << 6)
#define EL2_RO      (3 << 6)

/* Stage 2. */
#define S2_NORMAL   (PAGE | AF | INNER | 0xf << 2)
#define S2_RO       (1 << 6)
#define S2_RW       (3 << 6)

/* The short format: small pages with AP[0] set, so that they are accessible with SCTLR.AFE, too. */
#define SHORT_PAGE    (1 << 1 | 1 << 10)
#define SHORT_XN      (1 << 0)
#define SHORT_NORMAL  (1 << 2 | 1 << 3 | 1 << 6)
#define SHORT_DEVICE  (0)
#define SHORT_EL1_RW  (1 << 4)
#define SHORT_ALL_RW  (3 << 4)
#define SHORT_EL1_RO  (1 << 9 | 1 << 4)
#define SHORT_ALL_RO  (1 << 9 | 3 << 4)
#define SHORT_NO_FLAG (2 << 4)
#define SHORT_TABLE   (1 | 1 << 5)

#define WINDOW(n)   (WINDOWS + (n) * WINDOW_SIZE)

/* Identity entries for count units of 1 << shift bytes from address, at their place in the table. */
.macro map table, shift, address, count, low, high=0
    .org    \table + ((\address >> \shift) & 511) * 8
    .set    target, \address
    .rept   \count
    .word   target | (\low), \high
    .set    target, target + (1 << \shift)
    .endr
.endm

.macro link table, shift, address, next
    .org    \table + ((\address >> \shift) & 511) * 8
    .word   \next + TABLE, 0
.endm

/* The same for small pages of the short format. */
.macro pages table, address, count, attributes
    .org    \table + ((\address >> 12) & 255) * 4
    .set    target, \address
    .rept   \count
    .word   target | (\attributes)
    .set    target, target + 4096
    .endr
.endm

.macro table name
    .balign 4096
    .global \name
\name:
.endm

.macro end name
    .org    \name + 4096
.endm

#define DATA PXN | XN

/* PL1&0 stage 1, by TTBR0 alone. */
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
    map el1_world, 12, WINDOW(0), 2, PAGE | NORMAL | ALL_RW, DATA
    map el1_world, 12, WINDOW(2), 1, PAGE | NORMAL | ALL_RO, DATA
    map el1_world, 12, WINDOW(3), 1, PAGE | NORMAL | EL1_RW, DATA
    map el1_world, 12, WINDOW(5), 1, PAGE | DEVICE | ALL_RW, DATA
    map el1_world, 12, WINDOW(7), 1, (PAGE | NORMAL | ALL_RW) & ~AF, DATA
    map el1_world, 12, WINDOW(8), 2, PAGE | NORMAL | ALL_RW, DATA
    map el1_world, 12, WINDOW(10), 1, PAGE | NORMAL | EL1_RO, DATA
end el1_world

/* The same in the short format. */
.section .world.short, "a"
.global short_code
short_code:
    pages short_code, CODE, CODE_SIZE / 4096, SHORT_PAGE | SHORT_NORMAL | SHORT_ALL_RO
    pages short_code, EL1_VECTORS, 1, SHORT_PAGE | SHORT_NORMAL | SHORT_EL1_RO
    .org    short_code + 0x400
short_data:
    pages short_data, WINDOW(0), 2, SHORT_PAGE | SHORT_NORMAL | SHORT_ALL_RW | SHORT_XN
    pages short_data, WINDOW(2), 1, SHORT_PAGE | SHORT_NORMAL | SHORT_ALL_RO | SHORT_XN
    pages short_data, WINDOW(3), 1, SHORT_PAGE | SHORT_NORMAL | SHORT_EL1_RW | SHORT_XN
    pages short_data, WINDOW(5), 1, SHORT_PAGE | SHORT_DEVICE | SHORT_ALL_RW | SHORT_XN
    pages short_data, WINDOW(7), 1, SHORT_PAGE | SHORT_NORMAL | SHORT_NO_FLAG | SHORT_XN
    pages short_data, WINDOW(8), 2, SHORT_PAGE | SHORT_NORMAL | SHORT_ALL_RW | SHORT_XN
    pages short_data, WINDOW(10), 1, SHORT_PAGE | SHORT_NORMAL | SHORT_EL1_RO | SHORT_XN
    .org    short_data + 0x400

.section .world.short.root, "a"
.global short_root
short_root:
    .org    short_root + (CODE >> 20) * 4
    .word   short_code + SHORT_TABLE
    .org    short_root + (WINDOWS >> 20) * 4
    .word   short_data + SHORT_TABLE
    .org    short_root + 0x4000

/* Hyp mode while a case runs there: the world and the way in and out of it. */
.section .world.el2, "ax"
table el2_root
    link el2_root, 30, WINDOWS, el2_l2
end el2_root
table el2_l2
    link el2_l2, 21, WINDOWS, el2_world
end el2_l2
table el2_world
    map el2_world, 12, CODE, CODE_SIZE / 4096, PAGE | NORMAL | EL2_RO
    map el2_world, 12, EL2_VECTORS, 1, PAGE | NORMAL | EL2_RO
    map el2_world, 12, WINDOW(0), 2, PAGE | NORMAL | EL2_RW, XN
    map el2_world, 12, WINDOW(2), 1, PAGE | NORMAL | EL2_RO, XN
    map el2_world, 12, WINDOW(3), 1, PAGE | NORMAL | EL2_RW, XN
    map el2_world, 12, WINDOW(5), 1, PAGE | DEVICE | EL2_RW, XN
    map el2_world, 12, WINDOW(7), 1, (PAGE | NORMAL | EL2_RW) & ~AF, XN
    map el2_world, 12, WINDOW(8), 2, PAGE | NORMAL | EL2_RW, XN
    map el2_world, 12, WINDOW(10), 1, PAGE | NORMAL | EL2_RO, XN
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
    map stage2_world, 12, EL1_TABLES, 3, S2_NORMAL | S2_RO, XN
    map stage2_world, 12, SHORT_PAGES, 1, S2_NORMAL | S2_RO, XN
    map stage2_world, 12, SHORT_ROOT, 4, S2_NORMAL | S2_RO, XN
    map stage2_world, 12, WINDOW(0), 8, S2_NORMAL | S2_RW, XN
    map stage2_world, 12, WINDOW(9), 1, S2_NORMAL | S2_RO, XN
    map stage2_world, 12, WINDOW(10), 1, S2_NORMAL | S2_RW, XN
end stage2_world
