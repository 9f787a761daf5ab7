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

    private static long flags(SeededRandom random) {
        return (long) random.below(16) << 28;
    }
}
