package dev.tlbsan.engine;

import java.util.List;
import java.util.Random;

/**
 * A program of A32 or T32 for PL1, from a seed, that does what can go wrong between an engine's shortcuts and the
 * architecture, as {@link RandomProgram} does for A64: besides that, conditional instructions of all kinds, IT blocks,
 * changes of instruction set, mode and byte order, and register lists across pages. R0 to R7 hold data, R8 to R12
 * addresses. It runs for ever.
 */
final class Aarch32RandomProgram {
    /** From R8: words that programs load. */
    static final int POOL = 0x400;
    /** What the words of the pool are: two harmless instructions, the routines to call, and descriptors of pages. */
    static final int POOL_SIZE = 10;

    private static final int LENGTH = 110;
    private static final List<String> CONDITIONS =
            List.of("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le");

    private final Random random;
    private final boolean t32;
    private final StringBuilder text = new StringBuilder();

    Aarch32RandomProgram(long seed, boolean t32) {
        random = new Random(seed);
        this.t32 = t32;
    }

    String text() {
        text.append("start:\n");
        for (int n = 0; n < LENGTH; n++) {
            text.append("l").append(n).append(": ").append(statement(n)).append('\n');
        }
        return text.append("l").append(LENGTH).append(": b start\n").toString();
    }

    /** Instructions that go together, after which any other may follow. */
    private String statement(int n) {
        return switch (random.nextInt(14)) {
            case 0, 1 -> conditionally(n);
            case 2 -> branch(n);
            case 3 -> one(unconditional());
            case 4 -> one(load(0)) + "; " + one("str{c} r%d, [r10, #%d]".formatted(0, 8 * random.nextInt(4)));
            case 5 -> one(load(1)) + "; " + selfModification();
            case 6 -> one("ldr{c} lr, [r8, #%d]".formatted(POOL + 4 * (2 + random.nextInt(2)))) + "; blx lr";
            case 7 -> acrossPages();
            default -> one(any());
        };
    }

    private static String one(String instruction) {
        return instruction.replace("{c}", "");
    }

    private String conditionally(int n) {
        if (!t32) {
            String instruction = random.nextInt(4) == 0 ? "b{c} l" + target(n) : any();
            return instruction.replace("{c}", CONDITIONS.get(random.nextInt(14)));
        }
        int condition = random.nextInt(14);
        int length = 1 + random.nextInt(4);
        var it = new StringBuilder("it");
        var body = new StringBuilder();
        for (int k = 0; k < length; k++) {
            boolean then = k == 0 || random.nextBoolean();
            it.append(k == 0 ? "" : then ? "t" : "e");
            boolean branches = k == length - 1 && random.nextInt(3) == 0;
            String instruction = branches ? "b{c} l" + target(n) : any();
            body.append("; ").append(instruction.replace("{c}", CONDITIONS.get(then ? condition : condition ^ 1)));
        }
        return it + " " + CONDITIONS.get(condition) + body;
    }

    private String branch(int n) {
        return switch (random.nextInt(4)) {
            case 0 -> t32 ? "cbz %s, c%d; movs r1, #3; c%d: nop".formatted(r(), n, n) : "beq l%d".formatted(target(n));
            case 1 -> "tst %s, %s; bne l%d".formatted(r(), r(), target(n));
            default ->
                "subs %s, %s, #%d; b%s l%d"
                        .formatted(r(), r(), random.nextInt(256), CONDITIONS.get(random.nextInt(14)), target(n));
        };
    }

    private String selfModification() {
        int halfword = 2 * random.nextInt(LENGTH);
        return random.nextBoolean() && t32
                ? "strh r1, [r11, #%d]".formatted(halfword)
                : "str r1, [r11, #%d]".formatted(t32 ? halfword : 2 * halfword);
    }

    private String acrossPages() {
        String list = "{r%d, r%d, r6, r7}".formatted(random.nextInt(3), 3 + random.nextInt(3));
        String base = "add lr, r9, #0x1000; sub lr, lr, #%d; ".formatted(4 * random.nextInt(4));
        return base
                + switch (random.nextInt(4)) {
                    case 0 -> "ldmia lr!, " + list;
                    case 1 -> "stmia lr!, " + list;
                    case 2 -> "ldr %s, [lr, #%d]".formatted(r(), 5 + random.nextInt(3));
                    default -> "stmdb lr, " + list;
                };
    }

