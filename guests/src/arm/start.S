#include "assembly.h"

// Where every vCPU begins: SVC or Hyp mode, MMU off, r0 = argument, r1 = number of vCPUs; 0 is one
// CPU without a VMM.
    .section .text.start, "ax"
    .global _start
    .type _start, %function
_start:
    ldr     r4, =guest_main
    mov     r5, #0
    cmp     r1, #0
    bne     enter
    mov     r1, #1
    mov     r5, #1
    b       enter
    .size _start, . - _start

// Where PSCI CPU_ON begins: r0 = the C function to call.
    .global secondary_start
    .type secondary_start, %function
secondary_start:
    mov     r4, r0
    mov     r5, #0
enter:
    mrs     r2, cpsr
    and     r2, r2, #0x1f
    cmp     r2, #(HYP_MODE & 0x1f)
    bne     in_svc_mode

// Becomes the least hypervisor: VMM and firmware are one, and hyp_vectors passes calls on to it.
    ldr     r2, =hyp_vectors
    bic     r2, r2, #1
    mcr     p15, 4, r2, c12, c0, 0          // HVBAR
    mrc     p15, 4, r2, c1, c0, 0           // HSCTLR
    bic     r2, r2, #0x40000000
    orr     r2, r2, #SCTLR_TE
    mcr     p15, 4, r2, c1, c0, 0
    mov     r2, #0
    mcr     p15, 4, r2, c1, c1, 0           // HCR
    mcr     p15, 4, r2, c1, c1, 3           // HSTR
    mov     r3, #0
    mcrr    p15, 4, r2, r3, c14             // CNTVOFF
    mov     r2, #3
    mcr     p15, 4, r2, c14, c1, 0          // CNTHCTL
    mrc     p15, 0, r2, c0, c0, 0
    mcr     p15, 4, r2, c0, c0, 0           // VPIDR
    mrc     p15, 0, r2, c0, c0, 5
    mcr     p15, 4, r2, c0, c0, 5           // VMPIDR
    ldr     r2, =(SVC_MODE | PSR_SET)
    msr     spsr_cxsf, r2
    ldr     r2, =in_svc_mode
    bic     r2, r2, #1
    msr     elr_hyp, r2
    eret

    .type in_svc_mode, %function
in_svc_mode:
    cpsid   aif, #0x13
    ldr     r2, =SCTLR_OFF
    mcr     p15, 0, r2, c1, c0, 0           // SCTLR
    ldr     r2, =vectors
    bic     r2, r2, #1
    mcr     p15, 0, r2, c12, c0, 0          // VBAR
    mrc     p15, 0, r2, c0, c0, 5           // MPIDR
    and     r2, r2, #0xff
    ldr     r3, =VCPU_BYTES
    ldr     r6, =vcpus
    mla     r6, r2, r3, r6
    mcr     p15, 0, r6, c13, c0, 4          // TPIDRPRW
    str     r5, [r6, #VCPU_ALONE]
    add     r6, r6, #VCPU_STACK_TOP
    mov     sp, r6
    isb
    blx     r4
    b       stop
    .size secondary_start, . - secondary_start

// stop(): PSCI CPU_OFF, or SYSTEM_OFF of a CPU that is alone. Neither returns.
    .global stop
    .type stop, %function
stop:
    mrc     p15, 0, r1, c13, c0, 4
    ldr     r1, [r1, #VCPU_ALONE]
    ldr     r0, =PSCI_CPU_OFF
    cmp     r1, #0
    beq     1f
    ldr     r0, =PSCI_SYSTEM_OFF
1:  hvc     #0
    b       stop
    .size stop, . - stop

// Calls are passed on; anything else ends the machine.
    .balign 32
    .type hyp_vectors, %function
hyp_vectors:
    B_WIDE  give_up
    B_WIDE  give_up
    B_WIDE  give_up
    B_WIDE  give_up
    B_WIDE  give_up
    B_WIDE  from_guest
    B_WIDE  give_up
    B_WIDE  give_up
from_guest:
    mrc     p15, 4, r12, c5, c2, 0          // HSR
    lsr     r12, r12, #26
    cmp     r12, #HSR_HVC
    bne     give_up
    smc     #0
    eret
give_up:
    ldr     r0, =PSCI_SYSTEM_OFF
    smc     #0
    b       give_up
    .size hyp_vectors, . - hyp_vectors

// mmu_on(tables, asid). What this vCPU wrote with the MMU off is in memory, not in the caches:
// drop whatever lines of it the caches hold, and whatever the TLB kept over reset.
    .global mmu_on
    .type mmu_on, %function
mmu_on:
    push    {r4, lr}
    mrc     p15, 0, r2, c13, c0, 4
    ldr     r3, =VCPU_BYTES
    add     r3, r2, r3
    mrc     p15, 0, r4, c0, c0, 1           // CTR.DminLine
    ubfx    r4, r4, #16, #4
    mov     r12, #4
    lsl     r4, r12, r4
    dsb
1:  mcr     p15, 0, r2, c7, c6, 1           // DCIMVAC
    add     r2, r2, r4
    cmp     r2, r3
    blo     1b
    dsb
    ldr     r2, =MEMORY_TYPES_0
    mcr     p15, 0, r2, c10, c2, 0          // PRRR, MAIR0
    ldr     r2, =MEMORY_TYPES_1
    mcr     p15, 0, r2, c10, c2, 1          // NMRR, MAIR1
    ldr     r2, =TTBCR_VALUE
    mcr     p15, 0, r2, c2, c0, 2           // TTBCR
#ifdef SHORT
    orr     r0, r0, #TTBR_ATTRIBUTES
    mcr     p15, 0, r0, c2, c0, 0           // TTBR0
    mcr     p15, 0, r1, c13, c0, 1          // CONTEXTIDR
    mov     r2, #DACR_VALUE
    mcr     p15, 0, r2, c3, c0, 0           // DACR
#else
    lsl     r1, r1, #16
    mcrr    p15, 0, r0, r1, c2              // TTBR0
#endif
    isb
    mcr     p15, 0, r2, c8, c7, 0           // TLBIALL
    dsb     nsh
    isb
    ldr     r2, =SCTLR_ON
    mcr     p15, 0, r2, c1, c0, 0
    isb
    mcr     p15, 0, r2, c7, c5, 0           // ICIALLU
    mcr     p15, 0, r2, c7, c5, 6           // BPIALL
    dsb     nsh
    isb
    pop     {r4, pc}
    .size mmu_on, . - mmu_on
    .ltorg
