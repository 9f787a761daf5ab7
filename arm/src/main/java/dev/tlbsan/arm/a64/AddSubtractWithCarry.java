package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/** Add/subtract (with carry). */
public final class AddSubtractWithCarry {
    private AddSubtractWithCarry() {}

    /** ADC. */
    @A64(bits = "z 0 0 11010000 mmmmm 000000 nnnnn ddddd", asm = "adc {d:r}, {n:r}, {m:r}", manual = "C6.2 ADC")
    static void adc(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.addWithCarry(z, false, s.x(n), s.x(m)));
    }

    /** ADCS. */
    @A64(bits = "z 0 1 11010000 mmmmm 000000 nnnnn ddddd", asm = "adcs {d:r}, {n:r}, {m:r}", manual = "C6.2 ADCS")
    static void adcs(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.addWithCarry(z, true, s.x(n), s.x(m)));
    }

    /** SBC. */
    @A64(bits = "z 1 0 11010000 mmmmm 000000 nnnnn ddddd", asm = "sbc {d:r}, {n:r}, {m:r}", manual = "C6.2 SBC")
    static void sbc(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.addWithCarry(z, false, s.x(n), s.not(z, s.x(m))));
    }

    /** SBCS. */
    @A64(bits = "z 1 1 11010000 mmmmm 000000 nnnnn ddddd", asm = "sbcs {d:r}, {n:r}, {m:r}", manual = "C6.2 SBCS")
    static void sbcs(Semantics s, boolean z, int m, int n, int d) {
        s.x(d, z, s.addWithCarry(z, true, s.x(n), s.not(z, s.x(m))));
    }
}
