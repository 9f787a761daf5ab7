package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Data-processing (1 source). */
public final class DataProcessingOneSource {
    private DataProcessingOneSource() {}

    /** RBIT. */
    @A64(bits = "z 1 0 11010110 00000 000000 nnnnn ddddd", asm = "rbit {d:r}, {n:r}", manual = "C6.2 RBIT")
    static void rbit(Semantics s, boolean z, int n, int d) {
        s.x(d, z, s.reverseBits(z, s.x(n)));
    }

    /** REV16. */
    @A64(bits = "z 1 0 11010110 00000 000001 nnnnn ddddd", asm = "rev16 {d:r}, {n:r}", manual = "C6.2 REV16")
    static void rev16(Semantics s, boolean z, int n, int d) {
        s.x(d, z, s.reverseBytesInHalfwords(z, s.x(n)));
    }

    /** REV of a W register. */
    @A64(bits = "0 1 0 11010110 00000 000010 nnnnn ddddd", asm = "rev {d:w}, {n:w}", manual = "C6.2 REV")
    static void revW(Semantics s, int n, int d) {
        s.x(d, true, s.reverseBytes(false, s.x(n)));
    }

    /** REV32. */
    @A64(bits = "1 1 0 11010110 00000 000010 nnnnn ddddd", asm = "rev32 {d:x}, {n:x}", manual = "C6.2 REV32")
    static void rev32(Semantics s, int n, int d) {
        s.x(d, true, s.ror(true, s.reverseBytes(true, s.x(n)), s.constant(32)));
    }

    /** REV of an X register. */
    @A64(bits = "1 1 0 11010110 00000 000011 nnnnn ddddd", asm = "rev {d:x}, {n:x}", manual = "C6.2 REV")
    static void revX(Semantics s, int n, int d) {
        s.x(d, true, s.reverseBytes(true, s.x(n)));
    }

    /** CLZ. */
    @A64(bits = "z 1 0 11010110 00000 000100 nnnnn ddddd", asm = "clz {d:r}, {n:r}", manual = "C6.2 CLZ")
    static void clz(Semantics s, boolean z, int n, int d) {
        s.x(d, z, s.countLeadingZeros(z, s.x(n)));
    }

    /** CLS. */
    @A64(bits = "z 1 0 11010110 00000 000101 nnnnn ddddd", asm = "cls {d:r}, {n:r}", manual = "C6.2 CLS")
    static void cls(Semantics s, boolean z, int n, int d) {
        int changes = s.xor(z, s.x(n), s.asr(z, s.x(n), s.constant(1)));
        s.x(d, z, s.sub(z, s.countLeadingZeros(z, changes), s.constant(1)));
    }
}
