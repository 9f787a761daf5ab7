package dev.tlbsan.difftest;

import java.util.List;

/**
 * A case that our machine and QEMU disagree about.
 *
 * @param testCase the case
 * @param summary in a few words
 * @param details both outcomes
 */
record Mismatch(TestCase testCase, String summary, String details) {
    /** A mismatch of the words at some indices of the outcomes. */
    static Mismatch of(Deviation.Pair pair, List<Integer> indices) {
        var details = new StringBuilder();
        for (int index : indices) {
            details.append("%-20s ours %016x   QEMU %016x%n"
                    .formatted(
                            pair.ours().name(index),
                            pair.ours().word(index),
                            pair.qemu().word(index)));
        }
        return new Mismatch(pair.testCase(), "differs in " + pair.ours().name(indices.getFirst()), details.toString());
    }

    /** Everything there is to know, as text. */
    String report() {
        String body = switch (testCase) {
            case InstructionCase instructions -> Listing.of(instructions);
            case TranslationCase translation -> Listing.of(translation);
        };
        return "case %d: %s%n%n%s%n%s".formatted(testCase.tag(), summary, body, details);
    }
}
