package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * Moves to and from System registers, coprocessors 14 and 15. The field e of a move of one register is opc1 (3 bits), CRn,
 * the lowest bit of the coprocessor number, opc2 (3 bits) and CRm; of two registers it is that bit, opc1 (4 bits) and CRm.
 * The forms with the condition 1111 are UNDEFINED.
 */
public final class SystemRegisters {
    private static final int COPROCESSOR = 14;
    private static final int WORD_BITS = 32;

    private SystemRegisters() {}

    /** MCR. */
    @A32(
            bits = "cccc 1110 eee 0 eeee tttt 111 e eee 1 eeee",
            asm = "mcr{c:cond} {e<7:7>:p14|p15}, {e<14:12>:plain}, {t:r}, {e<11:8>:crn}, {e<3:0>:crn}, {e<6:4>:plain}",
            manual = "F5.1 MCR",
            priority = 1)
    @T32(
            bits = "1110 1110 eee 0 eeee tttt 111 e eee 1 eeee",
            asm = "mcr {e<7:7>:p14|p15}, {e<14:12>:plain}, {t:r}, {e<11:8>:crn}, {e<3:0>:crn}, {e<6:4>:plain}",
            manual = "F5.1 MCR",
            priority = 1)
    static void mcr(Aarch32Semantics s, int e, int t) {
        if (!Unpredictable.when(s, Unpredictable.isBadRegister(s, t))) {
            s.write(Aarch32Operation.withRt(one(e), t), s.r(t));
        }
    }

    /** MRC; what would go to the PC goes to the flags. */
    @A32(
            bits = "cccc 1110 eee 1 eeee tttt 111 e eee 1 eeee",
            asm =
                    "mrc{c:cond} {e<7:7>:p14|p15}, {e<14:12>:plain}, {t:rflags}, {e<11:8>:crn}, {e<3:0>:crn}, {e<6:4>:plain}",
            manual = "F5.1 MRC",
            priority = 1)
    @T32(
            bits = "1110 1110 eee 1 eeee tttt 111 e eee 1 eeee",
            asm = "mrc {e<7:7>:p14|p15}, {e<14:12>:plain}, {t:rflags}, {e<11:8>:crn}, {e<3:0>:crn}, {e<6:4>:plain}",
            manual = "F5.1 MRC",
            priority = 1)
    static void mrc(Aarch32Semantics s, int e, int t) {
        if (Unpredictable.when(s, s.t32() && t == Aarch32Semantics.SP)) {
            return;
        }
        int value = s.read(Aarch32Operation.withRt(one(e), t));
        if (t == Aarch32Semantics.PC) {
            s.nzcv(s.and(false, value, s.constant32(0xf000_0000)));
        } else {
            s.r(t, value);
        }
    }

    private static int one(int e) {
        return Aarch32Operation.register(COPROCESSOR + (e >>> 7 & 1), e >>> 12, e >>> 8 & 15, e & 15, e >>> 4 & 7);
    }

    /** MCRR. */
    @A32(
            bits = "cccc 1100 0100 uuuu tttt 111 e eeee eeee",
            asm = "mcrr{c:cond} {e<8:8>:p14|p15}, {e<7:4>:plain}, {t:r}, {u:r}, {e<3:0>:crn}",
            manual = "F5.1 MCRR",
            priority = 1)
    @T32(
            bits = "1110 1100 0100 uuuu tttt 111 e eeee eeee",
            asm = "mcrr {e<8:8>:p14|p15}, {e<7:4>:plain}, {t:r}, {u:r}, {e<3:0>:crn}",
            manual = "F5.1 MCRR",
            priority = 1)
    static void mcrr(Aarch32Semantics s, int u, int t, int e) {
        if (!Unpredictable.when(s, Unpredictable.isBadRegister(s, t) || Unpredictable.isBadRegister(s, u))) {
            s.write(Aarch32Operation.withRts(two(e), t, u), s.addShifted(s.r(t), s.r(u), WORD_BITS));
        }
    }

    /** MRRC. */
    @A32(
            bits = "cccc 1100 0101 uuuu tttt 111 e eeee eeee",
            asm = "mrrc{c:cond} {e<8:8>:p14|p15}, {e<7:4>:plain}, {t:r}, {u:r}, {e<3:0>:crn}",
            manual = "F5.1 MRRC",
            priority = 1)
    @T32(
            bits = "1110 1100 0101 uuuu tttt 111 e eeee eeee",
            asm = "mrrc {e<8:8>:p14|p15}, {e<7:4>:plain}, {t:r}, {u:r}, {e<3:0>:crn}",
            manual = "F5.1 MRRC",
            priority = 1)
    static void mrrc(Aarch32Semantics s, int u, int t, int e) {
        if (!Unpredictable.when(s, Unpredictable.isBadRegister(s, t) || Unpredictable.isBadRegister(s, u) || t == u)) {
            int value = s.read(Aarch32Operation.withRts(two(e), t, u));
            s.r(t, s.field(value, 0, WORD_BITS));
            s.r(u, s.field(value, WORD_BITS, WORD_BITS));
        }
    }

    private static int two(int e) {
        return Aarch32Operation.pair(COPROCESSOR + (e >>> 8), e >>> 4 & 15, e & 15);
    }
}
