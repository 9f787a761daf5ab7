package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;

/** Chooses addresses for AArch32 cases; {@code payload/FORMAT.md} says what the windows are. */
final class Aarch32Addresses {
    private static final int MARGIN = 0x140;
    private static final long ADDRESSES = 0xffff_ffffL;
    private static final long HCR_VM_OR_DC = 1L << 12 | 1;
    private static final int[] WRITABLE = {0, 0, 0, 1, 8, 9};
    private static final int[] WRITABLE_PRIVILEGED = {0, 0, 0, 1, 3, 8, 9};
    private static final int[] FAULTING = {2, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 10, 11};

    private final SeededRandom random;
    private final int level;
    private final boolean secondStage;

    Aarch32Addresses(SeededRandom random, int level, Controls controls) {
        this.random = random;
        this.level = level;
        this.secondStage = level < 2 && (controls.hcr() & HCR_VM_OR_DC) != 0;
    }

    /** Somewhere in a window that can be written. */
    long writable() {
        int[] windows = level == 0 ? WRITABLE : WRITABLE_PRIVILEGED;
        int window = windows[random.below(windows.length)];
        return within(secondStage && window > 7 ? 0 : window);
    }

    /** Somewhere in Device memory, aligned. */
    long device() {
        return within(5) & -16;
    }

    /** Somewhere that gives a fault to some accesses at least. */
    long faulting() {
        return switch (random.below(8)) {
            case 0 -> EdgeValues.next(random) & ADDRESSES;
            case 1 -> Layout.CODE + random.below(0x40_0000);
            default -> within(FAULTING[random.below(FAULTING.length)]);
        };
    }

    private long within(int window) {
        long offset = random.oneIn(24) ? edge() : MARGIN + random.below(Layout.WINDOW_SIZE - 2 * MARGIN);
        return Layout.window(window) + (random.oneIn(2) ? offset : offset & -16);
    }

    private long edge() {
        return random.oneIn(2) ? random.below(16) : Layout.WINDOW_SIZE - 16 + random.below(16);
    }
}
