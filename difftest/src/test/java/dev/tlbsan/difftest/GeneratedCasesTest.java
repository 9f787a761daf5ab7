package dev.tlbsan.difftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Instruction;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedCasesTest {
    private static final int CASES = 500;

    private static List<InstructionCase> sequences(long seed) {
        var generator = new InstructionCaseGenerator(InstructionSet.a64(), new SeededRandom(seed));
        List<InstructionCase> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            cases.add(generator.next(i, 16));
        }
        return cases;
    }

    private static List<Instruction> instructions(InstructionCase testCase) {
        List<Instruction> instructions = new ArrayList<>();
        for (int word : testCase.words()) {
            Instruction instruction = InstructionSet.a64().decode(word);
            if (instruction != null) {
                instructions.add(instruction);
            }
        }
        return instructions;
    }

    @Test
    void sameSeedGivesTheSameCases() {
        assertThat(sequences(3)).usingRecursiveComparison().isEqualTo(sequences(3));
        assertThat(sequences(3).getFirst().registers())
                .isNotEqualTo(sequences(4).getFirst().registers());
    }

    @Test
    void noInstructionWritesWhatBranchesAndSystemRegistersDependOn() {
        for (InstructionCase testCase : sequences(5)) {
            assertThat(instructions(testCase))
                    .noneMatch(instruction -> Pools.spoilsTargets(Written.registers(instruction)));
        }
    }

    @Test
    void immediateBranchesGoForward() {
        for (InstructionCase testCase : sequences(6)) {
            assertThat(instructions(testCase))
                    .filteredOn(instruction -> Kind.of(instruction.definition()) == Kind.BRANCH)
                    .filteredOn(instruction -> instruction.definition().bits().contains("i"))
                    .allMatch(instruction -> instruction.field('i') > 0 && instruction.field('i') <= 64);
        }
    }

    @Test
    void noGeneratedInstructionIsUnpredictable() {
        for (InstructionCase testCase : sequences(7)) {
            assertThat(instructions(testCase)).noneMatch(Unpredictable::test);
        }
    }

    @Test
    void translationCasesKeepToTheTableArea() {
        for (boolean everything : new boolean[] {false, true}) {
            var generator = new TranslationCaseGenerator(new SeededRandom(8), everything);
            for (int i = 0; i < CASES; i++) {
                assertThat(generator.next(i).writes())
                        .allMatch(write -> write.address() >= Layout.TABLES
                                && write.address() < Layout.TABLES + Layout.TABLES_SIZE
                                && write.address() % Long.BYTES == 0);
            }
        }
    }
}
