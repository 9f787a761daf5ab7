/* A file of assembly for either instruction set. B_WIDE is a branch of 32 bits. */
#include "layout.h"

    .syntax unified
#ifdef __thumb__
    .thumb
#define B_WIDE b.w
#else
    .arm
#define B_WIDE b
#endif
