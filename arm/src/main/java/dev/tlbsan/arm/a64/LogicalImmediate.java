package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;
import dev.tlbsan.arm.isa.BitmaskImmediate;

/** Logical (immediate). The field i is N, immr and imms, which encode a bitmask. */
public final class LogicalImmediate {
    private LogicalImmediate() {}

    /** AND. */
    @A64(
            bits = "z 00 100100 iiiiiiiiiiiii nnnnn ddddd",
            asm = "and {d:rsp}, {n:r}, {i:bitmask}",
            manual = "C6.2 AND (immediate)")
    static void and(Semantics s, boolean z, int i, int n, int d) {
        if (reserved(s, z, i)) {
            return;
        }
        s.xOrSp(d, z, s.and(z, s.x(n), bitmask(s, z, i)));
    }

    /** ORR. */
    @A64(
            bits = "z 01 100100 iiiiiiiiiiiii nnnnn ddddd",
            asm = "orr {d:rsp}, {n:r}, {i:bitmask}",
            manual = "C6.2 ORR (immediate)")
    static void orr(Semantics s, boolean z, int i, int n, int d) {
        if (reserved(s, z, i)) {
            return;
        }
        s.xOrSp(d, z, n == 31 ? bitmask(s, z, i) : s.or(z, s.x(n), bitmask(s, z, i)));
    }

    /** EOR. */
    @A64(
            bits = "z 10 100100 iiiiiiiiiiiii nnnnn ddddd",
            asm = "eor {d:rsp}, {n:r}, {i:bitmask}",
            manual = "C6.2 EOR (immediate)")
    static void eor(Semantics s, boolean z, int i, int n, int d) {
        if (reserved(s, z, i)) {
            return;
        }
        s.xOrSp(d, z, s.xor(z, s.x(n), bitmask(s, z, i)));
    }

    /** ANDS. */
    @A64(
            bits = "z 11 100100 iiiiiiiiiiiii nnnnn ddddd",
            asm = "ands {d:r}, {n:r}, {i:bitmask}",
            manual = "C6.2 ANDS (immediate)")
    static void ands(Semantics s, boolean z, int i, int n, int d) {
        if (reserved(s, z, i)) {
            return;
        }
        int result = s.and(z, s.x(n), bitmask(s, z, i));
        // A mask without bit 31 leaves a result that is not negative at either width.
        s.logicalFlags(z || BitmaskImmediate.decode(i, false) >>> 31 == 0, result);
        s.x(d, z, result);
    }

    private static boolean reserved(Semantics s, boolean z, int i) {
        boolean reserved = BitmaskImmediate.isReserved(i, z);
        if (reserved) {
            s.undefined();
        }
        return reserved;
    }

    private static int bitmask(Semantics s, boolean z, int i) {
        return s.constant(BitmaskImmediate.decode(i, z));
    }
}
