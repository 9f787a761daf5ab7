package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Generator;
import dev.tlbsan.arm.pe.InstructionState;
import dev.tlbsan.machine.SeededRandom;

/** Generates accesses to program status and banked registers, changes of mode and exception returns. */
final class Aarch32Status {
    private static final int ATTEMPTS = 100;
    private static final int USER = 0x10;
    private static final int FIQ = 0x11;
    private static final int SUPERVISOR = 0x13;
    private static final int SYSTEM = 0x1f;
    private static final int HYP = 0x1a;
    private static final int CONTROL = 1;
    private static final int STATUS_BYTE = 4;
    private static final int ALWAYS = 0xe000_0000;
    private static final int R12_USR = 0x4;
    private static final int R12_FIQ = 0xc;

    private final SeededRandom random;
    private final Generator generator;

    Aarch32Status(SeededRandom random, Generator generator) {
        this.random = random;
        this.generator = generator;
    }

    /** Adds an instruction of a definition, with what it needs before it. */
    void add(Aarch32Sequence sequence, Definition definition) {
        int mode = sequence.mode();
        if (sequence.mayBeEntered() || sequence.itState() != 0) {
            return;
        }
        switch (definition.name().replaceAll("\\..*", "")) {
            case "mrs", "msr", "msrImmediate" -> status(sequence, definition, mode);
            case "mrsBanked", "msrBanked" -> banked(sequence, definition, mode);
            case "cps", "cpsBoth" -> changeMode(sequence, definition, mode);
            case "srs", "srsia" -> storeReturnState(sequence, definition, mode);
            case "rfe", "rfedb", "rfeia" -> loadReturnState(sequence, definition, mode);
            case "eret" -> exceptionReturn(sequence, definition, mode);
            case "subsPcLr" -> exceptionReturn(sequence, definition, mode);
            default -> sequence.add(any(definition));
        }
    }

    private int any(Definition definition) {
        int word = generator
                .generate(definition, (d, field, proposal) -> switch (field.letter()) {
                    case 'i' -> d.name().startsWith("subs") ? proposal & 63 : proposal;
                    default -> proposal;
                })
                .word();
        return isConditional(definition) ? (word & ~0 >>> 4) | ALWAYS : word;
    }

    private static boolean isConditional(Definition definition) {
        return definition.state() == InstructionState.A32 && definition.bits().startsWith("cccc");
    }

    private static boolean hasSpsr(int mode) {
        return mode != USER && mode != SYSTEM;
    }

    /** Moves of the SPSR where there is one; of the CPSR without the byte that has the mode. */
    private void status(Aarch32Sequence sequence, Definition definition, int mode) {
        boolean write = definition.name().startsWith("msr");
        for (int i = 0; i < ATTEMPTS; i++) {
            int word = any(definition);
            boolean spsr = definition.field('p').in(word) != 0;
            boolean control = write && !spsr && (definition.field('m').in(word) & CONTROL) != 0;
            boolean spoils = !write && (1 << definition.field('d').in(word) & Aarch32Pools.SCRATCH) == 0;
            boolean reserved = write && spsr && !isProgramStatus(definition, word);
            if ((!spsr || hasSpsr(mode)) && (!control || mode == USER) && !spoils && !reserved) {
                sequence.add(word);
                return;
            }
        }
    }

    /** Whether the value has none of the reserved bits 23 to 20, of which the machines keep different ones. */
    private static boolean isProgramStatus(Definition definition, int word) {
        return definition.name().equals("msrImmediate")
                ? (definition.field('m').in(word) & STATUS_BYTE) == 0
                : definition.field('n').in(word) == Aarch32Pools.VALUE;
    }

    private void banked(Aarch32Sequence sequence, Definition definition, int mode) {
        boolean write = definition.name().startsWith("msr");
        for (int i = 0; i < ATTEMPTS; i++) {
            int word = any(definition);
            int number =
                    definition.field('q').in(word) << 4 | definition.field('m').in(word);
            boolean spsr = definition.field('p').in(word) != 0;
            boolean spoils = write
                    ? !spsr && isProgramStatus(number)
                    : (1 << definition.field('d').in(word) & Aarch32Pools.SCRATCH) == 0;
            if (!spoils && isAccessible(number, spsr, mode)) {
                sequence.add(word);
                return;
            }
        }
    }

