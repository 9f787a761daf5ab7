package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.SeededRandom;
import java.util.List;

/** Where the random cases of an architecture come from. */
interface CaseSource {
    /** A case with about so many instructions. */
    InstructionCase instructions(long tag, int length);

    TranslationCase translation(long tag);

    /** The processors that QEMU can be, that for everything first. */
    static List<String> cpus(Arch arch) {
        return switch (arch) {
            case ARM64 -> List.of("cortex-a57", "max");
            case ARM -> List.of("cortex-a15");
        };
    }

    /** The instruction sets that the cases are made of. */
    static List<InstructionSet> instructionSets(Arch arch) {
        return switch (arch) {
            case ARM64 -> List.of(InstructionSet.a64());
            case ARM -> List.of(InstructionSet.a32(), InstructionSet.t32());
        };
    }

    /**
     * The cases of an architecture.
     *
     * @param everything whether translations may use what only the second processor has
     */
    static CaseSource of(Arch arch, SeededRandom random, boolean everything) {
        return switch (arch) {
            case ARM64 -> new Arm64(random, everything);
            case ARM -> new Arm(random);
        };
    }

    /** A64, and translation in AArch64. */
    final class Arm64 implements CaseSource {
        private final InstructionCaseGenerator sequences;
        private final TranslationCaseGenerator translations;

        private Arm64(SeededRandom random, boolean everything) {
            this.sequences = new InstructionCaseGenerator(InstructionSet.a64(), random);
            this.translations = new TranslationCaseGenerator(random, everything);
        }

        @Override
        public InstructionCase instructions(long tag, int length) {
            return sequences.next(tag, length);
        }

        @Override
        public TranslationCase translation(long tag) {
            return translations.next(tag);
        }
    }

    /** A32 and T32, and translation in AArch32. */
    final class Arm implements CaseSource {
        private final Aarch32CaseGenerator sequences;
        private final Aarch32TranslationGenerator translations;

        private Arm(SeededRandom random) {
            this.sequences = new Aarch32CaseGenerator(random);
            this.translations = new Aarch32TranslationGenerator(random);
        }

        @Override
        public InstructionCase instructions(long tag, int length) {
            return sequences.next(tag, length);
        }

        @Override
        public TranslationCase translation(long tag) {
            return translations.next(tag);
        }
    }
}
