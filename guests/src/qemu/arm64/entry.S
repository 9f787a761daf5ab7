// EL2 under the guest on QEMU's virt board: enough of a VMM to run it and print its reports.
// The symbols ARGUMENT and VCPUS come from the linker's command line.
    .section .text.start, "ax"
    .global shim_start
shim_start:
    mrs     x0, mpidr_el1
    and     x0, x0, #0xff
    adrp    x1, stacks
    add     x1, x1, :lo12:stacks
    add     x2, x0, #1
    add     x1, x1, x2, lsl #12
    mov     sp, x1
    adr     x1, shim_vectors
    msr     vbar_el2, x1
    mov     x1, #1
    lsl     x1, x1, #31
    msr     hcr_el2, x1
    mrs     x1, mpidr_el1
    msr     vmpidr_el2, x1
    mrs     x1, midr_el1
    msr     vpidr_el2, x1
    mov     x1, #3
    msr     cnthctl_el2, x1
    msr     cntvoff_el2, xzr
    mov     x1, #0x33ff
    msr     cptr_el2, x1
    isb
    bl      shim_main

// enter_guest(pc, x0, x1): never returns; the guest comes back through shim_vectors.
    .global enter_guest
enter_guest:
    msr     elr_el2, x0
    mov     x3, #0x3c5
    msr     spsr_el2, x3
    ldr     x3, =0x30d00800
    msr     sctlr_el1, x3
    mov     x0, x1
    mov     x1, x2
    eret

    .global secure_call
secure_call:
    smc     #0
    ret

    .balign 2048
shim_vectors:
    .rept 8
    .balign 128
    b       bad
    .endr
    .balign 128
    b       from_guest
    .rept 7
    .balign 128
    b       bad
    .endr

bad:
    mrs     x0, esr_el2
    mrs     x1, elr_el2
    mrs     x2, far_el2
    bl      shim_bad

from_guest:
    sub     sp, sp, #256
    stp     x0, x1, [sp, #0]
    stp     x2, x3, [sp, #16]
    stp     x4, x5, [sp, #32]
    stp     x6, x7, [sp, #48]
    stp     x8, x9, [sp, #64]
    stp     x10, x11, [sp, #80]
    stp     x12, x13, [sp, #96]
    stp     x14, x15, [sp, #112]
    stp     x16, x17, [sp, #128]
    stp     x18, x30, [sp, #144]
    mov     x0, sp
    mrs     x1, esr_el2
    bl      shim_exit
    // A caller may rely on x18 and up only, so the rest comes back as rubbish.
    ldp     x0, x1, [sp, #0]
    ldp     x2, x3, [sp, #16]
    ldp     x18, x30, [sp, #144]
    mov     x4, #-1
    mov     x5, x4
    mov     x6, x4
    mov     x7, x4
    mov     x8, x4
    mov     x9, x4
    mov     x10, x4
    mov     x11, x4
    mov     x12, x4
    mov     x13, x4
    mov     x14, x4
    mov     x15, x4
    mov     x16, x4
    mov     x17, x4
    add     sp, sp, #256
    eret

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
