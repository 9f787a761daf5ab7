package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Extract. The field m packs N, Rm and the lowest bit taken. */
public final class Extract {
    private Extract() {}

    /** EXTR. */
    @A64(
            bits = "z 00 100111 m 0 mmmmm mmmmmm nnnnn ddddd",
            asm = "extr {d,m<11:11>:r}, {n:r}, {m<10:6>:r}, {m<5:0>:imm}",
            manual = "C6.2 EXTR")
    static void extr(Semantics s, boolean z, int m, int n, int d) {
        int lsb = m & 63;
        int low = m >>> 6 & 31;
        boolean wide = m >>> 11 != 0;
        if (wide != z || (!z && lsb >= 32)) {
            s.undefined();
            return;
        }
        s.x(d, z, lsb == 0 ? s.x(low) : s.extract(z, s.x(n), s.x(low), lsb));
    }
}
