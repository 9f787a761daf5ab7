#include "assembly.h"

// Vectors of a guest that takes interrupts: the others are those of every guest.

    .text
    .balign 32
    .type interrupt_vectors, %function
    .global interrupt_vectors
interrupt_vectors:
    .irp offset, 0x00, 0x04, 0x08, 0x0c, 0x10, 0x14
    B_WIDE  vectors + \offset
    .endr
    B_WIDE  irq_entry
    B_WIDE  vectors + 0x1c
    .size interrupt_vectors, . - interrupt_vectors

// Returns to what it interrupted, through the stack of SVC mode.
    .type irq_entry, %function
irq_entry:
    sub     lr, lr, #4
    srsdb   sp!, #0x13
    cps     #0x13
    push    {r0-r3, r12, lr}
    mov     r0, sp
    and     r0, r0, #4
    sub     sp, sp, r0
    push    {r0, r1}
    bl      interrupt
    pop     {r0, r1}
    add     sp, sp, r0
    pop     {r0-r3, r12, lr}
    rfeia   sp!
    .size irq_entry, . - irq_entry