    /** What may stand in an IT block. */
    private String any() {
        return switch (random.nextInt(20)) {
            case 0, 1 -> "add{c} %s, %s, %s, lsl #%d".formatted(r(), r(), r(), 1 + random.nextInt(31));
            case 2 ->
                "%s{c} %s, %s, %s, %s #%d"
                        .formatted(
                                pick("ands", "eors", "orrs", "bics", "adcs", "sbcs", "rsbs"),
                                r(),
                                r(),
                                r(),
                                shift(),
                                3);
            case 3 -> "%ss{c} %s, %s, %s".formatted(shift(), r(), r(), r());
            case 4 ->
                "%s{c} %s, %s, %s".formatted(pick("uadd8", "qadd", "sel", "ssub16", "uxtab", "mul"), r(), r(), r());
            case 5 ->
                "%s{c} %s, %s".formatted(pick("cmp", "cmn", "tst", "teq", "mvns", "movs", "rev", "clz"), r(), r());
            case 6, 7 -> load(random.nextInt(8));
            case 8 -> "%s{c} %s, [r9, #%d]".formatted(pick("ldrb", "strb"), r(), random.nextInt(4096));
            case 9 -> "%s{c} %s, [r9, #%d]".formatted(pick("ldrsb", "ldrh", "ldrsh", "strh"), r(), random.nextInt(256));
            case 10 -> "str{c} %s, [r8, #%d]".formatted(r(), random.nextInt(POOL - 4));
            case 11 -> "%s{c} r2, r3, [r9, #%d]".formatted(pick("ldrd", "strd"), 4 * random.nextInt(32));
            case 12 -> "%s{c} sp!, {r%d, r6}".formatted(pick("ldmia", "stmdb"), random.nextInt(6));
            case 13 -> "%s{c} %s, [r12, #8]".formatted(pick("str", "ldr"), r());
            case 14 -> pick("mcr{c} p15, 0, r0, c8, c7, 0", "mcr{c} p15, 0, r0, c8, c3, 0");
            case 15 -> pick("mrc{c} p15, 0, r5, c13, c0, 3", "mcr{c} p15, 0, r5, c13, c0, 3");
            case 16 -> pick("mrs{c} %s, cpsr", "msr{c} cpsr_fs, %s").formatted(r());
            case 17 -> pick("mrrc{c} p15, 1, r4, r5, c14", "clrex", "nop{c}").replace("clrex", "nop{c}");
            case 18 -> pick("ldrex{c} %s, [r8]", "strex{c} r7, %s, [r8]").formatted(low());
            default -> "svc{c} #%d".formatted(random.nextInt(256));
        };
    }

    private String unconditional() {
        return switch (random.nextInt(8)) {
            case 0 -> "setend " + pick("be", "le");
            case 1 -> "cps #" + pick("0x12", "0x13", "0x17", "0x1b", "0x1f");
            case 2 -> pick("cpsie i", "cpsid i", "cpsie i");
            case 3 -> pick("dsb", "isb", "dmb");
            case 4 -> "udf #1";
            case 5 -> "clrex";
            case 6 -> "srsdb sp!, #" + pick("0x12", "0x13", "0x1f");
            default -> "ldmdb r9, {r4, r5}";
        };
    }

    /** A load of a word: mostly from the pool to a register given. */
    private String load(int register) {
        return switch (random.nextInt(3)) {
            case 0 -> "ldr{c} r%d, [r9, #%d]".formatted(register, random.nextInt(4096));
            default -> "ldr{c} r%d, [r8, #%d]".formatted(register, POOL + 4 * random.nextInt(POOL_SIZE));
        };
    }

    private int target(int n) {
        return Math.min(LENGTH, n + 1 + random.nextInt(15));
    }

    private String shift() {
        return pick("lsl", "lsr", "asr", "ror");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String r() {
        return "r" + random.nextInt(8);
    }

    private String low() {
        return "r" + random.nextInt(4);
    }
}
