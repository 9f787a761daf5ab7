package dev.tlbsan.difftest;

import java.util.ArrayList;
import java.util.List;

/** Makes cases that fail shorter. */
final class Minimizer {
    private final TwoMachines machines;

    Minimizer(TwoMachines machines) {
        this.machines = machines;
    }

    /** The same mismatch with the fewest first instructions, or with one probe, that still show one. */
    Mismatch shortest(Deviation.Pair pair, List<Integer> indices) {
        for (Deviation.Pair shorter : machines.run(shorter(pair.testCase())).pairs()) {
            List<Integer> differing = shorter.differences();
            if (!differing.isEmpty()) {
                return Mismatch.of(shorter, differing);
            }
        }
        return Mismatch.of(pair, indices);
    }

    private static List<TestCase> shorter(TestCase testCase) {
        List<TestCase> result = new ArrayList<>();
        switch (testCase) {
            case InstructionCase instructions -> {
                result.addAll(instructions.prefixes());
            }
            case TranslationCase translation ->
                translation.probes().forEach(probe -> result.add(translation.withProbes(List.of(probe))));
        }
        return result;
    }
}
