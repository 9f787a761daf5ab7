package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.arm.pe.Power;
import dev.tlbsan.arm.pe.ProcessingElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PsciTest {
    private static final long SUCCESS = 0;
    private static final long NOT_SUPPORTED = -1;
    private static final long INVALID_PARAMETERS = -2;
    private static final long ALREADY_ON = -4;

    private final Machine machine = new Machine(new MachineConfig(3, 1 << 20, TlbMode.RETAIN));
    private final ProcessingElement caller = machine.pes().getFirst();
    private final ProcessingElement other = machine.pes().get(2);

    @AfterEach
    void close() {
        machine.close();
    }

    /** Calls with up to three arguments and gives x0. */
    private long call(long function, long x1, long x2, long x3) {
        Programs.load(machine, "smc #0; loop: b loop");
        long[] x = caller.registers();
        caller.reset(Machine.RAM_BASE);
        x[0] = function;
        x[1] = x1;
        x[2] = x2;
        x[3] = x3;
        for (int i = 0; caller.pc() == Machine.RAM_BASE; i++) {
            assertThat(machine.run(1, i)).isEqualTo(new Stop.Budget());
        }
        return x[0];
    }

    @ParameterizedTest
    @ValueSource(longs = {0x8400_0003L, 0xc400_0003L})
    void switchesAPeOnAtItsEntryWithItsContext(long function) {
        assertThat(call(function, 2, 0x4000_0004L, 77)).isEqualTo(SUCCESS);
        assertThat(other.power()).isEqualTo(Power.ON);
        assertThat(other.pc()).isEqualTo(0x4000_0004L);
        assertThat(other.registers()[0]).isEqualTo(77);
        assertThat(other.currentEl()).isEqualTo(2);
    }

    @Test
    void refusesToSwitchOnWhatIsOn() {
        assertThat(call(0xc400_0003L, 2, 0x4000_0004L, 0)).isEqualTo(SUCCESS);
        assertThat(call(0xc400_0003L, 2, 0x4000_0004L, 0)).isEqualTo(ALREADY_ON);
        assertThat(call(0xc400_0003L, 0, 0x4000_0004L, 0)).isEqualTo(ALREADY_ON);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 0x100, 0x1_0000_0000L, -1})
    void refusesPesThatDoNotExist(long mpidr) {
        assertThat(call(0xc400_0003L, mpidr, 0x4000_0004L, 0)).isEqualTo(INVALID_PARAMETERS);
        assertThat(call(0xc400_0004L, mpidr, 0, 0)).isEqualTo(INVALID_PARAMETERS);
    }

    @Test
    void tellsWhoIsOn() {
        assertThat(call(0xc400_0004L, 2, 0, 0)).isEqualTo(1);
        assertThat(call(0x8400_0004L, 0, 0, 0)).isZero();
        call(0xc400_0003L, 2, 0x4000_0004L, 0);
        assertThat(call(0xc400_0004L, 2, 0, 0)).isZero();
    }

    @Test
    void switchesTheCallerOff() {
        Programs.load(machine, "movz w0, #0x8400, lsl #16; movk w0, #2; smc #0");
        caller.reset(Machine.RAM_BASE);
        assertThat(machine.run(100, 1))
                .isEqualTo(new Stop.Deadlock("deadlock: no PE can go on: cpu0 is off, cpu1 is off, cpu2 is off"));
    }

    @ParameterizedTest
    @CsvSource({"0x84000008", "0x84000009"})
    void stopsTheMachineForOffAndReset(String function) {
        Programs.load(machine, "smc #0");
        caller.reset(Machine.RAM_BASE);
        caller.registers()[0] = Long.decode(function);
        assertThat(machine.run(100, 1)).isEqualTo(new Stop.PowerOff());
    }

    @Test
    void knowsItsVersionAndWhatItDoesNotKnow() {
        assertThat(call(0x8400_0000L, 0, 0, 0)).isEqualTo(0x1_0000);
        assertThat(call(0x8400_00ffL, 0, 0, 0)).isEqualTo(NOT_SUPPORTED);
        assertThat(call(0, 0, 0, 0)).isEqualTo(NOT_SUPPORTED);
    }
}
