package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.T32;

/** Compare and branch, table branch, and IT: what only T32 has. */
public final class ThumbControl {
    private static final int AHEAD = 4;
    private static final int ALWAYS = 14;

    private ThumbControl() {}

    /** CBZ, CBNZ. */
    @T32(bits = "1011 z 0 i 1 iiiii nnn", asm = "cb{z:z|nz} {n:r}, {i:labelcb}", manual = "F5.1 CBNZ, CBZ")
    static void cbz(Aarch32Semantics s, boolean z, int i, int n) {
        if (!Unpredictable.when(s, s.inItBlock())) {
            s.branchIfZero(false, !z, s.r(n), i * 2L + AHEAD);
        }
    }

    /** TBB. */
    @T32(
            bits = "11101 00 0 1 1 0 1 nnnn .... .... 0000 mmmm",
            asm = "tbb [{n:r}, {m:r}]",
            manual = "F5.1 TBB, TBH",
            shouldBe = "11110000")
    static void tbb(Aarch32Semantics s, int n, int m) {
        if (!Unpredictable.when(s, isUnpredictable(s, n, m))) {
            branch(s, s.load(1, s.add(false, s.r(n), s.r(m)), 0));
        }
    }

    /** TBH. */
    @T32(
            bits = "11101 00 0 1 1 0 1 nnnn .... .... 0001 mmmm",
            asm = "tbh [{n:r}, {m:r}, lsl #1]",
            manual = "F5.1 TBB, TBH",
            shouldBe = "11110000")
    static void tbh(Aarch32Semantics s, int n, int m) {
        if (!Unpredictable.when(s, isUnpredictable(s, n, m))) {
            int address = s.add(false, s.r(n), s.lsl(false, s.r(m), s.constant(1)));
            branch(s, LoadStore.inByteOrder(s, 2, s.load(2, address, 0)));
        }
    }

    private static boolean isUnpredictable(Aarch32Semantics s, int n, int m) {
        return n == Aarch32Semantics.SP || Unpredictable.isSpOrPc(m) || Unpredictable.isEarlyInItBlock(s);
    }

    private static void branch(Aarch32Semantics s, int halfwords) {
        s.branchWritePc(s.add(false, s.fromPc(0), s.lsl(false, halfwords, s.constant(1))));
    }

    /** IT; with a mask of zero it is a hint. */
    @T32(bits = "1011 1111 iiiiiiii", asm = "it{i:it}", manual = "F5.1 IT", priority = -1)
    static void it(Aarch32Semantics s, int i) {
        int condition = i >>> 4;
        boolean elseNever = condition == ALWAYS && Integer.bitCount(i & 15) != 1;
        if (!Unpredictable.when(s, condition > ALWAYS || elseNever || s.inItBlock())) {
            s.beginItBlock(i);
        }
    }
}
