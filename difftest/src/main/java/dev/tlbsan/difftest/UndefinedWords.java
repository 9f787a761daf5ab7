package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.FieldChooser;
import dev.tlbsan.arm.isa.Generator;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.machine.SeededRandom;
import java.util.List;

/** Generates words that are UNDEFINED on both machines: near misses of instructions, and any others. */
final class UndefinedWords {
    private static final int SYSTEM_MASK = 0xffc0_0000;
    private static final int SYSTEM = 0xd500_0000;
    private static final int FLOATING_POINT = 0x0e00_0000;
    private static final int VECTOR = 1 << 26;
    private static final int LOADS_AND_STORES_MASK = 0x0a00_0000;
    private static final int LOADS_AND_STORES = 0x0800_0000;

    private static final int EXCEPTION_RETURN_MASK = 0xffff_fc1f;
    private static final int EXCEPTION_RETURN = 0xd69f_0000;

    private final SeededRandom random;
    private final Generator generator;
    private final InstructionSet instructions;
    private final List<Definition> definitions;

    UndefinedWords(SeededRandom random, Generator generator, InstructionSet instructions) {
        this.random = random;
        this.generator = generator;
        this.instructions = instructions;
        this.definitions = instructions.definitions();
    }

    int next() {
        while (true) {
            int word = random.oneIn(4) ? (int) random.next() : nearMiss();
            if (instructions.decode(word) == null && !isImplementedByOthers(word)) {
                return word;
            }
        }
    }

    private int nearMiss() {
        Definition definition = definitions.get(random.below(definitions.size()));
        int word = generator.generate(definition, FieldChooser.ANY).word();
        for (int flips = 1 + random.below(3); flips > 0; flips--) {
            word ^= 1 << random.below(32);
        }
        return word;
    }

    /**
     * Whether QEMU's processor may define the word: floating point, SIMD, the space of system instructions, and ERET,
     * whose Rn it does not look at.
     */
    static boolean isImplementedByOthers(int word) {
        boolean floatingPoint = (word & FLOATING_POINT) == FLOATING_POINT;
        boolean vectorAccess = (word & LOADS_AND_STORES_MASK) == LOADS_AND_STORES && (word & VECTOR) != 0;
        boolean system = (word & SYSTEM_MASK) == SYSTEM;
        boolean exceptionReturn = (word & EXCEPTION_RETURN_MASK) == EXCEPTION_RETURN;
        return floatingPoint || vectorAccess || system || exceptionReturn;
    }
}
