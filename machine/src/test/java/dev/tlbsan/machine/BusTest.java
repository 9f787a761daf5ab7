package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.arm.memory.PageWatches;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusTest {
    private static final long RAM = 0x4000_0000L;
    private static final long RAM_SIZE = 0x2000;
    private static final long DEVICE = 0x900_0000L;

    private final Bus bus = new Bus(RAM, MemorySegment.ofArray(new byte[(int) RAM_SIZE]));
    private final Recorder device = new Recorder(0x1000);

    /** A device that remembers what was asked of it, and answers with the offset. */
    private static final class Recorder implements Device {
        private final long size;
        private final List<String> calls = new ArrayList<>();

        Recorder(long size) {
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public long read(long offset, int bytes) {
            calls.add("read " + bytes + " at " + offset);
            return offset;
        }

        @Override
        public void write(long offset, int bytes, long value) {
            calls.add("write " + bytes + " at " + offset + ": " + value);
        }
    }

    @Test
    void readsZeroExtendedLittleEndianValuesOfEverySize() {
        bus.write(RAM + 8, 8, 0xf1e2_d3c4_b5a6_9788L);
        assertThat(bus.read(RAM + 8, 1)).isEqualTo(0x88);
        assertThat(bus.read(RAM + 8, 2)).isEqualTo(0x9788);
        assertThat(bus.read(RAM + 8, 4)).isEqualTo(0xb5a6_9788L);
        assertThat(bus.read(RAM + 8, 8)).isEqualTo(0xf1e2_d3c4_b5a6_9788L);
        assertThat(bus.read(RAM + 15, 1)).isEqualTo(0xf1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void writesNoMoreThanTheGivenSize(int bytes) {
        bus.write(RAM + 16, 8, -1);
        bus.write(RAM + 16, bytes, 0);
        assertThat(bus.read(RAM + 16, 8)).isEqualTo(bytes == 8 ? 0 : -1L << (bytes * 8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 16})
    void refusesOtherSizes(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.read(RAM, bytes))
                .withMessage("access of " + bytes + " bytes, not 1, 2, 4 or 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.write(RAM, bytes, 0))
                .withMessage("access of " + bytes + " bytes, not 1, 2, 4 or 8");
    }

    @Test
    void tellsWatchersOfRamOfEachWrite() {
        List<String> told = new ArrayList<>();
        bus.watches().addListener(new PageWatches.Listener() {
            @Override
            public void watched(long pagePa) {}

            @Override
            public void written(long pa, int bytes, int reasons) {
                told.add(bytes + " at 0x" + Long.toHexString(pa));
            }
        });
        bus.watches().watch(RAM, 1);
        bus.write(RAM + 8, 4, 1);
        bus.write(RAM + 0x1000, 4, 1);
        assertThat(told).containsExactly("4 at 0x40000008");
    }

    @Test
    void givesDevicesTheOffsetInTheirWindow() {
        bus.attach(DEVICE, device);
        assertThat(bus.read(DEVICE + 0xffc, 4)).isEqualTo(0xffc);
        bus.write(DEVICE + 2, 2, 7);
        assertThat(device.calls).containsExactly("read 4 at 4092", "write 2 at 2: 7");
    }

    @ParameterizedTest
    @CsvSource({
        "0x40000000, 8, true", "0x40001ff8, 8, true", "0x40001ffc, 8, false", "0x3ffffffc, 8, false",
        "0x40002000, 1, false", "0x9000000, 8, true", "0x9000ffc, 4, true", "0x9000ffc, 8, false",
        "0x8fffffc, 8, false", "0, 1, false", "0xffffffff, 1, false"
    })
    void knowsWhatIsPresent(String address, int bytes, boolean present) {
        bus.attach(DEVICE, device);
        assertThat(bus.isPresent(Long.decode(address), bytes)).isEqualTo(present);
    }

    @Test
    void refusesAccessesToNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.read(0x1234, 4))
                .withMessage("nothing answers at physical address 0x1234");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x9000000", "0x8fff001", "0x9000fff", "0x8fff800"})
    void refusesDevicesThatOverlapAnother(String base) {
        bus.attach(DEVICE, device);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.attach(Long.decode(base), new Recorder(0x1000)))
                .withMessageContaining(base)
                .withMessageContaining("overlaps the device at 0x9000000");
    }

    @Test
    void refusesADeviceAroundAnother() {
        bus.attach(DEVICE, device);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.attach(0x800_0000, new Recorder(0x200_0000)))
                .withMessage("device at 0x8000000 to 0x9ffffff overlaps the device at 0x9000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x3ffff001", "0x40000000", "0x40001fff"})
    void refusesDevicesThatOverlapRam(String base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus.attach(Long.decode(base), device))
                .withMessageContaining(base)
                .withMessageContaining("overlaps RAM at 0x40000000");
    }

    @Test
    void acceptsNeighbours() {
        bus.attach(DEVICE, device);
        bus.attach(DEVICE - 0x1000, new Recorder(0x1000));
        bus.attach(DEVICE + 0x1000, new Recorder(0x1000));
        bus.attach(RAM - 0x1000, new Recorder(0x1000));
        bus.attach(RAM + RAM_SIZE, new Recorder(0x1000));
        assertThat(bus.isPresent(RAM - 8, 8)).isTrue();
        assertThat(bus.isPresent(RAM - 4, 8)).isFalse();
    }
}
