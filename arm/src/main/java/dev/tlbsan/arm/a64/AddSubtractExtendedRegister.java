package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/**
 * Add/subtract (extended register). The field m packs Rm, the option (bit 2 for signed, bits 1:0 the logarithm of the
 * size) and imm3, the shift, which is at most 4.
 */
public final class AddSubtractExtendedRegister {
    private static final int MAX_SHIFT = 4;

    private AddSubtractExtendedRegister() {}

    /** ADD. */
    @A64(
            bits = "z 0 0 01011 00 1 mmmmm mmm mmm nnnnn ddddd",
            asm = "add {d:rsp}, {n:rsp}, {m<10:6>,m<5:3>,m<2:0>:extended}",
            manual = "C6.2 ADD (extended register)")
    static void add(Semantics s, boolean z, int m, int n, int d) {
        if (reserved(s, m)) {
            return;
        }
        if (z) {
            s.xOrSp(d, true, s.addShifted(s.xOrSp(n), extended(s, true, m >>> 3), m & 7));
        } else {
            s.xOrSp(d, false, s.add(false, s.xOrSp(n), shifted(s, false, m)));
        }
    }

    /** ADDS. */
    @A64(
            bits = "z 0 1 01011 00 1 mmmmm mmm mmm nnnnn ddddd",
            asm = "adds {d:r}, {n:rsp}, {m<10:6>,m<5:3>,m<2:0>:extendedflags}",
            manual = "C6.2 ADDS (extended register)")
    static void adds(Semantics s, boolean z, int m, int n, int d) {
        if (reserved(s, m)) {
            return;
        }
        s.x(d, z, s.addSettingFlags(z, s.xOrSp(n), shifted(s, z, m)));
    }

    /** SUB. */
    @A64(
            bits = "z 1 0 01011 00 1 mmmmm mmm mmm nnnnn ddddd",
            asm = "sub {d:rsp}, {n:rsp}, {m<10:6>,m<5:3>,m<2:0>:extended}",
            manual = "C6.2 SUB (extended register)")
    static void sub(Semantics s, boolean z, int m, int n, int d) {
        if (reserved(s, m)) {
            return;
        }
        s.xOrSp(d, z, s.sub(z, s.xOrSp(n), shifted(s, z, m)));
    }

    /** SUBS. */
    @A64(
            bits = "z 1 1 01011 00 1 mmmmm mmm mmm nnnnn ddddd",
            asm = "subs {d:r}, {n:rsp}, {m<10:6>,m<5:3>,m<2:0>:extendedflags}",
            manual = "C6.2 SUBS (extended register)")
    static void subs(Semantics s, boolean z, int m, int n, int d) {
        if (reserved(s, m)) {
            return;
        }
        s.x(d, z, s.subSettingFlags(z, s.xOrSp(n), shifted(s, z, m)));
    }

    private static boolean reserved(Semantics s, int m) {
        boolean reserved = (m & 7) > MAX_SHIFT;
        if (reserved) {
            s.undefined();
        }
        return reserved;
    }

    /** The extended and shifted value; if it is narrow, its upper half means nothing. */
    private static int shifted(Semantics s, boolean z, int m) {
        int value = extended(s, z, m >>> 3);
        int shift = m & 7;
        return shift == 0 ? value : s.lsl(z, value, s.constant(shift));
    }

    /** The extended value of Rm, which is packed above the option. */
    private static int extended(Semantics s, boolean z, int m) {
        int value = s.x(m >>> 3);
        int bits = 8 << (m & 3);
        if (bits >= (z ? 64 : 32)) {
            return value;
        }
        boolean signed = (m & 4) != 0;
        return signed ? s.signExtend(value, bits) : s.zeroExtend(value, bits);
    }
}
