package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.pe.InstructionState;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SemanticsTest {
    private static final int ENUMERATED_BITS = 16;

    static Stream<Definition> definitions() {
        return Stream.of(InstructionState.values()).flatMap(state -> InstructionSet.of(state).definitions().stream());
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void buildsWhateverTheFieldsAre(Definition definition) {
        int variable = ~definition.pattern().mask();
        int bits = Integer.bitCount(variable);
        var random = new SplitMix64(4);
        for (int i = 0; i < 1 << Math.min(bits, ENUMERATED_BITS); i++) {
            int choice = bits <= ENUMERATED_BITS ? i : (int) random.nextLong();
            build(definition, definition.pattern().value() | Integer.expand(choice, variable));
        }
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void buildsWithEachFieldAtItsEdges(Definition definition) {
        int fields = definition.fields().size();
        for (int choice = 0; choice < 1 << (2 * fields); choice++) {
            int word = definition.base();
            for (int i = 0; i < fields; i++) {
                Field field = definition.fields().get(i);
                int max = field.max();
                int[] edges = {0, 1, max - 1, max};
                word = field.into(word, edges[choice >>> (2 * i) & 3]);
            }
            build(definition, word);
        }
    }

    private static void build(Definition definition, int word) {
        Semantics semantics = Specification.newBlock(definition.state());
        semantics.begin(0);
        assertThatCode(() -> {
                    definition.build(word, semantics);
                    semantics.end();
                })
                .as("%s %08x", definition, word)
                .doesNotThrowAnyException();
    }
}
