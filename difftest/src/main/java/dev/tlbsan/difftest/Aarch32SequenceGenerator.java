package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.FieldChooser;
import dev.tlbsan.arm.isa.Generator;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.machine.SeededRandom;
import java.util.List;
import java.util.Map;

/** Generates sequences of A32 or T32 instructions that end: branches go forward or to the target register. */
final class Aarch32SequenceGenerator {
    private static final int ATTEMPTS = 200;
    private static final int KEPT = 1 << Aarch32Pools.TARGET | 1 << Aarch32Pools.VALUE;
    private static final long HCR_TWI = 1L << 13;
    private static final int ALWAYS = 14;
    private static final int FAR = 64;
    private static final int USER = 0x10;
    private static final int HYP = 0x1a;
    private static final int SYSTEM = 0x1f;

    private final SeededRandom random;
    private final Generator generator;
    private final Aarch32Steering steering;
    private final Aarch32SystemAccesses systemAccesses;
    private final Aarch32Status status;
    private final Map<Aarch32Kind, List<Definition>> definitions;
    private final InstructionSet instructions;

    Aarch32SequenceGenerator(InstructionSet instructions, SeededRandom random) {
        this.random = random;
        this.instructions = instructions;
        this.generator = new Generator(instructions, random.next());
        this.steering = new Aarch32Steering(random);
        this.status = new Aarch32Status(random, generator);
        this.systemAccesses = new Aarch32SystemAccesses(random);
        this.definitions = Aarch32Kind.sort(instructions.definitions());
    }

    /** Fills the sequence. */
    void fill(Aarch32Sequence sequence) {
        while (sequence.room() > 0) {
            addAny(sequence);
        }
    }

    private void addAny(Aarch32Sequence sequence) {
        int choice = random.below(256);
        if (choice < 118) {
            add(sequence, pick(Aarch32Kind.PROCESSING));
        } else if (choice < 200) {
            add(sequence, pick(Aarch32Kind.MEMORY));
        } else if (choice < 218) {
            add(sequence, pick(Aarch32Kind.BRANCH));
        } else if (choice < 219) {
            status.addMoveToPc(sequence);
        } else if (choice < 223) {
            add(sequence, pick(Aarch32Kind.EXCLUSIVE));
        } else if (choice < 228) {
            add(sequence, pick(Aarch32Kind.HINT));
        } else if (choice < 238) {
            addSystemAccess(sequence, pick(Aarch32Kind.REGISTER));
        } else if (choice < 254) {
            add(sequence, pick(Aarch32Kind.STATUS));
        } else {
            add(sequence, pick(Aarch32Kind.EXCEPTION));
        }
    }

    private Definition pick(Aarch32Kind kind) {
        List<Definition> choices = definitions.getOrDefault(kind, List.of());
        return choices.get(random.below(choices.size()));
    }

    /** Adds an instruction of a definition, with what it needs before it. */
    void add(Aarch32Sequence sequence, Definition definition) {
        if (sequence.splits(definition.bytes())) {
            return;
        }
        switch (Aarch32Kind.of(definition)) {
            case PROCESSING, MEMORY -> addHarmless(sequence, definition, steering);
            case BRANCH -> addBranch(sequence, definition);
            case EXCEPTION -> addHarmless(sequence, definition, FieldChooser.ANY);
            case HINT -> addHint(sequence, definition);
            case EXCLUSIVE -> addExclusive(sequence, definition);
            case STATUS -> {
                status.add(sequence, definition);
                sequence.forgetWindows();
            }
            case REGISTER -> addSystemAccess(sequence, definition);
        }
    }

    private void addSystemAccess(Aarch32Sequence sequence, Definition definition) {
        if (sequence.itState() == 0 && !sequence.mayBeEntered()) {
            systemAccesses.add(sequence, definition);
        }
    }

    /** WFI only if it is trapped, and not in an IT block, of whose state QEMU then saves what follows the instruction. */
    private void addHint(Aarch32Sequence sequence, Definition definition) {
        boolean waits = definition.name().startsWith("wf");
        if (waits && sequence.itState() != 0) {
            return;
        }
        boolean event = definition.name().startsWith("wfe") && !sequence.mayBeEntered();
        boolean traps = sequence.level() < 2 && (sequence.controls().hcr() & HCR_TWI) != 0;
        if (event) {
            sequence.add(Aarch32Idioms.sendEvent(sequence));
        }
        if (!waits || event || (traps && definition.name().startsWith("wfi"))) {
            addHarmless(sequence, definition, FieldChooser.ANY);
        }
    }

    private void addHarmless(Aarch32Sequence sequence, Definition definition, FieldChooser chooser) {
        if (isExceptionReturn(definition) && sequence.mayBeEntered()) {
            return;
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            int word = generator.generate(definition, chooser).word();
            Aarch32Effects effects = Aarch32Effects.of(definition, word, sequence.itState());
            boolean exclusive = Aarch32Kind.of(definition) == Aarch32Kind.EXCLUSIVE;
            boolean clobbers = (effects.written() & ~Aarch32Pools.SCRATCH) != 0;
            boolean spoils = (effects.written() & KEPT) != 0 || (clobbers && (exclusive || !random.oneIn(32)));
            boolean memory = Aarch32Kind.of(definition) == Aarch32Kind.MEMORY;
            boolean ends = effects.jumps() && (!memory || !isOfWindow(definition, word) || !sequence.zeroWindows());
            if (effects.allowed()
                    && !ends
                    && !(spoils && !effects.jumps())
                    && !isUnpredictable(sequence, definition, word)) {
                if (isExceptionReturn(definition)) {
                    sequence.add(Aarch32Idioms.moveValueToSpsr(sequence));
                }
                sequence.add(word);
                if (memory || exclusive || clobbers) {
                    sequence.forgetWindows();
                }
                return;
            }
        }
    }

