#include "assembly.h"

// What the faults guest provokes. Each faults at its first instruction unless it says otherwise.

    .macro step name
    .balign 4
    .global \name
    .type \name, %function
\name:
    .endm

    .text
step undefined
    udf     #0
    bx      lr
step breakpoint
    bkpt    #0x12
    bx      lr
step supervisor_call
    svc     #0xab
    bx      lr
step hypervisor_register
    mrc     p15, 4, r0, c1, c1, 0           // HCR
    bx      lr
step floating_point
#ifdef __thumb__
    .inst.w 0xeef00a10                      // VMRS r0, FPSID
#else
    .inst   0xeef00a10
#endif
    bx      lr
step exclusive_load
    ldrex   r0, [r0]
    bx      lr
step double_load
    ldrd    r0, r1, [r0]
    bx      lr
step multiple_store
    stmia   r0, {r1, r2}
    bx      lr
step branch
    bx      r0

// set_alignment_check(on)
step set_alignment_check
    mrc     p15, 0, r1, c1, c0, 0
    bfi     r1, r0, #1, #1
    mcr     p15, 0, r1, c1, c0, 0
    isb
    bx      lr

// to_user(pc, r0): the way back is an exception from User mode.
step to_user
    mov     r2, #USER_MODE
    tst     r0, #1
    beq     1f
    orr     r2, r2, #PSR_T
1:  msr     spsr_cxsf, r2
    bic     r2, r0, #1
    mov     r0, r1
    mov     lr, r2
    subs    pc, lr, #0

// Mapped for PL0 only; only offsets into this page are used.
    .section .text.user, "ax"
    .balign 4096
step user_code
step user_supervisor_call
    svc     #0x77
step user_load
    ldr     r0, [r0]
step user_store
    str     r0, [r0]
step user_privileged
    mrc     p15, 0, r0, c1, c0, 0           // SCTLR
step user_branch
    bx      r0
