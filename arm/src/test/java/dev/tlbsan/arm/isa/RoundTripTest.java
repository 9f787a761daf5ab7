package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.InstructionState;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    private static final long VA = 0xffff_8000_1234_5678L;
    private static final long AARCH32_VA = 0x8765_4320L;
    private static final int SAMPLES = 100;

    static Stream<Definition> definitions() {
        return Stream.of(InstructionState.values()).flatMap(state -> InstructionSet.of(state).definitions().stream());
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void assemblesWhatItDisassembles(Definition definition) {
        InstructionSet set = InstructionSet.of(definition.state());
        long va = definition.state() == InstructionState.A64 ? VA : AARCH32_VA;
        var generator = new Generator(set, 5);
        var assembler = new Assembler(set);
        var disassembler = new Disassembler(set);
        for (int i = 0; i < SAMPLES; i++) {
            int word = generator.generate(definition, FieldChooser.ANY).word();
            String text = disassembler.disassemble(word, va);
            int again = word(assembler.assemble(text, va), definition.state());
            assertThat(canonical(definition, again)).as(text).isEqualTo(canonical(definition, word));
        }
    }

    private static int word(int[] units, InstructionState state) {
        if (state != InstructionState.T32) {
            return units[0];
        }
        return (units[0] << 16) | (units.length > 1 ? units[1] : 0);
    }

    /** The word without what its text does not say: the bits of a bitmask's rotation above the size of its element. */
    private static int canonical(Definition definition, int word) {
        if (!definition.group().equals("LogicalImmediate")) {
            return word;
        }
        Field field = definition.field('i');
        boolean wide = definition.field('z').in(word) != 0;
        long immediate = BitmaskImmediate.decode(field.in(word), wide);
        return field.into(word, BitmaskImmediate.encode(immediate, wide).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void theDisassemblerIgnoresWhatTheDecoderIgnores(Definition definition) {
        InstructionSet set = InstructionSet.of(definition.state());
        int word = new Generator(set, 6).generate(definition, FieldChooser.ANY).word();
        var disassembler = new Disassembler(set);
        assertThat(disassembler.disassemble(word ^ definition.ignoredBits(), 0))
                .isEqualTo(disassembler.disassemble(word, 0));
    }
}
