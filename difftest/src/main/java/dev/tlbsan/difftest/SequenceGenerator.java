package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Field;
import dev.tlbsan.arm.isa.FieldChooser;
import dev.tlbsan.arm.isa.Generator;
import dev.tlbsan.arm.isa.Instruction;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.machine.SeededRandom;
import java.util.List;
import java.util.Map;

/**
 * Generates sequences of instructions that end: branches go forward, and the registers that indirect branches and
 * exception returns take their targets from are never written.
 */
final class SequenceGenerator {
    private static final int WFE = 2;
    private static final int WFI = 3;
    private static final int SEVL = 5;
    private static final int REGISTER_NAME = 0x7fff;
    private static final int NEAR = 5;
    private static final int FAR = 64;
    private static final long HCR_TWI = 1L << 13;
    private static final long SCTLR_NTWI = 1L << 16;

    private final SeededRandom random;
    private final Generator generator;
    private final Steering steering;
    private final Words words;
    private final SystemAccesses systemAccesses;
    private final ExclusiveAccesses exclusives;
    private final UndefinedWords undefined;
    private final Map<Kind, List<Definition>> definitions;

    SequenceGenerator(InstructionSet instructions, SeededRandom random) {
        this.random = random;
        this.generator = new Generator(instructions, random.next());
        this.steering = new Steering(random);
        this.words = new Words(instructions);
        this.systemAccesses = new SystemAccesses(random, words);
        this.exclusives = new ExclusiveAccesses(random, generator, instructions);
        this.undefined = new UndefinedWords(random, generator, instructions);
        this.definitions = Kind.sort(instructions.definitions());
    }

    /** Fills the sequence. */
    void fill(Sequence sequence) {
        while (sequence.room() > 0) {
            addAny(sequence);
        }
    }

    private void addAny(Sequence sequence) {
        int choice = random.below(256);
        if (choice < 116) {
            add(sequence, pick(Kind.PROCESSING));
        } else if (choice < 200) {
            add(sequence, pick(Kind.MEMORY));
        } else if (choice < 216) {
            exclusives.add(sequence);
        } else if (choice < 234) {
            add(sequence, pick(Kind.BRANCH));
        } else if (choice < 251) {
            addSystem(sequence);
        } else if (choice < 254) {
            add(sequence, pick(Kind.PROCESSING));
        } else if (choice < 255) {
            add(sequence, pick(Kind.EXCEPTION));
        } else {
            addUndefined(sequence);
        }
    }

    private void addSystem(Sequence sequence) {
        if (random.oneIn(3)) {
            add(sequence, pick(Kind.SYSTEM));
        } else {
            systemAccesses.add(sequence);
        }
    }

    private Definition pick(Kind kind) {
        List<Definition> choices = definitions.getOrDefault(kind, List.of());
        return choices.get(random.below(choices.size()));
    }

    /** Adds an instruction of a definition, with what it needs before it. */
    void add(Sequence sequence, Definition definition) {
        switch (Kind.of(definition)) {
            case PROCESSING -> sequence.add(harmless(definition, FieldChooser.ANY));
            case MEMORY -> sequence.add(harmless(definition, steering));
            case EXCLUSIVE -> exclusives.add(sequence, definition);
            case BRANCH -> addBranch(sequence, definition);
            case EXCEPTION ->
                sequence.add(generator.generate(definition, FieldChooser.ANY).word());
            case SYSTEM -> addSystem(sequence, definition);
        }
    }

    private int harmless(Definition definition, FieldChooser chooser) {
        while (true) {
            Instruction instruction = generator.generate(definition, chooser);
            int written = Written.registers(instruction);
            boolean spoils = Pools.spoilsTargets(written)
                    || (Pools.spoilsAddresses(written) && !advances(instruction, written) && !random.oneIn(64));
            if (!spoils && !Unpredictable.test(instruction)) {
                return instruction.word();
            }
        }
    }

    /** Whether the only address that the instruction changes is that of its base, which it moves a little. */
    private static boolean advances(Instruction instruction, int written) {
        Field base = instruction.definition().baseField();
        return base != null && !Pools.spoilsAddresses(written & ~(1 << base.in(instruction.word())));
    }

    private void addBranch(Sequence sequence, Definition definition) {
        if (definition.name().equals("eret")) {
            addExceptionReturn(sequence, definition);
            return;
        }
        int distance = 1 + random.below(random.oneIn(16) ? FAR : NEAR);
        sequence.branch(distance);
        sequence.add(generator
                .generate(definition, (d, field, proposal) -> switch (field.letter()) {
                    case 'i' -> distance;
                    case 'n' -> branchTarget();
                    default -> proposal;
                })
                .word());
    }

    private int branchTarget() {
        return switch (random.below(8)) {
            case 0 -> Pools.MISALIGNED_TARGET;
            case 1 -> Pools.FORBIDDEN_TARGET;
            case 2, 3, 4 -> Pools.FIRST_TARGET;
            default -> Pools.FIRST_TARGET + 1;
        };
    }

    /** ERET at EL1 and EL2 with ELR_ELx and SPSR_ELx written before; at EL0 it is UNDEFINED. */
    private void addExceptionReturn(Sequence sequence, Definition definition) {
        int level = sequence.level();
        if (!sequence.mayReturn() || sequence.mayBeEntered()) {
            return;
        }
        if (level > 0) {
            SystemRegister elr = level == 1 ? SystemRegister.ELR_EL1 : SystemRegister.ELR_EL2;
            SystemRegister spsr = level == 1 ? SystemRegister.SPSR_EL1 : SystemRegister.SPSR_EL2;
            int value = sequence.value(ProcessorStates.next(random));
            if (value < 0) {
                return;
            }
            sequence.add(msr(elr, branchTarget()));
            sequence.add(msr(spsr, value));
        }
        sequence.add(definition.base());
    }

    private int msr(SystemRegister register, int source) {
        return words.make("msr", Map.of('e', register.encoding() & REGISTER_NAME, 't', source));
    }

    private void addSystem(Sequence sequence, Definition definition) {
        switch (definition.name()) {
            case "mrs", "msr", "sys", "sysl" -> systemAccesses.add(sequence, definition);
            case "hint" -> addHint(sequence);
            default ->
                sequence.add(generator.generate(definition, FieldChooser.ANY).word());
        }
    }

    /** A hint that does not wait: WFE has an event, WFI traps. */
    private void addHint(Sequence sequence) {
        int number = random.oneIn(2) ? random.below(8) : random.below(128);
        if ((number == WFE && sequence.mayBeEntered()) || (number == WFI && !trapsWaiting(sequence))) {
            return;
        }
        if (number == WFE) {
            sequence.add(hint(SEVL));
        }
        sequence.add(hint(number));
    }

    private static boolean trapsWaiting(Sequence sequence) {
        boolean toEl1 = sequence.level() == 0 && (sequence.controls().sctlr() & SCTLR_NTWI) == 0;
        boolean toEl2 = sequence.level() < 2 && (sequence.controls().hcr() & HCR_TWI) != 0;
        return toEl1 || toEl2;
    }

    private int hint(int number) {
        return words.make("hint", Map.of('i', number));
    }

    SystemAccesses systemAccesses() {
        return systemAccesses;
    }

    /** Adds a word that is UNDEFINED. */
    void addUndefined(Sequence sequence) {
        sequence.add(undefined.next());
    }
}
