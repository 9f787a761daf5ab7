package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.SeededRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares our machine with QEMU on random instruction sequences and translation tables. */
public final class DifferentialTest {
    private static final int SEQUENCE = 16;
    private static final int SEQUENCES = 2000;
    private static final int TRANSLATIONS = 150;
    /** About what a sequence and its share of the translations come to. */
    private static final int INSTRUCTIONS_A_CASE = 10;

    private static final int MOST_MINIMIZED = 10;

    private final Settings settings;
    private final TwoMachines machines;
    private final Minimizer minimizer;
    private final CaseSource source;
    private final Set<Definition> covered = new HashSet<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private long nextTag;
    private long instructions;
    private long probes;
    private long cases;
    private long cutOff;

    /**
     * What to do.
     *
     * @param arch which instructions
     * @param instructions how many to compare at least; AT is one, too
     * @param seed of the random numbers
     * @param cpu the processor that QEMU is: {@code cortex-a57} or {@code cortex-a15} for everything, or {@code max}, which
     *     has a granule of 16 KiB, for translations only
     * @param save where to save mismatches; null for nowhere
     */
    public record Settings(
            Arch arch,
            long instructions,
            long seed,
            String cpu,
            @Nullable Path save) {
        public Settings {
            if (instructions < 1) {
                throw new IllegalArgumentException(instructions + " instructions; accepted: 1 or more");
            }
            List<String> cpus = CaseSource.cpus(arch);
            if (!cpus.contains(cpu)) {
                throw new IllegalArgumentException(
                        "unknown processor '" + cpu + "'; accepted: " + String.join(", ", cpus));
            }
        }

        /** The processor that everything is compared with. */
        public static String processor(Arch arch) {
            return CaseSource.cpus(arch).getFirst();
        }

        boolean translationsOnly() {
            return !cpu.equals(processor(arch));
        }
    }

    /**
     * What was found.
     *
     * @param instructions that surely were executed on both machines and compared, AT of translation cases included
     * @param probes those of them that are AT instructions of translation cases
     * @param cases how many cases they were in
     * @param cutOff how many cases were compared only up to a fault that QEMU does not look for
     * @param definitions how many of the instruction definitions were executed
     * @param allDefinitions how many definitions there are
     * @param mismatches one line for each mismatch
     */
    public record Summary(
            long seed,
            String cpu,
            long instructions,
            long probes,
            long cases,
            long cutOff,
            int definitions,
            int allDefinitions,
            List<String> mismatches) {}

    /**
     * Prepares a run.
     *
     * @throws IllegalArgumentException if QEMU is not on the path
     */
    public DifferentialTest(Settings settings) {
        this.settings = settings;
        this.machines = new TwoMachines(
                new MachineExecutor(settings.arch, TlbMode.RETAIN), new QemuExecutor(settings.arch, settings.cpu));
        this.minimizer = new Minimizer(machines);
        var random = new SeededRandom(settings.seed);
        this.source = CaseSource.of(settings.arch, random, settings.translationsOnly());
    }

    /**
     * Runs batches of cases until enough instructions are compared.
     *
     * @param progress is told how far it has got
     */
    public Summary run(Consumer<String> progress) {
        while (instructions < settings.instructions) {
            compare(batch(), true);
            progress.accept("%,d of %,d instructions, %d mismatches"
                    .formatted(instructions, settings.instructions, mismatches.size()));
        }
        return new Summary(
                settings.seed,
                settings.cpu,
                instructions,
                probes,
                cases,
                cutOff,
                covered.size(),
                CaseSource.instructionSets(settings.arch).stream()
                        .mapToInt(set -> set.definitions().size())
                        .sum(),
                mismatches.stream()
                        .map(mismatch ->
                                "case %d %s".formatted(mismatch.testCase().tag(), mismatch.summary()))
                        .toList());
    }

    private List<TestCase> batch() {
        List<TestCase> batch = new ArrayList<>();
        long left = settings.instructions - instructions;
        long wanted = Math.min(left / INSTRUCTIONS_A_CASE + 1, SEQUENCES);
        for (int i = 0; i < wanted && !settings.translationsOnly(); i++) {
            batch.add(source.instructions(nextTag++, SEQUENCE));
        }
        for (int i = 0; i < wanted * TRANSLATIONS / SEQUENCES + 1; i++) {
            batch.add(source.translation(nextTag++));
        }
        return batch;
    }

    private void compare(List<TestCase> batch, boolean cut) {
        TwoMachines.Results results = machines.run(batch);
        results.unfinished().forEach(this::note);
        List<TestCase> again = new ArrayList<>();
        for (Deviation.Pair pair : results.pairs()) {
            List<Integer> differing = pair.differences();
            boolean unchecked = UncheckedFault.of(pair.testCase(), pair.ours()) != null;
            if (cut && !differing.isEmpty() && unchecked && pair.testCase() instanceof InstructionCase testCase) {
                again.add(UncheckedFault.cutOff(testCase, pair.ours()));
            } else {
                count(pair);
                if (!differing.isEmpty()) {
                    note(
                            mismatches.size() < MOST_MINIMIZED
                                    ? minimizer.shortest(pair, differing)
                                    : Mismatch.of(pair, differing));
                }
            }
        }
        cutOff += again.size();
        if (!again.isEmpty()) {
            compare(again, false);
        }
    }

    private void count(Deviation.Pair pair) {
        cases++;
        switch (pair.testCase()) {
            case InstructionCase testCase -> {
                covered.addAll(Coverage.executed(testCase, pair.ours()));
                instructions += Coverage.count(testCase, pair.ours());
            }
            case TranslationCase testCase -> {
                instructions += testCase.probes().size();
                probes += testCase.probes().size();
            }
        }
    }

    private void note(Mismatch mismatch) {
        mismatches.add(mismatch);
        Path folder = settings.save;
        if (folder != null) {
            String name = "seed-%d-case-%d.txt"
                    .formatted(settings.seed, mismatch.testCase().tag());
            try {
                Files.createDirectories(folder);
                Files.writeString(folder.resolve(name), mismatch.report());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot save " + name + " in " + folder, e);
            }
        }
    }
}
