package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalInt;

/**
 * Assembles A64 statements.
 *
 * @param matcher tries the definitions
 */
record A64Encoder(SyntaxMatcher matcher) implements InstructionEncoder {
    private static final int BYTES = 4;

    @Override
    public OptionalInt encode(Source source, int minimumBytes) {
        OptionalInt word = matcher.match(source, BYTES);
        List<String> meanings = word.isPresent() ? List.of() : Aliases.expand(source.statement());
        for (String meaning : meanings) {
            if (word.isEmpty()) {
                word = matcher.match(source.with(meaning), BYTES);
            }
        }
        return word;
    }
}
