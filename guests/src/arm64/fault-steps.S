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
    ret
step breakpoint
    brk     #0x1234
    ret
step supervisor_call
    svc     #0xabcd
    ret
step hypervisor_register
    mrs     x0, sctlr_el2
    ret
step exclusive_load
    ldxr    x0, [x0]
    ret
step branch
    br      x0

// set_alignment_check(on)
step set_alignment_check
    mrs     x1, sctlr_el1
    bfi     x1, x0, #1, #1
    msr     sctlr_el1, x1
    isb
    ret

// Faults at x0, since PSTATE.IL is set on the way there.
step illegal_state
    mov     x2, #0x3c5
    movk    x2, #0x10, lsl #16
    msr     spsr_el1, x2
    msr     elr_el1, x0
    eret

// to_user(pc, x0): the way back is an exception from EL0.
step to_user
    mov     x2, #0x3c0
    msr     spsr_el1, x2
    msr     elr_el1, x0
    mov     x0, x1
    eret

// Mapped for EL0 only; only offsets into this page are used.
    .section .text.user, "ax"
    .balign 4096
step user_code
step user_supervisor_call
    svc     #0x77
step user_load
    ldr     x0, [x0]
step user_store
    str     x0, [x0]
step user_privileged
    mrs     x0, sctlr_el1
step user_branch
    br      x0
