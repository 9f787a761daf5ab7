/* Entry in Hyp mode with the MMU off, which it stays, and the vectors in force while the payload itself runs. */
#include "layout.h"
#include "macros.h"

.syntax unified
.arch_extension virt
.arm

.section .text.start, "ax"
.global start
start:
    mrs     r0, cpsr
    and     r0, r0, #0x1f
    cmp     r0, #0x1a
    bne     wrong_mode
    cpsid   aif
    address r0, payload_vectors
    mcr     p15, 4, r0, c12, c0, 0      // HVBAR
    mov     r0, #0
    mcr     p15, 4, r0, c1, c1, 0       // HCR
    constant r0, HSCTLR_OFF
    mcr     p15, 4, r0, c1, c0, 0       // HSCTLR
    constant r0, HCPTR_VALUE
    mcr     p15, 4, r0, c1, c1, 2       // HCPTR
    isb
    mcr     p15, 4, r0, c8, c7, 0       // TLBIALLH
    mcr     p15, 4, r0, c8, c7, 4       // TLBIALLNSNH
    mcr     p15, 0, r0, c7, c5, 0       // ICIALLU
    dsb
    isb
    address sp, stack_top
    bl      payload_main

.global power_off
power_off:
    constant r0, PSCI_SYSTEM_OFF
    smc     #0
1:  b       1b

wrong_mode:                             // a machine without Hyp mode has PSCI by HVC
    constant r0, PSCI_SYSTEM_OFF
    hvc     #0
2:  b       2b

/* A synchronous exception of a probe leaves HSR behind and skips the instruction; all else is a panic. */
.text
.balign 32
.global payload_vectors
payload_vectors:
.set vector, 0
.rept 8
    b       payload_vectors + 32 + vector * 4
    .set    vector, vector + 4
.endr
.set vector, 0
.rept 8
    .if vector == 0x10
    b       probe_abort
    .else
    mov     r0, #vector
    .endif
    b       to_panic
    nop
    nop
    .set    vector, vector + 4
.endr
to_panic:
    address sp, stack_top
    mov     r1, #0                      // the vector as 64 bits
    b       panic

probe_abort:
    push    {r0, r1}
    address r0, probing
    ldr     r1, [r0]
    cmp     r1, #0
    moveq   r0, #0x10
    beq     to_panic
    mrc     p15, 4, r1, c5, c2, 0       // HSR
    address r0, probe_syndrome
    str     r1, [r0]
    mrs     r1, elr_hyp
    add     r1, r1, #4
    msr     elr_hyp, r1
    pop     {r0, r1}
    eret

.bss
.balign 16
    .space  0x4000
stack_top:
