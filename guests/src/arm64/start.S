#include "layout.h"

// Where every vCPU begins: EL1h, MMU off, x0 = argument, x1 = number of vCPUs.
    .section .text.start, "ax"
    .global _start
    .type _start, %function
_start:
    adr     x9, guest_main
    b       enter
    .size _start, . - _start

// Where PSCI CPU_ON begins: x0 = the C function to call.
    .global secondary_start
    .type secondary_start, %function
secondary_start:
    mov     x9, x0
enter:
    adr     x10, vectors
    msr     vbar_el1, x10
    mrs     x11, mpidr_el1
    and     x11, x11, #0xff
    mov     x12, #VCPU_BYTES
    adrp    x10, vcpus
    add     x10, x10, :lo12:vcpus
    madd    x10, x11, x12, x10
    msr     tpidr_el1, x10
    add     x10, x10, #VCPU_STACK_TOP
    mov     sp, x10
    isb
    blr     x9
    b       stop
    .size secondary_start, . - secondary_start

// stop(): PSCI CPU_OFF, which does not return.
    .global stop
    .type stop, %function
stop:
    ldr     w0, =PSCI_CPU_OFF
    hvc     #0
    b       stop
    .size stop, . - stop

// mmu_on(root, asid). What this vCPU wrote with the MMU off is in memory, not in the caches:
// drop whatever lines of it the caches hold, and whatever the TLB kept over reset.
    .global mmu_on
    .type mmu_on, %function
mmu_on:
    mrs     x2, tpidr_el1
    mov     x3, #VCPU_BYTES
    add     x3, x2, x3
    mrs     x4, ctr_el0
    ubfx    x4, x4, #16, #4
    mov     x5, #4
    lsl     x5, x5, x4
    dsb     sy
1:  dc      ivac, x2
    add     x2, x2, x5
    cmp     x2, x3
    b.lo    1b
    dsb     sy
    ldr     x2, =MAIR_VALUE
    msr     mair_el1, x2
    ldr     x2, =TCR_VALUE
    msr     tcr_el1, x2
    orr     x0, x0, x1, lsl #48
    msr     ttbr0_el1, x0
    isb
    tlbi    vmalle1
    dsb     nsh
    isb
    ldr     x2, =SCTLR_ON
    msr     sctlr_el1, x2
    isb
    ic      iallu
    dsb     nsh
    isb
    ret
    .size mmu_on, . - mmu_on
    .ltorg
