package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.function.Predicate;

/**
 * Generates random instructions, uniformly over definitions and favouring the edges of fields: few registers, often the
 * same one or 31, in AArch32 13 to 15; numbers often zero, one, the largest, or a power of two. The same seed gives the same instructions.
 */
public final class Generator {
    private static final int MAX_ATTEMPTS = 10_000;
    private static final int REGISTER_BITS = 5;
    private static final int ZERO_REGISTER = 31;
    private static final int ALWAYS = 14;
    private static final int FAVOURED_REGISTERS = 4;

    private final InstructionSet instructions;
    private final SplitMix64 random;

    public Generator(InstructionSet instructions, long seed) {
        this.instructions = instructions;
        this.random = new SplitMix64(seed);
    }

    /**
     * An instruction that is not UNDEFINED.
     *
     * @param filter accepts the definitions to choose from
     * @throws IllegalArgumentException if it accepts none
     */
    public Instruction next(Predicate<Definition> filter) {
        List<Definition> accepted =
                instructions.definitions().stream().filter(filter).toList();
        if (accepted.isEmpty()) {
            throw new IllegalArgumentException("the filter accepts no definition");
        }
        return generate(accepted.get(random.next(accepted.size())), FieldChooser.ANY);
    }

    /**
     * An instruction of a definition that is not UNDEFINED.
     *
     * @throws IllegalArgumentException if the chooser's choices seem to allow none
     */
    public Instruction generate(Definition definition, FieldChooser chooser) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Instruction instruction = instructions.decode(word(definition, chooser));
            if (instruction != null && instruction.definition() == definition) {
                return instruction;
            }
        }
        throw new IllegalArgumentException("every word tried for " + definition + " is UNDEFINED");
    }

    private int word(Definition definition, FieldChooser chooser) {
        int proposal = (int) random.nextLong();
        int lastRegister = random.next(ZERO_REGISTER);
        for (Slot slot : definition.syntax().slots()) {
            int value = value(slot, lastRegister);
            lastRegister = slot.role() == Slot.Role.REGISTER ? value : lastRegister;
            proposal = (proposal & ~slot.mask()) | Integer.expand(value, slot.mask());
        }
        int word = definition.base();
        for (Field field : definition.fields()) {
            word = field.into(word, chooser.choose(definition, field, field.in(proposal)));
        }
        return word;
    }

    private int value(Slot slot, int lastRegister) {
        return switch (slot.role()) {
            case REGISTER -> slot.width() == REGISTER_BITS ? register(lastRegister) : core(slot, lastRegister);
            case CONDITION -> random.next(2) == 0 ? ALWAYS : random.next(ALWAYS);
            case NUMBER -> number(slot.width());
            case OPTION -> random.next(1 << slot.width());
        };
    }

    private int register(int last) {
        return switch (random.next(8)) {
            case 0 -> ZERO_REGISTER;
            case 1 -> last;
            case 2, 3 -> random.next(FAVOURED_REGISTERS);
            default -> random.next(ZERO_REGISTER + 1);
        };
    }

    /** A register of AArch32: often one of the last three. */
    private int core(Slot slot, int last) {
        int max = (1 << slot.width()) - 1;
        int choice = switch (random.next(8)) {
            case 0 -> max - random.next(3);
            case 1 -> last;
            case 2, 3 -> random.next(FAVOURED_REGISTERS);
            default -> random.next(max + 1);
        };
        return choice & max;
    }

    private int number(int width) {
        int max = (1 << width) - 1;
        return switch (random.next(8)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> max;
            case 3 -> 1 << random.next(width);
            case 4 -> max >>> random.next(width);
            default -> random.next(1 << width);
        };
    }
}
