/* Assembly macros shared by boot.S and world.S. */

.macro constant register, value
    movz    \register, #(\value) & 0xffff
    movk    \register, #((\value) >> 16) & 0xffff, lsl #16
.endm

.macro address register, symbol
    adrp    \register, \symbol
    add     \register, \register, #:lo12:\symbol
.endm

/* MMU off and no EL2 entry left, so that no entry of one map is ever met under another. */
.macro leave_translation register
    constant \register, SCTLR_EL2_OFF
    msr     sctlr_el2, \register
    isb
    tlbi    alle2
    dsb     nsh
    isb
.endm

/* From any EL2 translation to the payload's, with one register and no memory access. */
.macro payload_translation register
    leave_translation \register
    adrp    \register, payload_root
    msr     ttbr0_el2, \register
    constant \register, TCR_EL2_VALUE
    msr     tcr_el2, \register
    mov     \register, #MAIR_VALUE
    msr     mair_el2, \register
    isb
    constant \register, SCTLR_EL2_ON
    msr     sctlr_el2, \register
    isb
.endm

/* Moves x2..x30 between the processor and the frame at x0. */
.macro registers_from_2 operation
    .irp    n, 2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30
    \operation x\n, [x0, #FRAME_X + \n * 8]
    .endr
.endm
