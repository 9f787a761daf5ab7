package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.arm.pe.InstructionState;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {
    private static final InstructionSet SET = InstructionSet.a64();

    private static List<Integer> words(long seed) {
        var generator = new Generator(SET, seed);
        return IntStream.range(0, 1000)
                .mapToObj(i -> generator.next(definition -> true).word())
                .toList();
    }

    @Test
    void theSameSeedGivesTheSameInstructions() {
        assertThat(words(1)).isEqualTo(words(1)).isNotEqualTo(words(2));
    }

    @ParameterizedTest
    @EnumSource
    void everyDefinitionIsGenerated(InstructionState state) {
        InstructionSet set = InstructionSet.of(state);
        var generator = new Generator(set, 3);
        Set<Definition> generated = new HashSet<>();
        for (int i = 0; i < set.definitions().size() * 20; i++) {
            generated.add(generator.next(definition -> true).definition());
        }
        assertThat(generated).hasSameSizeAs(set.definitions());
    }

    @Test
    void halfOfTheConditionsAlwaysHold() {
        InstructionSet a32 = InstructionSet.a32();
        var generator = new Generator(a32, 7);
        List<Integer> conditions = IntStream.range(0, 1000)
                .mapToObj(i -> generator
                        .generate(a32.definition("bx"), FieldChooser.ANY)
                        .field('c'))
                .toList();
        assertThat(conditions).filteredOn(condition -> condition == 14).hasSizeBetween(400, 600);
        assertThat(conditions).contains(0, 1, 13).doesNotContain(15);
    }

    @Test
    void theChooserHasTheLastWord() {
        var generator = new Generator(SET, 4);
        for (int i = 0; i < 100; i++) {
            Instruction load = generator.generate(
                    SET.definition("LoadStoreUnsignedImmediate.ldrsw"),
                    (definition, field, proposal) -> field.equals(definition.baseField()) ? 28 : proposal);
            assertThat(load.field('n')).isEqualTo(28);
        }
    }

    @Test
    void aChooserThatAllowsNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Generator(SET, 5)
                        .generate(
                                SET.definition("extr"),
                                (d, field, proposal) -> field.letter() == 'z' ? 0 : field.max()))
                .withMessageContaining("extr");
    }

    @Test
    void edgesAreFrequent() {
        var generator = new Generator(SET, 6);
        List<Instruction> adds = IntStream.range(0, 1000)
                .mapToObj(i -> generator.generate(SET.definition("madd"), FieldChooser.ANY))
                .toList();
        assertThat(adds).filteredOn(i -> i.field('d') == 31).hasSizeGreaterThan(100);
        assertThat(adds).filteredOn(i -> i.field('d') == i.field('n')).hasSizeGreaterThan(100);
    }

    @Test
    void effectsAreThoseOfTheMicroOperations() {
        assertThat(effects("add x0, x1, x2")).isEmpty();
        assertThat(effects("subs x0, x1, x2")).isEmpty();
        assertThat(effects("ldr x0, [sp]")).containsExactly(Effect.MEMORY);
        assertThat(effects("clrex")).containsExactly(Effect.MEMORY);
        assertThat(effects("b.eq 8")).containsExactly(Effect.BRANCH);
        assertThat(effects("ret")).containsExactly(Effect.BRANCH);
        assertThat(effects("svc #0")).containsExactly(Effect.EXCEPTION);
        assertThat(effects("mrs x0, ttbr0_el1")).containsExactly(Effect.SYSTEM);
        assertThat(effects("tlbi vmalle1")).containsExactly(Effect.SYSTEM);
        assertThat(effects("nop")).isEmpty();
    }

    private static Set<Effect> effects(String instruction) {
        int word = new Assembler(SET).assemble(instruction);
        return Objects.requireNonNull(SET.decode(word)).effects();
    }
}
