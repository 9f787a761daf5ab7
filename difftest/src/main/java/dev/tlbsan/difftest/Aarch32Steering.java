package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Field;
import dev.tlbsan.arm.isa.FieldChooser;
import dev.tlbsan.machine.SeededRandom;

/** Chooses the fields of memory accesses so that most of them reach the windows, some in every bad way. */
final class Aarch32Steering implements FieldChooser {
    private static final int REGISTER_BITS = 4;

    private final SeededRandom random;

    Aarch32Steering(SeededRandom random) {
        this.random = random;
    }

    @Override
    public int choose(Definition definition, Field field, int proposal) {
        if (Aarch32Kind.of(definition) != Aarch32Kind.MEMORY) {
            return proposal;
        }
        return switch (field.letter()) {
            case 'n' -> base(field.width());
            case 'm' -> index(field.width(), proposal);
            case 'i' -> definition.name().contains("iteral") || random.oneIn(16) ? proposal : small(field, proposal);
            case 'l' -> list(field, proposal);
            default -> proposal;
        };
    }

    private int base(int width) {
        int choice = random.below(64);
        if (width < REGISTER_BITS) {
            return choice < 60 ? Aarch32Pools.ALIGNED_BASE + choice % 2 : random.below(8);
        }
        return switch (choice) {
            case 0, 1 -> Aarch32Pools.FAULTING_BASE;
            case 2, 3 -> Aarch32Pools.DEVICE_BASE;
            case 4 -> random.below(16);
            case 5, 6 -> Aarch32Pools.PC;
            default ->
                switch (choice % 4) {
                    case 0 -> Aarch32Pools.ALIGNED_BASE;
                    case 1 -> Aarch32Pools.UNALIGNED_BASE;
                    case 2 -> Aarch32Pools.HIGH_BASE;
                    default -> Aarch32Pools.SP;
                };
        };
    }

    private int index(int width, int proposal) {
        if (width < REGISTER_BITS) {
            return Aarch32Pools.INDEX;
        }
        int register = random.oneIn(3) ? Aarch32Pools.HIGH_INDEX : Aarch32Pools.INDEX;
        return (proposal & -1 << REGISTER_BITS) | (random.oneIn(32) ? proposal & 15 : register);
    }

    /** Short distances in either direction: the bits that say which are the highest. */
    private int small(Field field, int proposal) {
        int high = field.width() > 8 ? proposal & ~0 << (field.width() - 1) : 0;
        return (high | random.below(64)) & field.max();
    }

    /** A list of registers that mostly spoils nothing. */
    private int list(Field field, int proposal) {
        return random.oneIn(8) ? proposal : proposal & (Aarch32Pools.SCRATCH & field.max());
    }
}
