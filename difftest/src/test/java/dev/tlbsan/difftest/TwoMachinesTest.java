package dev.tlbsan.difftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoMachinesTest {
    private static final String PROGRAM = "mov x1, #0x1; add x2, x1, #0x2; clz x3, x2; mov x4, #0x3";

    private final Executor real = new MachineExecutor(Arch.ARM64, TlbMode.RETAIN);
    /** Makes something else of the third instruction. */
    private final Executor wrong = cases -> {
        CaseFile.Output output = real.run(cases);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            InstructionCase testCase = (InstructionCase) cases.get(i);
            Outcome right = output.outcomes().get(i);
            outcomes.add(testCase.words().size() < 3 ? right : withOtherX3(right));
        }
        return new CaseFile.Output(output.status(), output.count(), output.detail(), outcomes);
    };

    private static Outcome withOtherX3(Outcome right) {
        List<Long> words = new ArrayList<>(right.words());
        words.set(Outcome.X0 + 3, right.word(Outcome.X0 + 3) ^ 1);
        return new Outcome(right.kind(), right.tag(), words);
    }

    @Test
    void aMachineAgreesWithItself() {
        List<TestCase> cases = List.of(Directed.at(1).run(PROGRAM));
        assertThat(new TwoMachines(real, real).run(cases).pairs())
                .hasSize(1)
                .allMatch(pair -> pair.differences().isEmpty());
    }

    @Test
    void aMismatchIsReportedByItsShortestPrefix() {
        var machines = new TwoMachines(wrong, real);
        Deviation.Pair pair =
                machines.run(List.of(Directed.at(1).run(PROGRAM))).pairs().getFirst();
        Mismatch mismatch = new Minimizer(machines).shortest(pair, pair.differences());
        assertThat(((InstructionCase) mismatch.testCase()).words()).hasSize(3);
        assertThat(mismatch.report())
                .contains(
                        "differs in x3",
                        "clz",
                        "at EL1",
                        "hcr 80000000",
                        "ours 000000000000003f   QEMU 000000000000003e")
                .doesNotContain("#0x3");
    }

    @Test
    void aCaseThatDoesNotEndIsReportedAndTheOthersAreCompared() {
        List<TestCase> cases = List.of(
                Directed.at(1).run("mov x1, #0x1"),
                Directed.at(1).run("b 0x40200000"),
                Directed.at(1).run("mov x1, #0x2"));
        TwoMachines.Results results = new TwoMachines(real, real).run(cases);
        assertThat(results.pairs()).hasSize(2);
        assertThat(results.unfinished())
                .singleElement()
                .satisfies(mismatch -> assertThat(mismatch.report()).contains("did not end", "b 0x40200000"));
    }
}
