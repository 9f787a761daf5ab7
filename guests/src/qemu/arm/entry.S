// Hyp mode under the guest on QEMU's virt board: enough of a VMM to run it and print its reports.
// The symbols ARGUMENT and VCPUS come from the linker's command line.
#define SVC_MODE 0x1d3
#define PSR_T 0x20

    .syntax unified
    .arm
    .section .text.start, "ax"
    .global shim_start
shim_start:
    mrc     p15, 0, r0, c0, c0, 5
    mcr     p15, 4, r0, c0, c0, 5           // VMPIDR
    and     r0, r0, #0xff
    add     r0, r0, #1
    ldr     r1, =stacks
    add     sp, r1, r0, lsl #12
    ldr     r1, =shim_vectors
    mcr     p15, 4, r1, c12, c0, 0          // HVBAR
    mrc     p15, 0, r1, c0, c0, 0
    mcr     p15, 4, r1, c0, c0, 0           // VPIDR
    mov     r1, #0
    mcr     p15, 4, r1, c1, c1, 0           // HCR
    mcr     p15, 4, r1, c1, c1, 3           // HSTR
    mcrr    p15, 4, r1, r1, c14             // CNTVOFF
    mov     r1, #3
    mcr     p15, 4, r1, c14, c1, 0          // CNTHCTL
    isb
    bl      shim_main

// enter_guest(pc, r0, r1): never returns; the guest comes back through shim_vectors.
    .global enter_guest
enter_guest:
    ldr     r3, =SVC_MODE
    tst     r0, #1
    orrne   r3, r3, #PSR_T
    msr     spsr_cxsf, r3
    bic     r0, r0, #1
    msr     elr_hyp, r0
    mov     r0, r1
    mov     r1, r2
    eret

    .global secure_call
secure_call:
    smc     #0
    bx      lr

    .balign 32
shim_vectors:
    b       bad
    b       bad
    b       bad
    b       bad
    b       bad
    b       from_guest
    b       bad
    b       bad

bad:
    mrc     p15, 4, r0, c5, c2, 0           // HSR
    mrs     r1, elr_hyp
    mrc     p15, 4, r2, c6, c0, 0           // HDFAR
    bl      shim_bad

// Hyp mode shares the link register of User mode.
from_guest:
    push    {r0-r12, lr}
    mov     r0, sp
    mrc     p15, 4, r1, c5, c2, 0           // HSR
    bl      shim_exit
    pop     {r0-r12, lr}
    mvn     r12, #0
    eret
    .ltorg

    .section .rodata
    .balign 16
    .global guest_image, guest_image_end
guest_image:
    .incbin "guest.bin"
guest_image_end:
    .balign 16

    .bss
    .balign 4096
stacks:
    .space 8 * 4096
