package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    private static final InstructionSet SET = InstructionSet.a64();
    private static final long VA = 0xffff_8000_1234_5678L;
    private static final int SAMPLES = 100;

    static Stream<Definition> definitions() {
        return SET.definitions().stream();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void assemblesWhatItDisassembles(Definition definition) {
        var generator = new Generator(SET, 5);
        var assembler = new Assembler(SET);
        var disassembler = new Disassembler(SET);
        for (int i = 0; i < SAMPLES; i++) {
            int word = generator.generate(definition, FieldChooser.ANY).word();
            String text = disassembler.disassemble(word, VA);
            int again = assembler.assemble(text, VA)[0];
            assertThat(canonical(definition, again)).as(text).isEqualTo(canonical(definition, word));
        }
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
        int word = new Generator(SET, 6).generate(definition, FieldChooser.ANY).word();
        var disassembler = new Disassembler(SET);
        assertThat(disassembler.disassemble(word ^ definition.ignoredBits(), 0))
                .isEqualTo(disassembler.disassemble(word, 0));
    }
}
