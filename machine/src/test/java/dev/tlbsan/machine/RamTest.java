package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tlbsan.arm.mmu.TlbMode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RamTest {
    private static final long GIB = 1L << 30;

    @Test
    void sixtyFourGibibytesTakeNoMemoryUntilTouched() throws IOException {
        long before = residentKibibytes();
        try (Ram ram = new Ram(64 * GIB)) {
            MemorySegment segment = ram.segment();
            segment.set(ValueLayout.JAVA_BYTE, 64 * GIB - 1, (byte) 42);
            assertThat(segment.byteSize()).isEqualTo(64 * GIB);
            assertThat(segment.get(ValueLayout.JAVA_BYTE, 64 * GIB - 1)).isEqualTo((byte) 42);
            assertThat(segment.get(ValueLayout.JAVA_BYTE, 17 * GIB)).isZero();
            assertThat(residentKibibytes() - before).isLessThan(100 << 10);
        }
    }

    @Test
    void isAFileThatNobodyElseCanSee() throws IOException {
        try (Ram ram = new Ram(4096)) {
            assertThat(ram.segment().byteSize()).isEqualTo(4096);
            assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
                    .filteredOn(line -> line.contains("tlbsan-ram"))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("(deleted)"));
        }
    }

    @Test
    void cannotBeUsedOnceClosed() {
        Ram ram = new Ram(4096);
        MemorySegment segment = ram.segment();
        ram.close();
        assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -4096, 4095, 4097, 64 * GIB + 4096, Long.MAX_VALUE})
    void refusesSizesOutOfRangeAndNamesThem(long size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ram(size))
                .withMessageContaining(Long.toString(size))
                .withMessageContaining(Long.toString(64 * GIB));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 9})
    void refusesMachinesWithTooManyOrTooFewCpus(int cpus) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MachineConfig(cpus, 4096, TlbMode.RETAIN))
                .withMessage(cpus + " CPUs; accepted: 1 to 8");
    }

    private static long residentKibibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
