/* Assembly macros shared by boot.S and world.S. */

.macro constant register, value
    movw    \register, #(\value) & 0xffff
    movt    \register, #(\value) >> 16
.endm

.macro address register, symbol
    movw    \register, #:lower16:\symbol
    movt    \register, #:upper16:\symbol
.endm

/* Each banked register in its place in the frame at r0, by way of r1: where the architecture maps it to X0 to X30. */
.macro banked_registers transfer
    \transfer 13, sp_usr
    \transfer 16, lr_irq
    \transfer 17, sp_irq
    \transfer 18, lr_svc
    \transfer 19, sp_svc
    \transfer 20, lr_abt
    \transfer 21, sp_abt
    \transfer 22, lr_und
    \transfer 23, sp_und
    \transfer 24, r8_fiq
    \transfer 25, r9_fiq
    \transfer 26, r10_fiq
    \transfer 27, r11_fiq
    \transfer 28, r12_fiq
    \transfer 29, sp_fiq
    \transfer 30, lr_fiq
.endm

.macro load_banked n, name
    ldr     r1, [r0, #FRAME_X + \n * 8]
    msr     \name, r1
.endm

.macro save_banked n, name
    mrs     r1, \name
    str     r1, [r0, #FRAME_X + \n * 8]
.endm
