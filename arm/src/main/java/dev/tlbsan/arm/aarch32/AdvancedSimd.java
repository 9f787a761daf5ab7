package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Advanced SIMD instructions that name no coprocessor: UNDEFINED, or trapped by HCPTR. */
public final class AdvancedSimd {
    private static final int NO_COPROCESSOR = 16;

    private AdvancedSimd() {}

    /** Data processing. */
    @A32(
            bits = "1111 001 xxxxxxxxxxxxxxxxxxxxxxxxx",
            asm = "simd.a {x:hex}",
            manual = "F4.1 Advanced SIMD data-processing")
    @T32(
            bits = "111 x 1111 xxxxxxxxxxxxxxxxxxxxxxxx",
            asm = "simd.a {x:hex}",
            manual = "F3.1 Advanced SIMD data-processing")
    static void dataProcessing(Aarch32Semantics s, int x) {
        s.coprocessor(NO_COPROCESSOR);
    }

    /** Loads and stores of elements and structures. */
    @A32(
            bits = "1111 0100 xxx 0 xxxxxxxxxxxxxxxxxxxx",
            asm = "simd.b {x:hex}",
            manual = "F4.1 Advanced SIMD element or structure load/store")
    @T32(
            bits = "1111 1001 xxx 0 xxxxxxxxxxxxxxxxxxxx",
            asm = "simd.b {x:hex}",
            manual = "F3.1 Advanced SIMD element or structure load/store")
    static void loadStore(Aarch32Semantics s, int x) {
        s.coprocessor(NO_COPROCESSOR);
    }
}
