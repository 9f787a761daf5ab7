package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Data-processing (2 source), with FEAT_CRC32. */
public final class DataProcessingTwoSource {
    private DataProcessingTwoSource() {}

    /** UDIV. */
    @A64(bits = "z 0 0 11010110 mmmmm 000010 nnnnn ddddd", asm = "udiv {d:r}, {n:r}, {m:r}", manual = "C6.2 UDIV")
    static void udiv(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.unsignedDivide(z, s.x(n), s.x(m)));
    }

    /** SDIV. */
    @A64(bits = "z 0 0 11010110 mmmmm 000011 nnnnn ddddd", asm = "sdiv {d:r}, {n:r}, {m:r}", manual = "C6.2 SDIV")
    static void sdiv(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.signedDivide(z, s.x(n), s.x(m)));
    }

    /** LSLV. */
    @A64(bits = "z 0 0 11010110 mmmmm 001000 nnnnn ddddd", asm = "lslv {d:r}, {n:r}, {m:r}", manual = "C6.2 LSLV")
    static void lslv(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.lsl(z, s.x(n), s.x(m)));
    }

    /** LSRV. */
    @A64(bits = "z 0 0 11010110 mmmmm 001001 nnnnn ddddd", asm = "lsrv {d:r}, {n:r}, {m:r}", manual = "C6.2 LSRV")
    static void lsrv(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.lsr(z, s.x(n), s.x(m)));
    }

    /** ASRV. */
    @A64(bits = "z 0 0 11010110 mmmmm 001010 nnnnn ddddd", asm = "asrv {d:r}, {n:r}, {m:r}", manual = "C6.2 ASRV")
    static void asrv(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.asr(z, s.x(n), s.x(m)));
    }

    /** RORV. */
    @A64(bits = "z 0 0 11010110 mmmmm 001011 nnnnn ddddd", asm = "rorv {d:r}, {n:r}, {m:r}", manual = "C6.2 RORV")
    static void rorv(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.ror(z, s.x(n), s.x(m)));
    }

    /** CRC32B. */
    @A64(
            bits = "0 0 0 11010110 mmmmm 010 0 00 nnnnn ddddd",
            asm = "crc32b {d:w}, {n:w}, {m:w}",
            manual = "C6.2 CRC32B, CRC32H, CRC32W, CRC32X")
    static void crc32b(Semantics s, int m, int n, int d) {
        s.x(d, true, s.crc32(false, s.x(n), s.x(m), 1));
    }

    /** CRC32H. */
    @A64(
            bits = "0 0 0 11010110 mmmmm 010 0 01 nnnnn ddddd",
            asm = "crc32h {d:w}, {n:w}, {m:w}",
            manual = "C6.2 CRC32B, CRC32H, CRC32W, CRC32X")
    static void crc32h(Semantics s, int m, int n, int d) {
        s.x(d, true, s.crc32(false, s.x(n), s.x(m), 2));
    }

    /** CRC32W. */
    @A64(
            bits = "0 0 0 11010110 mmmmm 010 0 10 nnnnn ddddd",
            asm = "crc32w {d:w}, {n:w}, {m:w}",
            manual = "C6.2 CRC32B, CRC32H, CRC32W, CRC32X")
    static void crc32w(Semantics s, int m, int n, int d) {
        s.x(d, true, s.crc32(false, s.x(n), s.x(m), 4));
    }

    /** CRC32X. */
    @A64(
            bits = "1 0 0 11010110 mmmmm 010 0 11 nnnnn ddddd",
            asm = "crc32x {d:w}, {n:w}, {m:x}",
            manual = "C6.2 CRC32B, CRC32H, CRC32W, CRC32X")
    static void crc32x(Semantics s, int m, int n, int d) {
        s.x(d, true, s.crc32(false, s.x(n), s.x(m), 8));
    }

    /** CRC32CB. */
    @A64(
            bits = "0 0 0 11010110 mmmmm 010 1 00 nnnnn ddddd",
            asm = "crc32cb {d:w}, {n:w}, {m:w}",
            manual = "C6.2 CRC32CB, CRC32CH, CRC32CW, CRC32CX")
    static void crc32cb(Semantics s, int m, int n, int d) {
        s.x(d, true, s.crc32(true, s.x(n), s.x(m), 1));
    }

    /** CRC32CH. */
    @A64(
            bits = "0 0 0 11010110 mmmmm 010 1 01 nnnnn ddddd",
            asm = "crc32ch {d:w}, {n:w}, {m:w}",
            manual = "C6.2 CRC32CB, CRC32CH, CRC32CW, CRC32CX")
    static void crc32ch(Semantics s, int m, int n, int d) {
        s.x(d, true, s.crc32(true, s.x(n), s.x(m), 2));
    }

    /** CRC32CW. */
    @A64(
            bits = "0 0 0 11010110 mmmmm 010 1 10 nnnnn ddddd",
            asm = "crc32cw {d:w}, {n:w}, {m:w}",
            manual = "C6.2 CRC32CB, CRC32CH, CRC32CW, CRC32CX")
    static void crc32cw(Semantics s, int m, int n, int d) {
        s.x(d, true, s.crc32(true, s.x(n), s.x(m), 4));
    }

    /** CRC32CX. */
    @A64(
            bits = "1 0 0 11010110 mmmmm 010 1 11 nnnnn ddddd",
            asm = "crc32cx {d:w}, {n:w}, {m:x}",
            manual = "C6.2 CRC32CB, CRC32CH, CRC32CW, CRC32CX")
    static void crc32cx(Semantics s, int m, int n, int d) {
        s.x(d, true, s.crc32(true, s.x(n), s.x(m), 8));
    }
}
