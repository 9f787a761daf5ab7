package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Field;
import dev.tlbsan.arm.isa.FieldChooser;
import dev.tlbsan.machine.SeededRandom;

/** Chooses the fields of memory accesses so that most of them reach the windows, some in every bad way. */
final class Steering implements FieldChooser {
    private static final int OPTION_BITS = 3;

    private final SeededRandom random;

    Steering(SeededRandom random) {
        this.random = random;
    }

    @Override
    public int choose(Definition definition, Field field, int proposal) {
        Field base = definition.baseField();
        if (base != null && field.letter() == base.letter()) {
            return base(definition, proposal);
        }
        if (field.letter() == 'm' && base != null) {
            int index = Pools.FIRST_INDEX + random.below(Pools.FIRST_TARGET - Pools.FIRST_INDEX);
            return random.oneIn(64) ? proposal : index << OPTION_BITS | (proposal & (1 << OPTION_BITS) - 1);
        }
        if (field.letter() == 'i') {
            return offset(field, base == null, proposal);
        }
        return proposal;
    }

    private int base(Definition definition, int proposal) {
        int choice = random.below(128);
        boolean moves =
                definition.name().endsWith("Indexed") || definition.group().endsWith("Indexed");
        boolean aligns = definition.group().equals("LoadStoreExclusive");
        if (choice < 108) {
            int first = moves ? Pools.FIRST_UNALIGNED_BASE : Pools.FIRST_BASE;
            int last = aligns && !random.oneIn(8) ? Pools.FIRST_UNALIGNED_BASE : Pools.READABLE_BASE;
            return first + random.below(last - first);
        }
        if (choice < 119) {
            return InstructionCase.SP_EL0;
        }
        return switch (choice) {
            case 119, 120, 121 -> Pools.READABLE_BASE;
            case 122, 123, 124 -> Pools.DEVICE_BASE;
            case 125, 126 -> Pools.FAULTING_BASE;
            default -> proposal;
        };
    }

    /** Short distances, positive for literals, else of either sign if the field is signed. */
    private int offset(Field field, boolean literal, int proposal) {
        if (literal) {
            return random.below(64);
        }
        boolean unsigned = field.width() == 12;
        if (random.oneIn(32)) {
            return proposal;
        }
        int small = unsigned ? random.below(64) : random.below(128) - 64;
        return small & field.max();
    }
}
