package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.ir.Semantics;
import java.util.Set;

/**
 * A decoded instruction.
 *
 * @param definition what it is
 * @param word its 32 bits
 */
public record Instruction(Definition definition, int word) {
    /** The unsigned value of a field. */
    public int field(char letter) {
        return definition.field(letter).in(word);
    }

    /** What it may do besides changing general-purpose registers and flags. */
    public Set<Effect> effects() {
        return Effect.of(this);
    }

    /** Builds its micro-operations. */
    public void build(Semantics semantics) {
        definition.build(word, semantics);
    }
}
