package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;

/** Values of SPSR_ELx. */
final class ProcessorStates {
    private static final int EL0T = 0b0000;
    private static final int EL1T = 0b0100;
    private static final int EL1H = 0b0101;
    private static final int EL2T = 0b1000;
    private static final int EL2H = 0b1001;
    private static final int MASKED = 0x3c0;
    private static final int[] MODES = {EL0T, EL1T, EL1H, EL2T, EL2H};
    private static final int[] AARCH32_MODES = {0x10, 0x11, 0x12, 0x13, 0x17, 0x1b, 0x1f};
    private static final int HYP = 0x1a;
    private static final int T32 = 0x20;
    private static final int AARCH32_MASKED = 0x1c0;
    /** IT EQ: IT[7:2] is in bits 15 to 10. */
    private static final int IT_BLOCK = 2 << 10;

    private static final long ILLEGAL = 1L << 20;

    private ProcessorStates() {}

    /** The state that a case at an Exception level begins with. */
    static int initial(int level, SeededRandom random) {
        int mode = level == 0 ? EL0T : level << 2 | random.below(2);
        int masks = random.oneIn(8) ? (int) random.next() & MASKED : MASKED;
        int illegal = random.oneIn(128) ? (int) ILLEGAL : 0;
        return (int) flags(random) | masks | illegal | mode;
    }

    /** Any that software might return to, legal or not. */
    static long next(SeededRandom random) {
        int mode = random.oneIn(8) ? random.below(16) : MODES[random.below(MODES.length)];
        return flags(random) | MASKED | mode | (random.oneIn(16) ? ILLEGAL : 0);
    }

    /** A mode of AArch32 at PL1 or PL0, by its number. */
    static int pl1OrUserMode(SeededRandom random) {
        return AARCH32_MODES[random.below(AARCH32_MODES.length)];
    }

    /** A CPSR that software of AArch32 at a level might return to. */
    static long nextAarch32(int level, SeededRandom random) {
        int mode = level == 2 && random.oneIn(2) ? HYP : pl1OrUserMode(random);
        boolean t32 = random.oneIn(2);
        int conditions = t32 && random.oneIn(4) ? IT_BLOCK : 0;
        long others = random.next() & (1L << 27 | 0xfL << 16 | 1L << 9);
        return flags(random) | others | AARCH32_MASKED | conditions | mode | (t32 ? T32 : 0);
    }

    private static long flags(SeededRandom random) {
        return (long) random.below(16) << 28;
    }
}
