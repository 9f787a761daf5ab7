package dev.tlbsan.difftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Disassembler;
import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Aarch32GeneratedCasesTest {
    private static final int CASES = 4000;
    private static final int LENGTH = 16;
    private static final int MOVE_TO_SPSR = 0xe16f_f00c;

    private static List<InstructionCase> sequences(long seed) {
        var generator = new Aarch32CaseGenerator(new SeededRandom(seed));
        List<InstructionCase> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            cases.add(generator.next(i, LENGTH));
        }
        return cases;
    }

    /** Where the branches of a case lead that have an offset, as far as it is in the case. */
    private static List<Long> targets(InstructionCase testCase) {
        Map<Long, Integer> program = testCase.program();
        List<Long> targets = new ArrayList<>();
        program.forEach((address, word) -> {
            Definition definition = testCase.instructionSet().find(word);
            if (definition != null && Aarch32Kind.of(definition) == Aarch32Kind.BRANCH) {
                targets.add(address + Aarch32Effects.of(definition, word, 0).distance());
            }
        });
        long end = testCase.start() + (long) testCase.words().size() * Integer.BYTES;
        targets.removeIf(target -> target >= end);
        return targets;
    }

    @Test
    void sameSeedGivesTheSameCases() {
        assertThat(sequences(3)).isEqualTo(sequences(3));
        assertThat(sequences(3).getFirst().registers())
                .isNotEqualTo(sequences(4).getFirst().registers());
    }

    @Test
    void noBranchLeadsIntoAnInstruction() {
        for (InstructionCase testCase : sequences(5)) {
            assertThat(testCase.program().keySet())
                    .as(() -> Listing.of(testCase))
                    .containsAll(targets(testCase));
        }
    }

    @Test
    void noBranchLeadsBetweenTheWriteOfTheSpsrAndTheReturn() {
        for (InstructionCase testCase : sequences(6)) {
            Map<Long, Integer> program = testCase.program();
            program.forEach((address, word) -> {
                Definition definition = testCase.instructionSet().find(word);
                if (definition != null && definition.name().equals("ldmReturn")) {
                    assertThat(program.get(address - Integer.BYTES)).isEqualTo(MOVE_TO_SPSR);
                    assertThat(targets(testCase)).doesNotContain(address);
                }
            });
        }
    }

    @Test
    void thePcIsLoadedOnlyWhereNothingHasAccessedMemoryOrMovedItsBaseBefore() {
        int loads = 0;
        for (InstructionCase testCase : sequences(7)) {
            boolean accessed = false;
            int written = 0;
            for (int word : testCase.program().values()) {
                Definition definition = testCase.instructionSet().find(word);
                if (definition == null) {
                    break;
                }
                Aarch32Kind kind = Aarch32Kind.of(definition);
                Aarch32Effects effects = Aarch32Effects.of(definition, word, 0);
                if (kind == Aarch32Kind.MEMORY && effects.jumps()) {
                    loads++;
                    assertThat(accessed).as(() -> Listing.of(testCase)).isFalse();
                    assertThat(written & Aarch32Pools.WINDOW_BASES)
                            .as(() -> Listing.of(testCase))
                            .isZero();
                }
                accessed |= kind == Aarch32Kind.MEMORY || kind == Aarch32Kind.EXCLUSIVE;
                written |= effects.written();
            }
        }
        assertThat(loads).isPositive();
    }

    @Test
    void noBankOfTheRegisterThatHoldsAProgramStatusIsWritten() {
        for (InstructionCase testCase : sequences(8)) {
            Disassembler disassembler = new Disassembler(testCase.instructionSet());
            testCase.program()
                    .forEach((address, word) ->
                            assertThat(disassembler.disassemble(word, address)).doesNotStartWith("msr r12_"));
        }
    }
}
