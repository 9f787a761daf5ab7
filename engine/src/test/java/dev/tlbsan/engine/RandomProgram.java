package dev.tlbsan.engine;

import java.util.Random;

/**
 * A program for EL1, from a seed, that does what can go wrong between an engine's shortcuts and the architecture: it
 * stores to its own instructions, to live translation tables, to devices and across pages, executes TLBIs with and without
 * barriers, and takes exceptions, which skip the instruction, and interrupts. X0 to X9 hold data, others addresses. It runs for ever.
 */
final class RandomProgram {
    private static final int LENGTH = 150;

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    RandomProgram(long seed) {
        random = new Random(seed);
    }

    String text() {
        text.append("start:\n");
        for (int n = 0; n < LENGTH; n++) {
            text.append("l").append(n).append(": ").append(statement(n)).append('\n');
        }
        return text.append("l").append(LENGTH).append(": b start\n").toString();
    }

    private String statement(int n) {
        return switch (random.nextInt(26)) {
            case 0, 1 -> "add %s, %s, %s".formatted(x(), x(), x());
            case 2 -> "eor %s, %s, %s, lsl #%d".formatted(x(), x(), x(), random.nextInt(64));
            case 3 -> "subs %s, %s, #%d".formatted(x(), x(), random.nextInt(4096));
            case 4 -> "crc32x %s, %s, %s".formatted(w(), w(), x());
            case 5, 6, 7 -> load();
            case 8, 9, 10 -> store();
            case 11 -> "b.%s l%d".formatted(random.nextBoolean() ? "ne" : "mi", target(n));
            case 12 -> "tbz %s, #%d, l%d".formatted(x(), random.nextInt(64), target(n));
            case 13 -> "cbnz %s, l%d".formatted(w(), target(n));
            // A descriptor of a page at PAGED: another page, or none.
            case 14 -> "str %s, [x12, #%d]".formatted(random.nextBoolean() ? "x16" : "x17", 8 * page());
            case 15 -> "str %s, [x12, #%d]".formatted(random.nextInt(4) == 0 ? "xzr" : "x18", 8 * page());
            // An instruction of the program itself: one of two harmless ones.
            case 16 -> "str %s, [x13, #%d]".formatted(random.nextBoolean() ? "w19" : "w20", 4 * random.nextInt(LENGTH));
            case 17 -> random.nextBoolean() ? "tlbi vmalle1" : "tlbi vaae1, x14";
            case 18 -> "dsb ish";
            case 19 -> random.nextBoolean() ? "isb" : "dmb ish";
            case 20 -> "svc #%d".formatted(random.nextInt(100));
            case 21 -> random.nextBoolean() ? "str %s, [x15, #8]".formatted(w()) : "ldr %s, [x15, #16]".formatted(w());
            case 22 -> random.nextInt(4) == 0 ? "msr daifclr, #2" : "ldr %s, [x11, #8]".formatted(x());
            // The descriptor of the page that holds the program: one of two copies, which differ a little.
            case 23 -> "str %s, [x23]".formatted(random.nextBoolean() ? "x24" : "x25");
            case 24 -> "ldxr %s, [x10]; stxr %s, %s, [x10]".formatted(x(), w(), x());
            default -> random.nextBoolean() ? "mrs %s, cntvct_el0".formatted(x()) : "br x21";
        };
    }

    private String load() {
        return switch (random.nextInt(4)) {
            case 0 -> "ldr %s, [x11, #%d]".formatted(x(), 8 * random.nextInt(512 * 4));
            case 1 -> "ldur %s, [x11, #%d]".formatted(x(), random.nextInt(256));
            case 2 -> "ldp %s, %s, [x22]".formatted("x1", "x2");
            default -> "ldrb %s, [x10, #%d]".formatted(w(), random.nextInt(4096));
        };
    }

    private String store() {
        return switch (random.nextInt(4)) {
            case 0 -> "str %s, [x11, #%d]".formatted(x(), 8 * random.nextInt(512 * 4));
            case 1 -> "stp %s, %s, [x22, #-8]".formatted(x(), x());
            case 2 -> "stur %s, [x22, #%d]".formatted(x(), -random.nextInt(9));
            default -> "strb %s, [x10, #%d]".formatted(w(), random.nextInt(4096));
        };
    }

    private int target(int n) {
        return Math.min(LENGTH, n + 1 + random.nextInt(20));
    }

    private int page() {
        return random.nextInt(4);
    }

    private String x() {
        return "x" + random.nextInt(10);
    }

    private String w() {
        return "w" + random.nextInt(10);
    }
}
