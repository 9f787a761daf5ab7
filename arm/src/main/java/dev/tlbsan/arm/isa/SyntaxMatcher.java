package dev.tlbsan.arm.isa;

import java.util.OptionalInt;

/**
 * Tries the syntaxes of all definitions on a statement.
 *
 * @param instructions the definitions
 */
record SyntaxMatcher(InstructionSet instructions) {
    /** The word of the first definition that has the form of the statement and is so many bytes long. */
    OptionalInt match(Source source, int bytes) {
        for (Definition definition : instructions.definitions()) {
            if (definition.bytes() == bytes) {
                var encoding = new Encoding(definition.base(), ~fieldBits(definition));
                source.position(0);
                if (definition.syntax().parse(source, encoding) && isCanonical(definition, encoding.word())) {
                    return OptionalInt.of(encoding.word());
                }
            }
        }
        return OptionalInt.empty();
    }

    private static int fieldBits(Definition definition) {
        return definition.fields().stream().mapToInt(Field::mask).reduce(0, (a, b) -> a | b);
    }

    private boolean isCanonical(Definition definition, int word) {
        Instruction decoded = instructions.decode(word);
        return decoded != null && decoded.definition() == definition;
    }
}