    /** Whether the SPSR has to be written just before, so that no branch may come between. */
    private static boolean isExceptionReturn(Definition definition) {
        return definition.name().equals("ldmReturn");
    }

    /** Whether the base register points into a window, and no index leads out of it. */
    private static boolean isOfWindow(Definition definition, int word) {
        int bases = definition.fields().stream()
                .filter(field -> field.letter() == 'n')
                .mapToInt(field -> 1 << field.in(word))
                .sum();
        boolean near = definition.fields().stream()
                .filter(field -> field.letter() == 'm')
                .allMatch(field -> Aarch32Pools.isSmallIndex(field.in(word)));
        return near && (definition.name().equals("pop") || (bases & Aarch32Pools.WINDOW_BASES) != 0);
    }

    /** What is UNPREDICTABLE in some modes: unprivileged accesses in Hyp mode, and the User registers but in the
     * modes that have others. Of these LDM and STM in Hyp mode are UNDEFINED, which QEMU does not know. */
    private static boolean isUnpredictable(Aarch32Sequence sequence, Definition definition, int word) {
        if (sequence.level() == 2 && isFloatingPoint(definition, word)) {
            return true;
        }
        String name = definition.name();
        boolean unprivileged = definition.group().equals("LoadStoreUnprivileged") || name.matches("(ld|st)rs?[bh]*t");
        boolean userBank = name.endsWith("mUser") || isExceptionReturn(definition);
        int mode = sequence.mode();
        return (unprivileged && sequence.level() == 2) || (userBank && (mode == USER || mode == SYSTEM || mode == HYP));
    }

    /** What a processor with floating point, which QEMU's is, decodes before it is trapped to Hyp mode. */
    private static boolean isFloatingPoint(Definition definition, int word) {
        boolean coprocessor = definition.group().contains("Coprocessors");
        return definition.group().equals("AdvancedSimd") || (coprocessor && (word >> 10 & 3) == 2);
    }

    private void addBranch(Aarch32Sequence sequence, Definition definition) {
        switch (definition.name()) {
            case "it" -> addIt(sequence, definition);
            case "tbb", "tbh" -> addTableBranch(sequence, definition);
            default -> addForward(sequence, definition);
        }
    }

    /** To the next instruction: the table holds zeroes. */
    private void addTableBranch(Aarch32Sequence sequence, Definition definition) {
        boolean last = (sequence.itState() & 7) == 0;
        if (last && sequence.zeroWindows()) {
            int word = definition.field('n').into(definition.base(), Aarch32Pools.ALIGNED_BASE);
            sequence.add(definition.field('m').into(word, Aarch32Pools.INDEX));
            sequence.forgetWindows();
        }
    }

    /** A load and its store, with nothing between. */
    private void addExclusive(Aarch32Sequence sequence, Definition definition) {
        if (definition.name().startsWith("str") || sequence.itState() != 0) {
            return;
        }
        Definition store = instructions.definition(
                "LoadStoreExclusive." + definition.name().replace("ldr", "str"));
        int width = random.below(2);
        int base = random.oneIn(16) ? Aarch32Pools.UNALIGNED_BASE : Aarch32Pools.ALIGNED_BASE;
        int offset = random.below(4);
        FieldChooser same = (d, field, proposal) -> switch (field.letter()) {
            case 'n' -> base;
            case 'h' -> width;
            case 'i' -> offset;
            case 'c' -> ALWAYS;
            default -> proposal;
        };
        addHarmless(sequence, definition, same);
        if (!sequence.splits(store.bytes())) {
            addHarmless(sequence, store, same);
        }
    }

    private void addForward(Aarch32Sequence sequence, Definition definition) {
        boolean toOtherSet =
                definition.name().startsWith("blx") && !definition.name().startsWith("blxR");
        int distance = toOtherSet ? FAR + random.below(FAR) : random.below(random.oneIn(16) ? FAR : 8);
        for (int i = 0; i < ATTEMPTS; i++) {
            int word = generator
                    .generate(definition, (d, field, proposal) -> switch (field.letter()) {
                        case 'i' -> distance & field.max();
                        case 'e' -> instructions.definition("Branches.bShort") == d ? proposal : distance;
                        case 'm' -> Aarch32Pools.TARGET;
                        default -> proposal;
                    })
                    .word();
            Aarch32Effects effects = Aarch32Effects.of(definition, word, sequence.itState());
            boolean exchanges = effects.jumps() && effects.distance() == 0;
            if (effects.allowed() && (effects.written() & KEPT) == 0 && effects.distance() >= 0) {
                sequence.branch(exchanges ? 0 : effects.distance());
                sequence.add(word);
                return;
            }
        }
    }

    private void addIt(Aarch32Sequence sequence, Definition definition) {
        if (sequence.itState() != 0) {
            return;
        }
        int state = generator.generate(definition, FieldChooser.ANY).field('i');
        sequence.add(definition.field('i').into(definition.base(), state));
        sequence.beginItBlock(state);
    }
}
