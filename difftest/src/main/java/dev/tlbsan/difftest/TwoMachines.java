package dev.tlbsan.difftest;

import java.util.ArrayList;
import java.util.List;

/** Runs the same cases on our machine and on QEMU. */
final class TwoMachines {
    private static final int MOST_ROUNDS = 8;

    private final Executor ours;
    private final Executor qemu;

    TwoMachines(Executor ours, Executor qemu) {
        this.ours = ours;
        this.qemu = qemu;
    }

    /** What both made of cases that ended on both, and the cases that did not. */
    record Results(List<Deviation.Pair> pairs, List<Mismatch> unfinished) {}

    /**
     * Runs cases, leaving out those that do not end on one of the machines.
     *
     * @throws IllegalStateException if too many do not
     */
    Results run(List<TestCase> cases) {
        List<Deviation.Pair> pairs = new ArrayList<>();
        List<Mismatch> unfinished = new ArrayList<>();
        List<TestCase> left = cases;
        for (int round = 0; !left.isEmpty(); round++) {
            CaseFile.Output a = ours.run(left);
            CaseFile.Output b = qemu.run(left);
            int done = Math.min(a.count(), b.count());
            for (int i = 0; i < done; i++) {
                pairs.add(new Deviation.Pair(
                        left.get(i), a.outcomes().get(i), b.outcomes().get(i)));
            }
            if (done < left.size()) {
                String why = "ours: " + a.detail() + System.lineSeparator() + "QEMU: " + b.detail();
                unfinished.add(new Mismatch(left.get(done), "did not end", why));
                if (round == MOST_ROUNDS) {
                    throw new IllegalStateException("too many cases do not end; the last: " + why);
                }
            }
            left = left.subList(Math.min(done + 1, left.size()), left.size());
        }
        return new Results(pairs, unfinished);
    }
}
