package dev.tlbsan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuestBenchmarkTest {
    static Stream<GuestBenchmark.Program> programs() {
        return GuestBenchmark.PROGRAMS.stream();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyGuestComesToItsChecksum(GuestBenchmark.Program program) {
        assertThat(GuestBenchmark.run(program.guest(), program.quickArgument()).instructions())
                .isGreaterThan(1000);
    }

    @Test
    void aTlbKeepsOneEntryForEachPageAndTable() {
        RetainedEntries entries = RetainedEntries.measure(2048);
        assertThat(entries.entries()).isBetween(2048L, 2048L + 6);
    }

    @Test
    void theWorldSwitchRuns() {
        WorldSwitchBenchmark benchmark = new WorldSwitchBenchmark();
        benchmark.invalidationOwed = true;
        benchmark.load();
        assertThat(benchmark.enterAndLeave()).isNotNegative();
        benchmark.close();
    }
}
