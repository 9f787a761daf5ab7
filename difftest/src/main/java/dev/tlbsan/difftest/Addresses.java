package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;

/** Addresses of the windows, as a case at some Exception level sees them. */
final class Addresses {
    private static final long HCR_VM_OR_DC = 1L | 1L << 12;
    private static final long TBI0 = 1L << 37;
    private static final long TBI1 = 1L << 38;
    private static final long TAG = 0xffL << 56;
    private static final long PHYSICAL = (1L << 44) - 1;
    private static final int MARGIN = 0x200;
    private static final int[] WRITABLE = {0, 1, 0, 1, 8};
    private static final int[] WRITABLE_PRIVILEGED = {0, 1, 3, 0, 8};
    private static final int[] READABLE = {2, 2, 2, 9};
    private static final int[] FAULTING = {2, 3, 4, 6, 7, 7, 8, 9, 10, 10, 11};

    private final SeededRandom random;
    private final int level;
    private final boolean upperHalf;
    private final boolean secondStage;
    private final Controls controls;

    Addresses(SeededRandom random, int level, Controls controls) {
        this.random = random;
        this.level = level;
        this.controls = controls;
        this.upperHalf = level < 2 && !controls.isStage1Off(level);
        this.secondStage = level < 2 && (controls.hcr() & HCR_VM_OR_DC) != 0;
    }

    /** Somewhere in a window that can be written. */
    long writable() {
        int[] windows = level == 0 ? WRITABLE : WRITABLE_PRIVILEGED;
        int window = windows[random.below(windows.length)];
        return within(secondStage && window > 7 ? 0 : window);
    }

    /** Somewhere in a window that can be read. */
    long readable() {
        int window = READABLE[random.below(READABLE.length)];
        return within(secondStage ? 2 : window);
    }

    /** Somewhere in Device memory, aligned. */
    long device() {
        return within(5) & -16;
    }

    /** Somewhere that gives a fault to some accesses at least: by permission, for want of a mapping, or as no address. */
    long faulting() {
        return switch (random.below(8)) {
            case 0 -> EdgeValues.next(random);
            case 1 -> random.next() & PHYSICAL;
            case 2 -> Layout.CODE + random.below(0x40_0000);
            case 3 -> Layout.WINDOWS + (random.next() & TAG);
            default -> within(FAULTING[random.below(FAULTING.length)]);
        };
    }

    /** An address of the code area, perhaps its alias in the upper half, perhaps with a tag. */
    long executable(long address) {
        return tagged(upperHalf && random.oneIn(4) ? address + Layout.UPPER_ALIAS : address);
    }

    /** The same address with a tag, if the regime ignores tags. */
    long tagged(long address) {
        boolean upper = address << 8 < 0;
        boolean ignored = level == 2 ? (controls.tcr() & TBI0) != 0 : (controls.tcr() & (upper ? TBI1 : TBI0)) != 0;
        return ignored ? (address & ~TAG) | (random.next() & TAG) : address;
    }

    private long within(int window) {
        long offset = random.oneIn(24) ? edge() : MARGIN + random.below(Layout.WINDOW_SIZE - 2 * MARGIN);
        long address = Layout.window(window) + (random.oneIn(2) ? offset : offset & -16);
        boolean alias = upperHalf && random.oneIn(4);
        return tagged(alias ? address + Layout.UPPER_ALIAS : address);
    }

    /** Near an end of the window. */
    private long edge() {
        return random.oneIn(2) ? random.below(16) : Layout.WINDOW_SIZE - 16 + random.below(16);
    }
}
