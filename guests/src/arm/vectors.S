#include "assembly.h"

    .macro vector offset
vector_\offset:
    mov     r0, #\offset
    b       trapped
    .endm

    .text
    .balign 32
    .type vectors, %function
    .global vectors
vectors:
    .irp offset, 0x00, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c
    B_WIDE  vector_\offset
    .endr
    .irp offset, 0x00, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c
    vector  \offset
    .endr
    .size vectors, . - vectors

// Every exception ends here with its vector's offset in r0, in a mode without a stack.
    .type trapped, %function
trapped:
    mrc     p15, 0, r1, c13, c0, 4          // TPIDRPRW
    mov     r2, lr
    mrs     r3, spsr
    cpsid   aif, #0x13
    str     r0, [r1, #TRAP_VECTOR]
    str     r2, [r1, #TRAP_LR]
    str     r3, [r1, #TRAP_SPSR]
    cmp     r0, #VECTOR_PREFETCH_ABORT
    beq     1f
    mrc     p15, 0, r2, c5, c0, 0           // DFSR
    mrc     p15, 0, r3, c6, c0, 0           // DFAR
    b       2f
1:  mrc     p15, 0, r2, c5, c0, 1           // IFSR
    mrc     p15, 0, r3, c6, c0, 2           // IFAR
2:  str     r2, [r1, #TRAP_FSR]
    str     r3, [r1, #TRAP_FAR]
    ldr     r2, [r1, #TRAP_RECOVERY]
    cmp     r2, #0
    beq     3f
    mov     r3, #0
    str     r3, [r1, #TRAP_RECOVERY]
    mov     sp, r2
    mov     r0, #1
    pop     {r4-r12, pc}
3:  add     r1, r1, #VCPU_STACK_TOP
    mov     sp, r1
    b       unexpected
    .size trapped, . - trapped

// attempt(f, a, b): calls f(a, b). Returns 0 and keeps what f returned, or 1 if it took an exception.
    .global attempt
    .type attempt, %function
attempt:
    push    {r4-r12, lr}
    mrc     p15, 0, r4, c13, c0, 4
    mov     r3, sp
    str     r3, [r4, #TRAP_RECOVERY]
    mov     r3, r0
    mov     r0, r1
    mov     r1, r2
    blx     r3
    str     r0, [r4, #TRAP_VALUE]
    mov     r0, #0
    str     r0, [r4, #TRAP_RECOVERY]
    pop     {r4-r12, pc}
    .size attempt, . - attempt

// word load(va) and store(va, value): one access, the first instruction of each.
    .global load
    .type load, %function
load:
    ldr     r0, [r0]
    bx      lr
    .size load, . - load

    .global store
    .type store, %function
store:
    str     r1, [r0]
    bx      lr
    .size store, . - store
    .ltorg
