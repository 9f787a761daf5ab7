package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.FieldChooser;
import dev.tlbsan.arm.isa.Generator;
import dev.tlbsan.arm.isa.Instruction;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.machine.SeededRandom;
import java.util.List;

/**
 * Generates exclusive loads and stores. Whether a store succeeds is architected only if it follows a load of the same
 * address and size with no other access between, or no load at all; so loads are followed by their store or by CLREX.
 */
final class ExclusiveAccesses {
    private final SeededRandom random;
    private final Generator generator;
    private final Definition clrex;
    private final List<Definition> loads;
    private final List<Definition> stores;

    ExclusiveAccesses(SeededRandom random, Generator generator, InstructionSet instructions) {
        this.random = random;
        this.generator = generator;
        this.clrex = instructions.definition("clrex");
        List<Definition> all = instructions.definitions().stream()
                .filter(definition -> Kind.of(definition) == Kind.EXCLUSIVE)
                .toList();
        this.loads = all.stream().filter(ExclusiveAccesses::isLoad).toList();
        this.stores = all.stream().filter(definition -> !isLoad(definition)).toList();
    }

    private static boolean isLoad(Definition definition) {
        return definition.name().startsWith("ld");
    }

    void add(Sequence sequence) {
        add(sequence, loads.get(random.below(loads.size())));
    }

    void add(Sequence sequence, Definition definition) {
        int base = base();
        int width = random.below(2);
        if (!isLoad(definition)) {
            sequence.add(access(definition, base, width));
            return;
        }
        sequence.add(access(definition, base, width));
        if (random.oneIn(4)) {
            sequence.add(clrex.base() | 0xf00);
        }
        if (!random.oneIn(8)) {
            Definition store = matching(definition);
            sequence.add(access(store, base, width));
            return;
        }
        sequence.add(clrex.base());
    }

    private int base() {
        return switch (random.below(32)) {
            case 0 -> Pools.FAULTING_BASE;
            case 1, 2, 3 -> InstructionCase.SP_EL0;
            case 4 -> Pools.READABLE_BASE;
            case 5 -> Pools.FIRST_UNALIGNED_BASE;
            default -> Pools.FIRST_BASE + random.below(Pools.FIRST_UNALIGNED_BASE - Pools.FIRST_BASE);
        };
    }

    /** The store of the same size as a load; with or without release semantics. */
    private Definition matching(Definition load) {
        boolean pair = load.name().endsWith("p");
        boolean narrow = load.name().endsWith("bh");
        List<Definition> fitting = stores.stream()
                .filter(store ->
                        store.name().endsWith("p") == pair && store.name().endsWith("bh") == narrow)
                .toList();
        return fitting.get(random.below(fitting.size()));
    }

    private int access(Definition definition, int base, int width) {
        FieldChooser chooser = (d, field, proposal) -> switch (field.letter()) {
            case 'n' -> base;
            case 'z', 'h' -> width;
            default -> proposal;
        };
        while (true) {
            Instruction instruction = generator.generate(definition, chooser);
            int written = Written.registers(instruction);
            if (!Pools.spoilsTargets(written) && !Pools.spoilsAddresses(written) && !Unpredictable.test(instruction)) {
                return instruction.word();
            }
        }
    }
}
