/* The two ways out of a case (PL1 vectors, Hyp vectors) and the way in. */
#include "layout.h"
#include "macros.h"

.syntax unified
.arch_extension virt
.arm

/* PL1 touches no register: each vector says by its HVC which one it is. SCTLR.TE is never set, so this is A32 code. */
.section .world.el1, "ax"
.balign 4096
.global el1_vectors
el1_vectors:
.set vector, 0
.rept 8
    hvc     #vector
    .set    vector, vector + 4
.endr

.section .world.el2, "ax"
.balign 4096
.global case_vectors
case_vectors:
.set vector, 0
.rept 8
    b       case_vectors + 32 + vector * 2
    .set    vector, vector + 4
.endr
.set vector, 0
.rept 8
    mcr     p15, 4, r0, c13, c0, 2      // HTPIDR
    b       case_vectors + 96 + vector * 6
    .set    vector, vector + 4
.endr
.set vector, 0
.rept 8
    constant r0, HSCTLR_OFF             // a case in Hyp mode has had an MMU
    mcr     p15, 4, r0, c1, c0, 0
    isb
    mov     r0, #vector
    b       leave_case
    .set    vector, vector + 4
.endr

/* r0 is the vector; r0 of the case is in HTPIDR. */
leave_case:
    mcr     p15, 0, r0, c13, c0, 4      // TPIDRPRW of the case is not part of the result
    address r0, frame
    str     r1, [r0, #FRAME_X + 1 * 8]
    .irp    n, 2,3,4,5,6,7,8,9,10,11,12
    str     r\n, [r0, #FRAME_X + \n * 8]
    .endr
    str     lr, [r0, #FRAME_X + 14 * 8]
    str     sp, [r0, #FRAME_X + 15 * 8]
    mrc     p15, 0, r1, c13, c0, 4
    str     r1, [r0, #FRAME_VECTOR]
    mrc     p15, 4, r1, c13, c0, 2
    str     r1, [r0, #FRAME_X]
    banked_registers save_banked
    mrs     r1, elr_hyp
    str     r1, [r0, #FRAME_ELR]
    mrs     r1, spsr
    str     r1, [r0, #FRAME_SPSR]
    address r1, payload_vectors
    mcr     p15, 4, r1, c12, c0, 0      // HVBAR
    isb
    ldr     sp, [r0, #FRAME_STACK]
    pop     {r4-r11, pc}

/* run_case(): enters the frame's state; returns with the frame's state at the exception that ended it. */
.global run_case
run_case:
    push    {r4-r11, lr}
    address r0, frame
    str     sp, [r0, #FRAME_STACK]
    address r1, case_vectors
    mcr     p15, 4, r1, c12, c0, 0      // HVBAR
    isb
    banked_registers load_banked
    ldr     r1, [r0, #FRAME_ELR]
    msr     elr_hyp, r1
    ldr     r1, [r0, #FRAME_SPSR]
    msr     spsr_cxsf, r1
    and     r1, r1, #0x1f
    cmp     r1, #0x1a
    ldr     sp, [r0, #FRAME_X + 15 * 8]
    ldr     lr, [r0, #FRAME_X + 14 * 8]
    .irp    n, 2,3,4,5,6,7,8,9,10,11,12
    ldr     r\n, [r0, #FRAME_X + \n * 8]
    .endr
    ldr     r1, [r0, #FRAME_X]
    mcr     p15, 4, r1, c13, c0, 2      // HTPIDR
    ldr     r1, [r0, #FRAME_X + 1 * 8]
    beq     enter_hyp
    ldr     r0, [r0, #FRAME_X]
    eret

/* The frame is out of reach once the MMU is on. */
enter_hyp:
    ldr     r0, [r0, #FRAME_SCTLR_EL2]
    mcr     p15, 4, r0, c1, c0, 0       // HSCTLR
    isb
    mrc     p15, 4, r0, c13, c0, 2      // HTPIDR
    eret
