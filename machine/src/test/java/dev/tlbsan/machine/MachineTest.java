package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.arm.pe.Power;
import dev.tlbsan.arm.pe.ProcessingElement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {
    private static final long ENOUGH = 100_000;
    private static final String SYSTEM_OFF = "\n movz w0, #0x8400, lsl #16; movk w0, #8; ";

    /** CPU 0 starts the others; each adds its letters to a string in memory; CPU 0 waits for all and stops. */
    private static final String LETTERS = """
                movz x20, #0x4001, lsl #16
                mov x21, #0
            next:
                add x21, x21, #1
                cmp x21, x10
                b.hs work
                movz x0, #0xc400, lsl #16
                movk x0, #3
                mov x1, x21
                adr x2, other
                mov x3, x20
                smc #0
                cbnz x0, failed
                b next
            other:
                mov x20, x0
            work:
                mrs x22, mpidr_el1
                and x22, x22, #0xff
                mov x23, #50
            write:
                ldxr x24, [x20]
                add x27, x24, #1
                stxr w26, x27, [x20]
                cbnz w26, write
                add x25, x20, #16
                strb w22, [x25, x24]
                sub x23, x23, #1
                cbnz x23, write
            finish:
                add x25, x20, #8
                ldxr x24, [x25]
                add x24, x24, #1
                stxr w26, x24, [x25]
                cbnz w26, finish
                cbnz x22, rest
            wait:
                ldr x24, [x25]
                cmp x24, x10
                b.lo wait
                movz w0, #0x8400, lsl #16
                movk w0, #8
                smc #0
            failed:
                hlt #1
            rest:
                movz w0, #0x8400, lsl #16
                movk w0, #2
                smc #0
            """;

    private static Machine machine(int cpus) {
        return new Machine(new MachineConfig(cpus, 1 << 20, TlbMode.RETAIN));
    }

    private static byte[] letters(int cpus, long seed) {
        try (Machine machine = machine(cpus)) {
            Programs.load(machine, "mov x10, #" + cpus + "\n" + LETTERS);
            assertThat(machine.run(ENOUGH, seed)).isEqualTo(new Stop.PowerOff());
            byte[] letters = new byte[50 * cpus];
            for (int i = 0; i < letters.length; i++) {
                letters[i] = (byte) machine.memory().read(0x4001_0010L + i, 1);
            }
            return letters;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSameSeedGivesTheSameInterleaving(int cpus) {
        assertThat(letters(cpus, 42)).isEqualTo(letters(cpus, 42));
    }

    @Test
    void otherSeedsGiveOtherInterleavings() {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 8; seed++) {
            seen.add(Arrays.toString(letters(4, seed)));
        }
        assertThat(seen).hasSizeGreaterThan(5);
    }

    @Test
    void allPesTakeTurns() {
        byte[] letters = letters(8, 1);
        assertThat(letters).contains(new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
    }

    @Test
    void onlyTheFirstPeIsOnAtFirstAtTheStartOfRamAndAtEl2() {
        try (Machine machine = machine(3)) {
            assertThat(machine.pes())
                    .extracting(ProcessingElement::power)
                    .containsExactly(Power.ON, Power.OFF, Power.OFF);
            assertThat(machine.pes().getFirst().pc()).isEqualTo(0x4000_0000L);
            assertThat(machine.pes().getFirst().currentEl()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 1_000, 3_000_000})
    void stopsExactlyWhenTheInstructionsRunOut(long budget) {
        try (Machine machine = machine(1)) {
            Programs.load(machine, "loop: add x0, x0, #1; b loop");
            assertThat(machine.run(budget, 1)).isEqualTo(new Stop.Budget());
            assertThat(machine.instructions()).isEqualTo(budget);
            assertThat(machine.pes().getFirst().registers()[0]).isEqualTo((budget + 1) / 2);
        }
    }

    @Test
    void howARunIsCutChangesNothingOnOnePe() {
        try (Machine whole = machine(1);
                Machine parts = machine(1)) {
            String program = "loop: add x0, x0, x1; add x1, x1, #3; b loop";
            Programs.load(whole, program);
            Programs.load(parts, program);
            whole.run(1000, 1);
            for (int i = 0; i < 100; i++) {
                parts.run(10, i);
            }
            assertThat(parts.pes().getFirst().registers())
                    .isEqualTo(whole.pes().getFirst().registers());
        }
    }

    @Test
    void poweringTheSystemOffStopsIt() {
        try (Machine machine = machine(2)) {
            Programs.load(machine, SYSTEM_OFF + "smc #0");
            assertThat(machine.run(ENOUGH, 1)).isEqualTo(new Stop.PowerOff());
            assertThat(machine.instructions()).isEqualTo(3);
        }
    }

    @Test
    void withoutEl2FirmwareAnswersHvc() {
        try (Machine machine = new Machine(new MachineConfig(1, 1 << 20, TlbMode.RETAIN, false))) {
            Programs.load(machine, SYSTEM_OFF + "hvc #0");
            assertThat(machine.pes().getFirst().currentEl()).isEqualTo(1);
            assertThat(machine.run(ENOUGH, 1)).isEqualTo(new Stop.PowerOff());
        }
    }

    @Test
    void saysWhoWaitsForWhatWhenNobodyCanGoOn() {
        try (Machine machine = machine(2)) {
            Programs.load(machine, "nop; wfi; nop");
            assertThat(machine.run(ENOUGH, 1))
                    .isEqualTo(new Stop.Deadlock(
                            "deadlock: no PE can go on: cpu0 waits in WFI at 0x40000008, cpu1 is off"));
        }
    }

    @Test
    void anEventWakesAPeThatWaitsForIt() {
        try (Machine machine = machine(2)) {
            Programs.load(machine, """
                    movz x0, #0xc400, lsl #16; movk x0, #3; mov x1, #1; adr x2, other; smc #0
                    wfe
                    movz w0, #0x8400, lsl #16; movk w0, #8; smc #0
                    other: mov x9, #2000
                    delay: sub x9, x9, #1; cbnz x9, delay
                    sev
                    movz w0, #0x8400, lsl #16; movk w0, #2; smc #0
                    """);
            assertThat(machine.run(ENOUGH, 1)).isEqualTo(new Stop.PowerOff());
            assertThat(machine.pes().get(1).power()).isEqualTo(Power.OFF);
            assertThat(machine.instructions()).isBetween(4000L, 4100L);
        }
    }

    @Test
    void endsWhenAnExceptionVectorCannotBeFetched() {
        try (Machine machine = machine(1)) {
            Programs.load(machine, "msr vbar_el2, xzr; movz x0, #0x123, lsl #16; br x0");
            assertThat(machine.run(Long.MAX_VALUE / 2, 1))
                    .isEqualTo(
                            new Stop.Deadlock("deadlock: no PE can go on: cpu0 takes an exception from its own vector"
                                    + " 0x200, over and over (ESR_EL2 0x86000010, FAR_EL2 0x200)"));
        }
    }

    @Test
    void endsWhenTheInstructionAtAVectorIsUndefined() {
        try (Machine machine = new Machine(new MachineConfig(1, 1 << 20, TlbMode.RETAIN, false))) {
            Programs.load(machine, "movz x0, #0x4000, lsl #16; movk x0, #0x800; msr vbar_el1, x0; .word 0");
            assertThat(machine.run(Long.MAX_VALUE / 2, 1))
                    .isInstanceOfSatisfying(
                            Stop.Deadlock.class,
                            stop -> assertThat(stop.message())
                                    .contains(
                                            "cpu0 takes an exception from its own vector 0x40000a00, over and over (ESR_EL1"
                                                    + " 0x2000000,"));
        }
    }

    @Test
    void aPeThatCannotGoOnDoesNotStopTheOthers() {
        try (Machine machine = machine(2)) {
            Programs.load(machine, """
                    movz x0, #0xc400, lsl #16; movk x0, #3; mov x1, #1; adr x2, lost; smc #0
                    mov x9, #2000
                    delay: sub x9, x9, #1; cbnz x9, delay
                    movz w0, #0x8400, lsl #16; movk w0, #8; smc #0
                    lost: msr vbar_el2, xzr; br xzr
                    """);
            assertThat(machine.run(ENOUGH, 1)).isEqualTo(new Stop.PowerOff());
        }
    }

    @Test
    void allPesSeeOneSystemCounter() {
        try (Machine machine = machine(2)) {
            Programs.load(machine, """
                    movz x0, #0xc400, lsl #16; movk x0, #3; mov x1, #1; adr x2, other; smc #0
                    loop: mrs x5, cntpct_el0; b loop
                    other: mrs x5, cntvct_el0; b other
                    """);
            long last = 0;
            for (int i = 0; i < 100; i++) {
                machine.run(500, i);
                for (ProcessingElement pe : machine.pes()) {
                    long read = pe.registers()[5];
                    assertThat(read).isBetween(last / 2, machine.instructions() / 16);
                }
                last = machine.instructions() / 16;
            }
            assertThat(machine.pes().get(0).registers()[5]).isGreaterThan(2000);
            assertThat(machine.pes().get(1).registers()[5]).isGreaterThan(2000);
        }
    }
}
