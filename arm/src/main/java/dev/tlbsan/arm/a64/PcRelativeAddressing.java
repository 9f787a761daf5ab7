package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** PC-rel. addressing. The field i packs immlo, its two low bits, above immhi. */
public final class PcRelativeAddressing {
    private static final long PAGE = 4096;
    private static final int IMMHI_WIDTH = 19;

    private PcRelativeAddressing() {}

    /** ADR. */
    @A64(bits = "0 ii 10000 iiiiiiiiiiiiiiiiiii ddddd", asm = "adr {d:x}, {i<18:0>,i<20:19>:adr}", manual = "C6.2 ADR")
    static void adr(Semantics s, int i, int d) {
        s.x(d, true, s.pcRelative(distance(i)));
    }

    /** ADRP: the address of a page. */
    @A64(
            bits = "1 ii 10000 iiiiiiiiiiiiiiiiiii ddddd",
            asm = "adrp {d:x}, {i<18:0>,i<20:19>:adrp}",
            manual = "C6.2 ADRP")
    static void adrp(Semantics s, int i, int d) {
        s.x(d, true, s.pageRelative(distance(i) * PAGE));
    }

    private static long distance(int i) {
        int value = i << 2 | i >>> IMMHI_WIDTH;
        return LoadStore.signed(value & 0x1f_ffff, IMMHI_WIDTH + 2);
    }
}
