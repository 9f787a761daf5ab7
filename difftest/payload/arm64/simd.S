/* load_simd(block) and save_simd(block), for cases with SIMD state: v0..v31, FPCR, FPSR. */
.arch armv8-a+simd
.text

.macro each_register operation
    .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    \operation q\n, [x0, #\n * 16]
    .endr
.endm

.global load_simd
load_simd:
    each_register ldr
    ldr     x1, [x0, #512]
    ldr     x2, [x0, #520]
    msr     fpcr, x1
    msr     fpsr, x2
    ret

.global save_simd
save_simd:
    each_register str
    mrs     x1, fpcr
    mrs     x2, fpsr
    str     x1, [x0, #512]
    str     x2, [x0, #520]
    ret