    /** Whether SYSm names the register that holds a program status in FIQ mode, or in the others. */
    private static boolean isProgramStatus(int number) {
        return number == R12_USR || number == R12_FIQ;
    }

    /** Whether SYSm names a register of another mode that the mode may access (DDI 0487, F6.1.137). */
    private static boolean isAccessible(int number, boolean spsr, int mode) {
        int owner = owner(number);
        if (mode == USER || owner == mode) {
            return owner == HYP && mode == HYP && number == 0x1e && !spsr;
        }
        if (owner == HYP) {
            return false;
        }
        if (owner == USER) {
            boolean high = number < 5;
            return high ? mode == FIQ : mode != SYSTEM && !(mode == HYP && number == 6);
        }
        return true;
    }

    private static int owner(int number) {
        return switch (number >> 1) {
            case 0, 1, 2, 3 -> USER;
            case 4, 5, 6, 7 -> FIQ;
            case 8 -> 0x12;
            case 9 -> SUPERVISOR;
            case 10 -> 0x17;
            case 11 -> 0x1b;
            default -> HYP;
        };
    }

    private void changeMode(Aarch32Sequence sequence, Definition definition, int mode) {
        int next = mode == HYP ? HYP : mode == USER ? random.below(32) : ProcessorStates.pl1OrUserMode(random);
        sequence.add(definition.field('m').into(any(definition), next));
        if (mode != USER) {
            sequence.mode(next);
        }
    }

    /** To the stack of the current mode, or of another, where it will mostly give a fault. */
    private void storeReturnState(Aarch32Sequence sequence, Definition definition, int mode) {
        if (hasSpsr(mode)) {
            boolean other = mode == HYP || random.oneIn(4);
            int stack = other ? ProcessorStates.pl1OrUserMode(random) : mode;
            sequence.add(definition.field('m').into(any(definition), stack == USER ? SUPERVISOR : stack));
        }
    }

    private void loadReturnState(Aarch32Sequence sequence, Definition definition, int mode) {
        // In Hyp mode it is UNDEFINED, which QEMU does not know.
        if (mode == USER || mode == HYP) {
            return;
        }
        int word = definition.field('n').into(any(definition), Aarch32Pools.ALIGNED_BASE);
        for (int offset = -8; offset <= 8; offset += 4) {
            boolean status = offset % 8 != 0 ^ isBetweenWords(definition, word);
            sequence.add(Aarch32Idioms.store(sequence, status ? Aarch32Pools.VALUE : Aarch32Pools.TARGET, offset));
        }
        sequence.add(word);
    }

    /** Adds a write of the PC by data processing: a branch, or an exception return. */
    void addMoveToPc(Aarch32Sequence sequence) {
        if (sequence.mayBeEntered() || sequence.itState() != 0) {
            return;
        }
        boolean returns = random.oneIn(2) && hasSpsr(sequence.mode()) && sequence.mode() != HYP;
        if (returns) {
            sequence.add(Aarch32Idioms.moveTargetToLink(sequence));
            sequence.add(Aarch32Idioms.moveValueToSpsr(sequence));
            sequence.add(Aarch32Idioms.returnByLink(sequence));
        } else {
            sequence.add(Aarch32Idioms.moveTargetToPc(sequence));
        }
    }

    /** Whether the address comes from an odd word, as with DA and IB. */
    private static boolean isBetweenWords(Definition definition, int word) {
        if (!definition.name().startsWith("rfe.") && !definition.name().equals("rfe")) {
            return false;
        }
        int a = definition.field('a').in(word);
        return a == 0 || a == 3;
    }

    private void exceptionReturn(Aarch32Sequence sequence, Definition definition, int mode) {
        if (!hasSpsr(mode)) {
            return;
        }
        sequence.add(Aarch32Idioms.moveTargetToLink(sequence));
        sequence.add(Aarch32Idioms.moveValueToSpsr(sequence));
        if (mode == HYP) {
            sequence.add(Aarch32Idioms.moveTargetToElr(sequence));
        }
        sequence.add(any(definition));
    }
}
