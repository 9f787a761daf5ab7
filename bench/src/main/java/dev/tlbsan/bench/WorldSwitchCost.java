package dev.tlbsan.bench;

import dev.tlbsan.machine.Arch;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What {@link WorldSwitchBenchmark} gives.
 *
 * @param arch of the machine
 * @param plain nanoseconds for a switch in and out
 * @param withInvalidation the same with the seed's invalidation owed
 */
public record WorldSwitchCost(Arch arch, double plain, double withInvalidation) {
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);
    private static final int ITERATIONS = 5;

    /** Runs the benchmark in a JVM of its own, or quickly in this one. */
    public static WorldSwitchCost measure(Arch arch, boolean quick) {
        return new WorldSwitchCost(arch, score(arch, false, quick), score(arch, true, quick));
    }

    private static double score(Arch arch, boolean invalidationOwed, boolean quick) {
        var options = new OptionsBuilder()
                .include(WorldSwitchBenchmark.class.getName())
                .param("arch", arch.name())
                .param("invalidationOwed", String.valueOf(invalidationOwed))
                .warmupIterations(quick ? 0 : ITERATIONS)
                .warmupTime(ITERATION)
                .measurementIterations(quick ? 1 : ITERATIONS)
                .measurementTime(quick ? TimeValue.milliseconds(1) : ITERATION)
                .forks(quick ? 0 : 1)
                .jvmArgsAppend("--add-modules=dev.tlbsan.bench", "--sun-misc-unsafe-memory-access=allow")
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            Collection<RunResult> results = new Runner(options).run();
            return results.iterator().next().getPrimaryResult().getScore();
        } catch (RunnerException e) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "the world switch benchmark failed: %s", e.getMessage()), e);
        }
    }
}
