package dev.tlbsan.difftest;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.machine.Arch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records what QEMU makes of the cases that tests replay without it. */
public final class Recorder {
    /** Instructions and translations on {@code cortex-a57}. */
    static final String CORTEX_A57 = "cortex-a57.cases.gz";
    /** Translations on {@code max}. */
    static final String MAX = "max.cases.gz";
    /** The cases of {@link KnownDifference}. */
    static final String DIFFERENCES = "differences.cases.gz";

    /** A32, T32 and translations of AArch32 on {@code cortex-a15}. */
    static final String CORTEX_A15 = "cortex-a15.cases.gz";

    private final Executor ours = new MachineExecutor(Arch.ARM64, TlbMode.RETAIN);
    private final Executor oursOfArm = new MachineExecutor(Arch.ARM, TlbMode.RETAIN);

    /**
     * Writes the recordings to a folder.
     *
     * @return how many cases there are
     * @throws IllegalArgumentException if QEMU is not on the path
     * @throws IllegalStateException if a case does not end, or the machines disagree about it
     */
    public int record(Path folder) throws IOException {
        List<TestCase> cases = new ArrayList<>(RecordedCases.all());
        cases.addAll(RecordedCases.translations(false));
        List<Recording> a57 = agreed(cases, ours, new QemuExecutor(Arch.ARM64, "cortex-a57"));
        List<Recording> max = agreed(RecordedCases.translations(true), ours, new QemuExecutor(Arch.ARM64, "max"));
        List<Recording> a15 = agreed(RecordedCases.aarch32(), oursOfArm, new QemuExecutor(Arch.ARM, "cortex-a15"));
        List<Recording> differences = recordings(KnownDifference.cases(), new QemuExecutor(Arch.ARM64, "cortex-a57"));
        Files.createDirectories(folder);
        Files.write(folder.resolve(CORTEX_A57), Recording.write(a57));
        Files.write(folder.resolve(CORTEX_A15), Recording.write(a15));
        Files.write(folder.resolve(MAX), Recording.write(max));
        Files.write(folder.resolve(DIFFERENCES), Recording.write(differences));
        return a57.size() + a15.size() + max.size() + differences.size();
    }

    /** Recordings of the cases, cut off where QEMU does not look for a fault, that our machine agrees with. */
    private List<Recording> agreed(List<TestCase> cases, Executor machine, Executor qemu) {
        List<Outcome> outcomes = finished(machine.run(cases), cases);
        List<TestCase> comparable = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            boolean cut = UncheckedFault.of(cases.get(i), outcomes.get(i)) != null;
            comparable.add(
                    cut && cases.get(i) instanceof InstructionCase testCase
                            ? UncheckedFault.cutOff(testCase, outcomes.get(i))
                            : cases.get(i));
        }
        List<Recording> recordings = recordings(comparable, qemu);
        requireAgreement(recordings, finished(machine.run(comparable), comparable));
        return recordings;
    }

    private static void requireAgreement(List<Recording> recordings, List<Outcome> outcomes) {
        for (int i = 0; i < recordings.size(); i++) {
            Recording recording = recordings.get(i);
            var pair = new Deviation.Pair(recording.testCase(), outcomes.get(i), recording.qemu());
            List<Integer> differing = pair.differences();
            if (!differing.isEmpty()) {
                throw new IllegalStateException(Mismatch.of(pair, differing).report());
            }
        }
    }

    private static List<Recording> recordings(List<TestCase> cases, Executor qemu) {
        List<Outcome> outcomes = finished(qemu.run(cases), cases);
        List<Recording> recordings = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            recordings.add(new Recording(cases.get(i), outcomes.get(i)));
        }
        return recordings;
    }

    private static List<Outcome> finished(CaseFile.Output output, List<TestCase> cases) {
        if (output.count() != cases.size()) {
            throw new IllegalStateException("case " + output.count() + " did not end: " + output.detail());
        }
        return output.outcomes();
    }
}
