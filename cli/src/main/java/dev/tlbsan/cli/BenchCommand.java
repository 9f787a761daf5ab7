package dev.tlbsan.cli;

import dev.tlbsan.bench.GuestBenchmark;
import dev.tlbsan.bench.Qemu;
import dev.tlbsan.bench.RetainedEntries;
import dev.tlbsan.bench.WorldSwitchCost;
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
        List<Speed> speeds = new ArrayList<>();
        WorldSwitchCost worldSwitch;
        RetainedEntries entries;
        try (Progress progress = Progress.onTerminal()) {
            for (GuestBenchmark.Program program : GuestBenchmark.PROGRAMS) {
                progress.show(program.guest());
                speeds.add(new Speed(median(program), against == null ? null : Qemu.seconds(program.guest())));
            }
            progress.show("world switch");
            worldSwitch = WorldSwitchCost.measure(quick);
            progress.show("retained TLB entries");
            entries = RetainedEntries.measure(quick ? QUICK_ENTRIES : ENTRIES);
        }
        System.out.println(json ? json(speeds, worldSwitch, entries) : text(speeds, worldSwitch, entries));
        return 0;
    }

    private GuestBenchmark.Result median(GuestBenchmark.Program program) {
        List<GuestBenchmark.Result> runs = new ArrayList<>();
        for (int i = 0; i < (quick ? 1 : RUNS); i++) {
            runs.add(GuestBenchmark.run(program.guest(), quick ? program.quickArgument() : 0));
        }
        runs.sort(Comparator.comparingDouble(GuestBenchmark.Result::seconds));
        return runs.get(runs.size() / 2);
    }

    private static String text(List<Speed> speeds, WorldSwitchCost worldSwitch, RetainedEntries entries) {
        List<String> lines = new ArrayList<>();
        lines.add("guest                 instructions   seconds   million/s   QEMU seconds");
        for (Speed speed : speeds) {
            Double qemu = speed.qemuSeconds;
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %13d %9.3f %11.1f   %12s",
                    speed.result.guest(),
                    speed.result.instructions(),
                    speed.result.seconds(),
                    speed.result.millionsPerSecond(),
                    qemu == null ? "-" : String.format(Locale.ROOT, "%.3f", qemu)));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "world switch in and out: %.0f ns; with the seed's invalidation owed: %.0f ns",
                worldSwitch.plain(),
                worldSwitch.withInvalidation()));
        lines.add(String.format(
                Locale.ROOT,
                "retained TLB: %d entries in %.1f MiB, %.0f bytes each; a walk that fills one: %.0f ns",
                entries.entries(),
                entries.bytes() / (double) (1 << 20),
                (double) entries.bytes() / entries.entries(),
                entries.nanosecondsPerFill()));
        return String.join("\n", lines);
    }

    private static String json(List<Speed> speeds, WorldSwitchCost worldSwitch, RetainedEntries entries) {
        List<Map<String, Object>> guests = new ArrayList<>();
        for (Speed speed : speeds) {
            Map<String, Object> guest = new LinkedHashMap<>();
            guest.put("guest", speed.result.guest());
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
        all.put("worldSwitchNanoseconds", worldSwitch.plain());
        all.put("worldSwitchWithInvalidationNanoseconds", worldSwitch.withInvalidation());
        all.put("retainedEntries", entries.entries());
        all.put("retainedBytes", entries.bytes());
        return Json.text(all);
    }
}
