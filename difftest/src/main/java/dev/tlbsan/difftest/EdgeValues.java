package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;

/** Numbers at which arithmetic goes wrong, more often than others. */
final class EdgeValues {
    private EdgeValues() {}

    static long next(SeededRandom random) {
        return switch (random.below(12)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> random.between(0, 64);
            case 3 -> -random.between(1, 64);
            case 4 -> 1L << random.below(64);
            case 5 -> (1L << random.below(64)) - 1;
            case 6 -> Long.MIN_VALUE >> random.below(64);
            case 7 -> random.next() & 0xffff_ffffL;
            case 8 -> (int) random.next();
            default -> random.next();
        };
    }
}
