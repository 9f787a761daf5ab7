package dev.tlbsan.cli;

import dev.tlbsan.bench.GuestBenchmark;
import dev.tlbsan.bench.Qemu;
import dev.tlbsan.bench.RetainedEntries;
import dev.tlbsan.bench.WorldSwitchCost;
import dev.tlbsan.cli.demo.GuestIsa;
import dev.tlbsan.machine.Arch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tlbsan bench}. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures speed and memory on this host.")
final class BenchCommand implements Callable<Integer> {
    private static final int RUNS = 5;
    private static final int ENTRIES = 1_000_000;
    private static final int QUICK_ENTRIES = 10_000;

    @Option(names = "--against", description = "qemu: run the same guests there, too.")
    private @Nullable String against;

    @Option(names = "--arch", defaultValue = "all", description = "arm64, arm or all (the default).")
    private String arch = "all";

    @Option(names = "--quick", description = "One short run of everything; the figures mean little.")
    private boolean quick;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** The median run of a guest, and QEMU's time for it if asked for. */
    private record Speed(
            GuestBenchmark.Result result, @Nullable Double qemuSeconds) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (against != null && !against.equals("qemu")) {
            throw new IllegalArgumentException("cannot compare with '" + against + "'; accepted: qemu");
        }
        List<Arch> architectures =
                GuestIsa.of(arch).stream().map(GuestIsa::arch).distinct().toList();
        List<Speed> speeds = new ArrayList<>();
        List<WorldSwitchCost> worldSwitches = new ArrayList<>();
        RetainedEntries entries;
        try (Progress progress = Progress.onTerminal()) {
            for (Arch architecture : architectures) {
                for (GuestBenchmark.Program program : GuestBenchmark.programs(architecture)) {
                    progress.show(program.title());
                    speeds.add(new Speed(median(program), against == null ? null : Qemu.seconds(program)));
                }
                progress.show("world switch of " + architecture.word());
                worldSwitches.add(WorldSwitchCost.measure(architecture, quick));
            }
            progress.show("retained TLB entries");
            entries = RetainedEntries.measure(quick ? QUICK_ENTRIES : ENTRIES);
        }
        System.out.println(json ? json(speeds, worldSwitches, entries) : text(speeds, worldSwitches, entries));
        return 0;
    }

    private GuestBenchmark.Result median(GuestBenchmark.Program program) {
        List<GuestBenchmark.Result> runs = new ArrayList<>();
        for (int i = 0; i < (quick ? 1 : RUNS); i++) {
            runs.add(GuestBenchmark.run(program, quick ? program.quickArgument() : 0));
        }
        runs.sort(Comparator.comparingDouble(GuestBenchmark.Result::seconds));
        return runs.get(runs.size() / 2);
    }

    private static String text(List<Speed> speeds, List<WorldSwitchCost> worldSwitches, RetainedEntries entries) {
        List<String> lines = new ArrayList<>();
        lines.add("guest                 instructions   seconds   million/s   QEMU seconds");
        for (Speed speed : speeds) {
            Double qemu = speed.qemuSeconds;
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %13d %9.3f %11.1f   %12s",
                    speed.result.program().title(),
                    speed.result.instructions(),
                    speed.result.seconds(),
                    speed.result.millionsPerSecond(),
                    qemu == null ? "-" : String.format(Locale.ROOT, "%.3f", qemu)));
        }
        lines.add("");
        for (WorldSwitchCost cost : worldSwitches) {
            lines.add(String.format(
                    Locale.ROOT,
                    "world switch of %s in and out: %.0f ns; with the seed's invalidation owed: %.0f ns",
                    cost.arch().word(),
                    cost.plain(),
                    cost.withInvalidation()));
        }
        lines.add(String.format(
                Locale.ROOT,
                "retained TLB: %d entries in %.1f MiB, %.0f bytes each; a walk that fills one: %.0f ns",
                entries.entries(),
                entries.bytes() / (double) (1 << 20),
                (double) entries.bytes() / entries.entries(),
                entries.nanosecondsPerFill()));
        return String.join("\n", lines);
    }

    private static String json(List<Speed> speeds, List<WorldSwitchCost> worldSwitches, RetainedEntries entries) {
        List<Map<String, Object>> guests = new ArrayList<>();
        for (Speed speed : speeds) {
            Map<String, Object> guest = new LinkedHashMap<>();
            guest.put("guest", speed.result.program().title());
            guest.put("arch", speed.result.program().arch().word());
            guest.put("instructions", speed.result.instructions());
            guest.put("seconds", speed.result.seconds());
            guest.put("instructionsPerSecond", Math.round(speed.result.millionsPerSecond() * 1e6));
            Double qemu = speed.qemuSeconds;
            if (qemu != null) {
                guest.put("qemuSeconds", qemu);
            }
            guests.add(guest);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("guests", guests);
        all.put("worldSwitches", worldSwitches.stream().map(BenchCommand::data).toList());
        all.put("retainedEntries", entries.entries());
        all.put("retainedBytes", entries.bytes());
        return Json.text(all);
    }

    private static Map<String, Object> data(WorldSwitchCost cost) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("arch", cost.arch().word());
        data.put("nanoseconds", cost.plain());
        data.put("withInvalidationNanoseconds", cost.withInvalidation());
        return data;
    }
}
