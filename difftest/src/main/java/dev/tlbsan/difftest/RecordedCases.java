package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The cases that are recorded: a few for each instruction, system register and operation at each Exception level. */
final class RecordedCases {
    private static final long SEED = 20260101;
    private static final int LEVELS = 3;
    private static final int CASES_OF_ACCESSES = 7;
    private static final int CASES_OF_OTHERS = 3;
    private static final int UNDEFINED = 32;
    private static final int SEQUENCES = 300;
    private static final int AARCH32_SEQUENCES = 600;
    private static final int SEQUENCE = 16;
    private static final int TRANSLATIONS = 100;

    private final SeededRandom random = new SeededRandom(SEED);
    private final InstructionCaseGenerator generator = new InstructionCaseGenerator(InstructionSet.a64(), random);
    private final List<TestCase> cases = new ArrayList<>();

    private RecordedCases() {}

    /** Those for {@code cortex-a57}. */
    static List<TestCase> all() {
        var recorded = new RecordedCases();
        recorded.addDefinitions();
        recorded.addSystemRegisters();
        recorded.addOperations();
        recorded.addSequences();
        return recorded.cases;
    }

    /** Those about translation alone, with a granule of 16 KiB among others, for {@code max}. */
    static List<TestCase> translations(boolean everything) {
        var translations = new TranslationCaseGenerator(new SeededRandom(SEED), everything);
        List<TestCase> cases = new ArrayList<>();
        for (int i = 0; i < TRANSLATIONS; i++) {
            cases.add(translations.next(i));
        }
        return cases;
    }

    /** Those of AArch32, for {@code cortex-a15}. */
    static List<TestCase> aarch32() {
        var random = new SeededRandom(SEED);
        var generator = new Aarch32CaseGenerator(random);
        var translations = new Aarch32TranslationGenerator(random);
        List<TestCase> cases = new ArrayList<>();
        for (InstructionSet set : CaseSource.instructionSets(Arch.ARM)) {
            for (Definition definition : set.definitions()) {
                for (int i = 0; i < 2 * LEVELS; i++) {
                    generator.next(cases.size(), i % LEVELS, definition).ifPresent(cases::add);
                }
            }
        }
        for (int i = 0; i < AARCH32_SEQUENCES; i++) {
            cases.add(generator.next(cases.size(), SEQUENCE));
        }
        for (int i = 0; i < TRANSLATIONS / 2; i++) {
            cases.add(translations.next(cases.size()));
        }
        return cases;
    }

    private void addDefinitions() {
        for (Definition definition : InstructionSet.a64().definitions()) {
            boolean access = Kind.of(definition) == Kind.MEMORY || Kind.of(definition) == Kind.EXCLUSIVE;
            for (int level = 0; level < LEVELS; level++) {
                for (int i = access ? CASES_OF_ACCESSES : CASES_OF_OTHERS; i > 0; i--) {
                    add(level, sequence -> generator.sequences().add(sequence, definition));
                }
                if (access) {
                    add(level, sequence -> {
                        generator.sequences().add(sequence, definition);
                        sequence.spoilAddresses(Directed.UNMAPPED);
                    });
                }
            }
        }
    }

    private void addSystemRegisters() {
        for (int level = 0; level < LEVELS; level++) {
            SystemAccesses accesses = generator.sequences().systemAccesses();
            for (SystemRegister register : RegisterRules.common()) {
                add(level, sequence -> accesses.read(sequence, register));
            }
            for (Map.Entry<SystemRegister, Long> register : RegisterRules.writable(level)) {
                add(level, sequence -> accesses.write(sequence, register));
            }
            for (Map.Entry<SystemRegister, Long> register : RegisterRules.undefined(level)) {
                add(level, sequence -> accesses.write(sequence, register));
            }
        }
    }

    private void addOperations() {
        for (int level = 0; level < LEVELS; level++) {
            for (int operation : SystemAccesses.operations()) {
                add(level, sequence -> generator.sequences().systemAccesses().operate(sequence, operation));
            }
        }
    }

    private void addSequences() {
        for (int i = 0; i < UNDEFINED; i++) {
            add(random.below(LEVELS), generator.sequences()::addUndefined);
        }
        for (int i = 0; i < SEQUENCES; i++) {
            cases.add(generator.next(cases.size(), SEQUENCE));
        }
    }

    private void add(int level, Consumer<Sequence> content) {
        cases.add(generator.next(cases.size(), level, content));
    }
}
