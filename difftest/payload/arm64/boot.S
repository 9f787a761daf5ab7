/* Entry at EL2 with the MMU off, and the vectors in force while the payload itself runs. */
#include "layout.h"
#include "macros.h"

.section .text.start, "ax"
.global start
start:
    mrs     x0, CurrentEL
    cmp     x0, #2 << 2
    b.ne    wrong_level
    msr     spsel, #1
    msr     daifset, #15
    address x0, payload_vectors
    msr     vbar_el2, x0
    mov     x0, #1 << 31                // HCR_EL2.RW
    msr     hcr_el2, x0
    mov     x0, #CPTR_EL2_VALUE
    msr     cptr_el2, x0
    msr     oslar_el1, xzr              // cases may single-step
    isb
    tlbi    alle1
    ic      iallu
    payload_translation x0
    address x0, stack_top
    mov     sp, x0
    bl      payload_main

.global power_off
power_off:
    constant x0, PSCI_SYSTEM_OFF
    smc     #0
1:  b       1b

wrong_level:                            // a machine that starts at EL1 has PSCI by HVC
    constant x0, PSCI_SYSTEM_OFF
    hvc     #0
2:  b       2b

/* A synchronous exception of a probe leaves ESR_EL2 behind and skips the instruction; all else is a panic. */
.balign 2048
.global payload_vectors
payload_vectors:
.set vector, 0
.rept 16
    .balign 128
    .if vector == 0x200
    stp     x0, x1, [sp, #-16]!
    address x0, probing
    ldr     w1, [x0]
    cbz     w1, 3f
    mrs     x1, esr_el2
    address x0, probe_esr
    str     x1, [x0]
    mrs     x1, elr_el2
    add     x1, x1, #4
    msr     elr_el2, x1
    ldp     x0, x1, [sp], #16
    eret
    .endif
3:  address x0, stack_top
    mov     sp, x0
    mov     x0, #vector
    b       panic
    .set    vector, vector + 0x80
.endr

.bss
.balign 16
    .space  0x4000
stack_top:
