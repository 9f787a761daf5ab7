/* The two ways out of a case (EL1 vectors, EL2 vectors) and the way in. */
#include "layout.h"
#include "macros.h"

/* EL1 touches no register: each vector says by its HVC which one it is. */
.section .world.el1, "ax"
.balign 4096
.global el1_vectors
el1_vectors:
.set vector, 0
.rept 16
    .balign 128
    hvc     #vector
    .set    vector, vector + 0x80
.endr
    .org    el1_vectors + AARCH32_VECTORS
/* CPS to System mode first, so that the SPSR of the mode the exception was taken to is among the banked ones. */
.set vector, AARCH32_VECTORS
.rept 8
    .word   0xea000000 | ((aarch32_exits - el1_vectors) + (vector & 31) * 2 - vector - 8) >> 2   // b
    .set    vector, vector + 4
.endr
aarch32_exits:
.set vector, AARCH32_VECTORS
.rept 8
    .word   0xf102001f                                          // cps #31
    .word   0xe1400070 | (vector >> 4) << 8 | (vector & 15)     // hvc #vector
    .set    vector, vector + 4
.endr

.section .world.el2, "ax"
.balign 4096
.global case_vectors
case_vectors:
.set vector, 0
.rept 16
    .balign 128
    msr     tpidr_el2, x0
    .if vector >= 0x400
    mrs     x0, ttbr0_el2               // a case at EL2 may have left it by ERET
    tbz     x0, #CASE_ROOT_BIT, 1f
    .endif
    payload_translation x0
1:
    address x0, frame
    str     x1, [x0, #FRAME_X + 8]
    mov     x1, #vector
    b       leave_case
    .set    vector, vector + 0x80
.endr

/* x0 is the frame, x1 the vector; x0 of the case is in TPIDR_EL2, x1 is saved. */
leave_case:
    str     x1, [x0, #FRAME_VECTOR]
    registers_from_2 str
    mrs     x1, tpidr_el2
    str     x1, [x0, #FRAME_X]
    mrs     x1, sp_el0
    mrs     x2, sp_el1
    stp     x1, x2, [x0, #FRAME_SP_EL0]
    mov     x1, sp
    str     x1, [x0, #FRAME_SP_EL2]
    mrs     x1, elr_el2
    mrs     x2, spsr_el2
    stp     x1, x2, [x0, #FRAME_ELR]
    address x1, payload_vectors
    msr     vbar_el2, x1
    isb
    ldr     x1, [x0, #FRAME_STACK]
    mov     sp, x1
    ldp     x19, x20, [sp]
    ldp     x21, x22, [sp, #16]
    ldp     x23, x24, [sp, #32]
    ldp     x25, x26, [sp, #48]
    ldp     x27, x28, [sp, #64]
    ldp     x29, x30, [sp, #80]
    add     sp, sp, #96
    ret

/* run_case(): enters the frame's state; returns with the frame's state at the exception that ended it. */
.global run_case
run_case:
    sub     sp, sp, #96
    stp     x19, x20, [sp]
    stp     x21, x22, [sp, #16]
    stp     x23, x24, [sp, #32]
    stp     x25, x26, [sp, #48]
    stp     x27, x28, [sp, #64]
    stp     x29, x30, [sp, #80]
    address x0, frame
    mov     x1, sp
    str     x1, [x0, #FRAME_STACK]
    address x1, case_vectors
    msr     vbar_el2, x1
    ldp     x1, x2, [x0, #FRAME_SP_EL0]
    msr     sp_el0, x1
    msr     sp_el1, x2
    ldp     x1, x2, [x0, #FRAME_ELR]
    msr     elr_el2, x1
    msr     spsr_el2, x2
    and     x2, x2, #0x1c
    cmp     x2, #0x08
    b.eq    enter_el2
    ldr     x1, [x0, #FRAME_X + 8]
    registers_from_2 ldr
    ldr     x0, [x0, #FRAME_X]
    eret

/* The frame is out of reach once the map is left: what is needed after that waits in registers that read as zero. */
enter_el2:
    ldp     x1, x2, [x0, #FRAME_SCTLR_EL2]
    msr     tpidr_el0, x1
    msr     tpidrro_el0, x2
    ldp     x1, x2, [x0, #FRAME_TTBR0_EL2]
    msr     tpidr_el1, x1
    msr     far_el1, x2
    ldr     x1, [x0, #FRAME_SP_EL2]
    mov     sp, x1
    ldr     x1, [x0, #FRAME_X + 8]
    registers_from_2 ldr
    ldr     x0, [x0, #FRAME_X]
    msr     tpidr_el2, x0
    leave_translation x0
    mrs     x0, tpidr_el1
    msr     ttbr0_el2, x0
    mrs     x0, tpidrro_el0
    msr     tcr_el2, x0
    mrs     x0, far_el1
    msr     mair_el2, x0
    isb
    mrs     x0, tpidr_el0
    msr     sctlr_el2, x0
    isb
    msr     tpidr_el0, xzr
    msr     tpidrro_el0, xzr
    msr     tpidr_el1, xzr
    msr     far_el1, xzr
    mrs     x0, tpidr_el2
    eret
