package dev.tlbsan.difftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays, on our machine, what QEMU made of the recorded cases; {@code ./tlbsan difftest --record} renews them. */
class RecordedCasesTest {
    private static final int DATA_ABORT = 0x24;
    private static final int DATA_ABORT_SAME_LEVEL = 0x25;
    private static final Set<Integer> LEVELS = Set.of(0, 1, 2);

    @ParameterizedTest
    @CsvSource({
        "cortex-a57.cases.gz, retain",
        "cortex-a57.cases.gz, coherent",
        "cortex-a15.cases.gz, retain",
        "cortex-a15.cases.gz, coherent",
        "max.cases.gz, retain",
        "max.cases.gz, finite:64x4"
    })
    void ourMachineMakesOfEveryCaseWhatQemuDid(String file, String tlb) {
        List<Recording> recordings = Recordings.of(file);
        Arch arch = file.equals(Recorder.CORTEX_A15) ? Arch.ARM : Arch.ARM64;
        CaseFile.Output ours = new MachineExecutor(arch, TlbMode.parse(tlb)).run(Recordings.cases(recordings));
        assertThat(ours.count()).as(ours.detail()).isEqualTo(recordings.size());
        List<String> mismatches = new ArrayList<>();
        for (int i = 0; i < recordings.size(); i++) {
            Recording recording = recordings.get(i);
            var pair = new Deviation.Pair(recording.testCase(), ours.outcomes().get(i), recording.qemu());
            List<Integer> differing = pair.differences();
            if (!differing.isEmpty()) {
                mismatches.add(Mismatch.of(pair, differing).report());
            }
        }
        assertThat(mismatches).isEmpty();
    }

    @Test
    void everyDefinitionIsExecutedAtEachExceptionLevel() {
        Map<Definition, Set<Integer>> levels = new HashMap<>();
        for (Recording recording : Recordings.of(Recorder.CORTEX_A57)) {
            if (recording.testCase() instanceof InstructionCase testCase) {
                for (Definition definition : Coverage.executed(testCase, recording.qemu())) {
                    levels.computeIfAbsent(definition, _ -> new TreeSet<>()).add(testCase.level());
                }
            }
        }
        assertThat(InstructionSet.a64().definitions())
                .as("definitions without recorded cases; run ./tlbsan difftest --record")
                .allSatisfy(definition -> assertThat(levels.get(definition)).isEqualTo(LEVELS));
    }

    @Test
    void everyDefinitionOfAarch32IsExecuted() {
        Set<Definition> executed = new HashSet<>();
        for (Recording recording : Recordings.of(Recorder.CORTEX_A15)) {
            if (recording.testCase() instanceof InstructionCase testCase) {
                executed.addAll(Coverage.executed(testCase, recording.qemu()));
            }
        }
        assertThat(executed)
                .as("definitions with recorded cases; run ./tlbsan difftest --record")
                .containsAll(withoutWfi(InstructionSet.a32()))
                .containsAll(withoutWfi(InstructionSet.t32()));
    }

    @Test
    void everyDeviationOfAarch32ExplainsSomething() {
        List<Recording> recordings = Recordings.of(Recorder.CORTEX_A15);
        List<Outcome> ours = new MachineExecutor(Arch.ARM, TlbMode.RETAIN)
                .run(Recordings.cases(recordings))
                .outcomes();
        Set<Deviation> found = EnumSet.noneOf(Deviation.class);
        for (int i = 0; i < ours.size(); i++) {
            var pair = new Deviation.Pair(
                    recordings.get(i).testCase(), ours.get(i), recordings.get(i).qemu());
            for (int index = 0; index < ours.get(i).words().size(); index++) {
                found.addAll(pair.explaining(index));
            }
        }
        assertThat(found).containsAll(Deviation.ofAarch32());
    }

    /** WFI waits unless it is trapped. */
    private static List<Definition> withoutWfi(InstructionSet instructions) {
        return instructions.definitions().stream()
                .filter(definition -> !definition.name().startsWith("wfi"))
                .toList();
    }

    @Test
    void everyAccessThroughABaseRegisterFaultsAndSucceeds() {
        Set<Definition> faulting = new HashSet<>();
        Set<Definition> succeeding = new HashSet<>();
        for (Recording recording : Recordings.of(Recorder.CORTEX_A57)) {
            if (recording.testCase() instanceof InstructionCase testCase) {
                Definition atFault = InstructionSet.a64()
                        .find(testCase.wordAt(recording.qemu().returnAddress()));
                for (Definition definition : Coverage.executed(testCase, recording.qemu())) {
                    boolean faults = definition.equals(atFault) && isDataAbort(recording.qemu());
                    (faults ? faulting : succeeding).add(definition);
                }
            }
        }
        List<Definition> accesses = InstructionSet.a64().definitions().stream()
                .filter(definition -> definition.baseField() != null)
                .toList();
        assertThat(succeeding).containsAll(accesses);
        assertThat(accesses)
                .filteredOn(definition -> !definition.name().startsWith("prf"))
                .filteredOn(definition -> !failsUnmarked(definition))
                .allSatisfy(definition -> assertThat(faulting).contains(definition));
    }

    @Test
    void everyTranslationOperationSucceedsAndFails() {
        List<Recording> recordings = new ArrayList<>(Recordings.of(Recorder.CORTEX_A57));
        recordings.addAll(Recordings.of(Recorder.MAX));
        Set<String> seen = new TreeSet<>();
        for (Recording recording : recordings) {
            if (recording.testCase() instanceof TranslationCase testCase) {
                for (int i = 0; i < testCase.probes().size(); i++) {
                    long par = recording.qemu().word(Outcome.PROBES + 2 * i);
                    seen.add(testCase.probes().get(i).operation() + ((par & 1) == 0 ? " succeeds" : " fails"));
                }
            }
        }
        for (TranslationCase.Operation operation : TranslationCase.Operation.values()) {
            assertThat(seen).contains(operation + " succeeds", operation + " fails");
        }
    }

    /** An exclusive store fails without a translation where nothing is marked, and its load has faulted before. */
    private static boolean failsUnmarked(Definition definition) {
        return Kind.of(definition) == Kind.EXCLUSIVE && definition.name().startsWith("st");
    }

    private static boolean isDataAbort(Outcome outcome) {
        return outcome.exceptionClass() == DATA_ABORT || outcome.exceptionClass() == DATA_ABORT_SAME_LEVEL;
    }
}
