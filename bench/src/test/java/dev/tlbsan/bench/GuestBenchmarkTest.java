package dev.tlbsan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.machine.Arch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GuestBenchmarkTest {
    static Stream<GuestBenchmark.Program> programs() {
        return Stream.of(Arch.values()).flatMap(arch -> GuestBenchmark.programs(arch).stream());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyGuestComesToItsChecksum(GuestBenchmark.Program program) {
        assertThat(GuestBenchmark.run(program, program.quickArgument()).instructions())
                .isGreaterThan(1000);
    }

    @Test
    void everyBenchmarkIsMeasuredInEachInstructionSet() {
        assertThat(GuestBenchmark.programs(Arch.ARM64)).hasSize(6);
        assertThat(GuestBenchmark.programs(Arch.ARM))
                .extracting(GuestBenchmark.Program::title)
                .hasSize(10)
                .contains("fib-a32", "fib-t32");
    }

    @Test
    void aTlbKeepsOneEntryForEachPageAndTable() {
        RetainedEntries entries = RetainedEntries.measure(2048);
        assertThat(entries.entries()).isBetween(2048L, 2048L + 6);
    }

    @ParameterizedTest
    @EnumSource
    void theWorldSwitchRuns(Arch arch) {
        WorldSwitchBenchmark benchmark = new WorldSwitchBenchmark();
        benchmark.arch = arch;
        benchmark.invalidationOwed = true;
        benchmark.load();
        assertThat(benchmark.enterAndLeave()).isNotNegative();
        benchmark.close();
    }
}
