package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.T32;

/** Data processing (two low registers) of 16-bit T32; flags are set outside of IT blocks only. */
public final class ShortDataProcessing {
    private ShortDataProcessing() {}

    /** ANDS. */
    @T32(bits = "010000 0000 mmm ddd", asm = "ands {d:r}, {m:r}", manual = "F5.1 AND, ANDS (register)")
    static void and(Aarch32Semantics s, int m, int d) {
        Alu.and(s, !s.inItBlock(), d, s.r(d), plain(s, m));
    }

    /** EORS. */
    @T32(bits = "010000 0001 mmm ddd", asm = "eors {d:r}, {m:r}", manual = "F5.1 EOR, EORS (register)")
    static void eor(Aarch32Semantics s, int m, int d) {
        Alu.eor(s, !s.inItBlock(), d, s.r(d), plain(s, m));
    }

    /** LSLS. */
    @T32(bits = "010000 0010 mmm ddd", asm = "lsls {d:r}, {m:r}", manual = "F5.1 LSL, LSLS (register)")
    static void lsl(Aarch32Semantics s, int m, int d) {
        shift(s, d, ShiftedRegister.LSL, m);
    }

    /** LSRS. */
    @T32(bits = "010000 0011 mmm ddd", asm = "lsrs {d:r}, {m:r}", manual = "F5.1 LSR, LSRS (register)")
    static void lsr(Aarch32Semantics s, int m, int d) {
        shift(s, d, ShiftedRegister.LSR, m);
    }

    /** ASRS. */
    @T32(bits = "010000 0100 mmm ddd", asm = "asrs {d:r}, {m:r}", manual = "F5.1 ASR, ASRS (register)")
    static void asr(Aarch32Semantics s, int m, int d) {
        shift(s, d, ShiftedRegister.ASR, m);
    }

    /** ADCS. */
    @T32(bits = "010000 0101 mmm ddd", asm = "adcs {d:r}, {m:r}", manual = "F5.1 ADC, ADCS (register)")
    static void adc(Aarch32Semantics s, int m, int d) {
        Alu.adc(s, !s.inItBlock(), d, s.r(d), s.r(m));
    }

    /** SBCS. */
    @T32(bits = "010000 0110 mmm ddd", asm = "sbcs {d:r}, {m:r}", manual = "F5.1 SBC, SBCS (register)")
    static void sbc(Aarch32Semantics s, int m, int d) {
        Alu.sbc(s, !s.inItBlock(), d, s.r(d), s.r(m));
    }

    /** RORS. */
    @T32(bits = "010000 0111 mmm ddd", asm = "rors {d:r}, {m:r}", manual = "F5.1 ROR, RORS (register)")
    static void ror(Aarch32Semantics s, int m, int d) {
        shift(s, d, ShiftedRegister.ROR, m);
    }

    /** TST. */
    @T32(bits = "010000 1000 mmm ddd", asm = "tst {d:r}, {m:r}", manual = "F5.1 TST (register)")
    static void tst(Aarch32Semantics s, int m, int d) {
        Alu.tst(s, s.r(d), plain(s, m));
    }

    /** RSBS. */
    @T32(bits = "010000 1001 mmm ddd", asm = "rsbs {d:r}, {m:r}, #0", manual = "F5.1 RSB, RSBS (immediate)")
    static void rsb(Aarch32Semantics s, int m, int d) {
        Alu.sub(s, !s.inItBlock(), d, s.constant(0), s.r(m));
    }

    /** CMP. */
    @T32(bits = "010000 1010 mmm ddd", asm = "cmp {d:r}, {m:r}", manual = "F5.1 CMP (register)")
    static void cmp(Aarch32Semantics s, int m, int d) {
        s.subSettingFlags(false, s.r(d), s.r(m));
    }

    /** CMN. */
    @T32(bits = "010000 1011 mmm ddd", asm = "cmn {d:r}, {m:r}", manual = "F5.1 CMN (register)")
    static void cmn(Aarch32Semantics s, int m, int d) {
        s.addSettingFlags(false, s.r(d), s.r(m));
    }

    /** ORRS. */
    @T32(bits = "010000 1100 mmm ddd", asm = "orrs {d:r}, {m:r}", manual = "F5.1 ORR, ORRS (register)")
    static void orr(Aarch32Semantics s, int m, int d) {
        Alu.orr(s, !s.inItBlock(), d, s.r(d), plain(s, m));
    }

    /** MULS. */
    @T32(bits = "010000 1101 mmm ddd", asm = "muls {d:r}, {m:r}, {d:r}", manual = "F5.1 MUL, MULS")
    static void mul(Aarch32Semantics s, int m, int d) {
        int product = s.multiply(false, s.r(m), s.r(d));
        if (!s.inItBlock()) {
            s.nz(false, product);
        }
        s.r(d, product);
    }

    /** BICS. */
    @T32(bits = "010000 1110 mmm ddd", asm = "bics {d:r}, {m:r}", manual = "F5.1 BIC, BICS (register)")
    static void bic(Aarch32Semantics s, int m, int d) {
        Alu.and(s, !s.inItBlock(), d, s.r(d), plain(s, m).inverted(s));
    }

    /** MVNS. */
    @T32(bits = "010000 1111 mmm ddd", asm = "mvns {d:r}, {m:r}", manual = "F5.1 MVN, MVNS (register)")
    static void mvn(Aarch32Semantics s, int m, int d) {
        Alu.mov(s, !s.inItBlock(), d, plain(s, m).inverted(s));
    }

    private static Operand plain(Aarch32Semantics s, int m) {
        return new Operand(s.r(m), Operand.KEPT);
    }

    private static void shift(Aarch32Semantics s, int d, int type, int m) {
        boolean f = !s.inItBlock();
        Alu.mov(s, f, d, ShiftedRegister.byRegister(s, f, type, s.r(d), s.r(m)));
    }
}
