package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Field;
import dev.tlbsan.arm.isa.InstructionSet;
import java.util.Map;

/** Makes instruction words of definitions given by name. */
final class Words {
    private final InstructionSet instructions;

    Words(InstructionSet instructions) {
        this.instructions = instructions;
    }

    /** The word with the given fields, the others zero. */
    int make(String definition, Map<Character, Integer> fields) {
        Definition made = instructions.definition(definition);
        int word = made.base();
        for (Field field : made.fields()) {
            word = field.into(word, fields.getOrDefault(field.letter(), 0));
        }
        return word;
    }
}
