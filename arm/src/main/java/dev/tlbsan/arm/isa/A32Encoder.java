package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.pe.InstructionState;
import java.util.List;
import java.util.OptionalInt;

/**
 * Assembles A32 statements.
 *
 * @param matcher tries the definitions
 */
record A32Encoder(SyntaxMatcher matcher) implements InstructionEncoder {
    private static final int BYTES = 4;

    @Override
    public OptionalInt encode(Source source, int minimumBytes) {
        OptionalInt word = matcher.match(source, BYTES);
        List<String> meanings =
                word.isPresent() ? List.of() : Aarch32Aliases.expand(source.statement(), InstructionState.A32);
        for (String meaning : meanings) {
            if (word.isEmpty()) {
                word = matcher.match(source.with(meaning), BYTES);
            }
        }
        return word;
    }
}
