package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/** Branches. */
public final class Branches {
    private Branches() {}

    /** B. */
    @A32(bits = "cccc 1010 iiiiiiiiiiiiiiiiiiiiiiii", asm = "b{c:cond} {i:label}", manual = "F5.1.18 B")
    static void b(Aarch32Semantics s, int i) {
        s.branch((i << 8 >> 6) + 8L);
    }

    /** BX. */
    @A32(bits = "cccc 0001 0010 1111 1111 1111 0001 mmmm", asm = "bx{c:cond} {m:r}", manual = "F5.1.25 BX")
    @T32(bits = "010001 11 0 mmmm 000", asm = "bx {m:r}", manual = "F5.1.25 BX")
    static void bx(Aarch32Semantics s, int m) {
        s.bxWritePc(s.r(m));
    }
}
