#include "layout.h"

    .macro vector offset
    .balign 128
    mov     x0, #\offset
    b       trapped
    .endm

    .text
    .balign 2048
    .type vectors, %function
    .global vectors
vectors:
    .irp offset, 0x000, 0x080, 0x100, 0x180, 0x200, 0x280, 0x300, 0x380
    vector  \offset
    .endr
    .irp offset, 0x400, 0x480, 0x500, 0x580, 0x600, 0x680, 0x700, 0x780
    vector  \offset
    .endr
    .size vectors, . - vectors

// Every exception ends here with its vector's offset in x0. The stack pointer may be bad.
    .type trapped, %function
trapped:
    mrs     x1, tpidr_el1
    ldr     x2, [x1, #TRAP_RECOVERY]
    mrs     x3, esr_el1
    mrs     x4, elr_el1
    mrs     x5, far_el1
    mrs     x6, spsr_el1
    cbz     x2, unexpected
    str     x0, [x1, #TRAP_VECTOR]
    str     x3, [x1, #TRAP_ESR]
    str     x4, [x1, #TRAP_ELR]
    str     x5, [x1, #TRAP_FAR]
    str     x6, [x1, #TRAP_SPSR]
    str     xzr, [x1, #TRAP_RECOVERY]
    mov     sp, x2
    mov     x0, #1
    b       restore
    .size trapped, . - trapped

// An exception nobody asked for: report no checks and one wrong result, with x3..x6 saying why.
    .type unexpected, %function
unexpected:
    mov     x1, #0
    mov     x2, #1
    ldr     w0, =VMM_REPORT
    hvc     #0
    b       stop
    .size unexpected, . - unexpected

// attempt(f, a, b): calls f(a, b). Returns 0 and keeps what f returned, or 1 if it took an exception.
    .global attempt
    .type attempt, %function
attempt:
    stp     x29, x30, [sp, #-96]!
    stp     x19, x20, [sp, #16]
    stp     x21, x22, [sp, #32]
    stp     x23, x24, [sp, #48]
    stp     x25, x26, [sp, #64]
    stp     x27, x28, [sp, #80]
    mrs     x9, tpidr_el1
    mov     x10, sp
    str     x10, [x9, #TRAP_RECOVERY]
    mov     x9, x0
    mov     x0, x1
    mov     x1, x2
    blr     x9
    mrs     x9, tpidr_el1
    str     x0, [x9, #TRAP_VALUE]
    str     xzr, [x9, #TRAP_RECOVERY]
    mov     x0, #0
restore:
    ldp     x19, x20, [sp, #16]
    ldp     x21, x22, [sp, #32]
    ldp     x23, x24, [sp, #48]
    ldp     x25, x26, [sp, #64]
    ldp     x27, x28, [sp, #80]
    ldp     x29, x30, [sp], #96
    ret
    .size attempt, . - attempt

// word load(va) and store(va, value): one access, the first instruction of each.
    .global load
    .type load, %function
load:
    ldr     x0, [x0]
    ret
    .size load, . - load

    .global store
    .type store, %function
store:
    str     x1, [x0]
    ret
    .size store, . - store
    .ltorg
