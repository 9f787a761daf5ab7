package dev.tlbsan.cli;

import dev.tlbsan.difftest.DifferentialTest;
import dev.tlbsan.difftest.Recorder;
import dev.tlbsan.machine.Arch;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tlbsan difftest}. */
@Command(
        name = "difftest",
        mixinStandardHelpOptions = true,
        description = "Compares the machine with QEMU on random instructions and translation tables.")
final class DifftestCommand implements Callable<Integer> {
    @Option(
            names = "--arch",
            defaultValue = "arm64",
            description = "arm64 (the default), or arm for A32, T32 and AArch32 translation.")
    private String arch = "arm64";

    @Option(
            names = "--instructions",
            defaultValue = "100000",
            description = "How many instructions to compare at least; 100,000 by default.")
    private long instructions;

    @Option(names = "--seed", description = "Of the random cases; chosen at random by default, and printed.")
    private @Nullable Long seed;

    @Option(names = "--save", description = "A directory for a text file about each mismatch.")
    private @Nullable Path save;

    @Option(
            names = "--cpu",
            description = "What QEMU is: cortex-a57 (the default), or max, for translations with 16 KiB granules too;"
                    + " for arm cortex-a15.")
    private @Nullable String cpu;

    @Option(names = "--record", description = "Instead, record the cases that tests replay, in this directory.")
    private @Nullable Path record;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path recordings = record;
        if (recordings != null) {
            System.out.println(new Recorder().record(recordings) + " cases recorded in " + recordings);
            return 0;
        }
        long chosen = seed == null ? new SecureRandom().nextLong() >>> 1 : seed;
        Arch architecture = Arch.of(arch);
        String processor = cpu == null ? DifferentialTest.Settings.processor(architecture) : cpu;
        DifferentialTest test = new DifferentialTest(
                new DifferentialTest.Settings(architecture, instructions, chosen, processor, save));
        DifferentialTest.Summary summary;
        try (Progress progress = Progress.onTerminal()) {
            summary = test.run(done -> progress.show("seed " + chosen + ": " + done));
        }
        System.out.println(json ? json(summary) : text(summary));
        return summary.mismatches().isEmpty() ? 0 : Main.USAGE_ERROR;
    }

    private static String json(DifferentialTest.Summary summary) {
        return Json.text(summary);
    }

    private String text(DifferentialTest.Summary summary) {
        var out = new StringBuilder();
        out.append("seed %d, QEMU %s%n".formatted(summary.seed(), summary.cpu()));
        out.append("%,d instructions compared, %,d of them address translations, in %,d cases%n"
                .formatted(summary.instructions(), summary.probes(), summary.cases()));
        out.append("%d of %d instruction definitions executed%n"
                .formatted(summary.definitions(), summary.allDefinitions()));
        out.append("%,d cases cut off at a fault that QEMU does not look for%n".formatted(summary.cutOff()));
        summary.mismatches().forEach(mismatch -> out.append("mismatch: %s%n".formatted(mismatch)));
        out.append("%d mismatches".formatted(summary.mismatches().size()));
        if (save != null && !summary.mismatches().isEmpty()) {
            out.append(", saved in ").append(save);
        }
        return out.toString();
    }
}
