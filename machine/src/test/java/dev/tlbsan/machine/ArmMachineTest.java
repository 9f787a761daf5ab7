package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.arm.pe.Power;
import dev.tlbsan.arm.pe.ProcessingElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The board with PEs whose Exception levels all use AArch32. */
class ArmMachineTest {
    private static final long ENOUGH = 1_000_000;
    private static final String SYSTEM_OFF = "\n movw r0, #8; movt r0, #0x8400; ";
    private static final long LOW_32 = 0xffff_ffffL;

    /** Enables PPIs 26, 27 and 30; r1 is the distributor, r2 the CPU interface. */
    private static final String GIC = """
            mov r1, #0x8000000
            add r2, r1, #0x10000
            mov r3, #1
            str r3, [r1]
            mov r3, #0x4c000000
            str r3, [r1, #0x100]
            mov r3, #1
            str r3, [r2]
            mov r3, #0xf0
            str r3, [r2, #4]
            """;

    private static final long VECTORS = 0x4000_8000L;

    private Machine machine = new Machine(new MachineConfig(Arch.ARM, 2, 1 << 20, TlbMode.RETAIN, true));

    @AfterEach
    void close() {
        machine.close();
    }

    private void use(boolean el2) {
        machine.close();
        machine = new Machine(new MachineConfig(Arch.ARM, 2, 1 << 20, TlbMode.RETAIN, el2));
    }

    private ProcessingElement pe() {
        return machine.pes().getFirst();
    }

    /** Calls the firmware with up to three arguments and gives r0. */
    private long call(long function, long r1, long r2, long r3) {
        Programs.load(machine, "smc #0; loop: b loop");
        pe().reset(Machine.RAM_BASE);
        long[] r = pe().registers();
        r[0] = function;
        r[1] = r1;
        r[2] = r2;
        r[3] = r3;
        for (int i = 0; pe().pc() == Machine.RAM_BASE; i++) {
            machine.run(1, i);
        }
        return r[0];
    }

    @Test
    void startsInHypModeOrInSupervisorModeWhereThereIsNone() {
        assertThat(pe().currentEl()).isEqualTo(2);
        assertThat(pe().pc()).isEqualTo(Machine.RAM_BASE);
        use(false);
        assertThat(pe().currentEl()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firmwareAnswersSmcOrHvcWhereThereIsNoHypMode(boolean el2) {
        use(el2);
        Programs.load(machine, SYSTEM_OFF + (el2 ? "smc #0" : "hvc #0"));
        assertThat(machine.run(ENOUGH, 1)).isEqualTo(new Stop.PowerOff());
    }

    @ParameterizedTest
    @CsvSource({"0x40000004, 0", "0x40000005, 1"})
    void switchesAPeOnInTheInstructionSetOfItsEntry(String entry, long t32) {
        assertThat(call(0x8400_0003L, 1, Long.decode(entry), 0x8000_0001L)).isZero();
        ProcessingElement other = machine.pes().get(1);
        assertThat(other.power()).isEqualTo(Power.ON);
        assertThat(other.registers()[RegisterFile.PC]).isEqualTo(0x4000_0004L);
        assertThat(other.registers()[RegisterFile.T]).isEqualTo(t32);
        assertThat(other.registers()[0]).isEqualTo(0x8000_0001L);
        assertThat(other.currentEl()).isEqualTo(2);
    }

    @Test
    void answersOfFirmwareAreThoseOf32Bits() {
        assertThat(call(0x8400_0000L, 0, 0, 0)).isEqualTo(0x1_0000);
        assertThat(call(0x8400_0003L, 5, 0x4000_0004L, 0)).isEqualTo(-2 & LOW_32);
        assertThat(call(0x8400_0003L, 0, 0x4000_0004L, 0)).isEqualTo(-4 & LOW_32);
        assertThat(call(0x8400_0004L, 1, 0, 0)).isEqualTo(1);
        assertThat(call(0x8400_00ffL, 0, 0, 0)).isEqualTo(-1 & LOW_32);
    }

    @ParameterizedTest
    @ValueSource(longs = {0xc400_0003L, 0xc400_0004L})
    void functionsWith64BitArgumentsDoNotExist(long function) {
        assertThat(call(function, 1, 0x4000_0004L, 0)).isEqualTo(-1 & LOW_32);
        assertThat(machine.pes().get(1).power()).isEqualTo(Power.OFF);
    }

    /** CNTHP, CNTP and CNTV: the coordinates of their comparators and of their controls. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p15, #6, r3, r4, c14 | p15, #4, r3, c14, c2, #1 | 26",
                "p15, #2, r3, r4, c14 | p15, #0, r3, c14, c2, #1 | 30",
                "p15, #3, r3, r4, c14 | p15, #0, r3, c14, c3, #1 | 27",
            })
    void eachTimerInterruptsHypModeAtExactlyItsTime(String compare, String control, int interrupt) {
        Programs.load(machine, GIC + """
                    movw r3, #0x8000
                    movt r3, #0x4000
                    mcr p15, #4, r3, c12, c0, #0
                    mov r3, #0x10
                    mcr p15, #4, r3, c1, c1, #0
                    mov r3, #100
                    mov r4, #0
                    mcrr %s
                    mov r3, #1
                    mcr %s
                    cpsie i
                    loop: b loop
                    """.formatted(compare, control));
        Programs.load(machine, VECTORS + 0x18, "mrrc p15, #0, r5, r7, c14; ldr r6, [r2, #0xc]; stay: b stay");
        machine.run(100 * 16, 1);
        assertThat(pe().pc()).isLessThan(VECTORS);
        machine.run(2, 1);
        assertThat(pe().registers()[5]).isEqualTo(100);
        assertThat(pe().registers()[6]).isEqualTo(interrupt);
    }

    @Test
    void timePassesWhileAllWait() {
        Programs.load(machine, GIC + """
                movw r3, #60000
                mov r4, #0
                mcrr p15, #6, r3, r4, c14
                mov r3, #1
                mcr p15, #4, r3, c14, c2, #1
                wfi
                mrrc p15, #0, r5, r7, c14
                stay: b stay
                """);
        machine.run(100, 1);
        assertThat(pe().registers()[5]).isEqualTo(60_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | 0x40008000 | udf #0       | 0x40008004 | (HSR 0x",
                "true  | 0          | bx r3        | 0xc        | (HSR 0x",
                "true  | 0x40008000 | ldr r4, [r3] | 0x40008010 | (HSR 0x",
                "false | 0x40008000 | udf #0       | 0x40008004 |",
                "false | 0          | bx r3        | 0xc        | (IFSR 0x8, IFAR 0xc)",
                "false | 0x40008000 | ldr r4, [r3] | 0x40008010 | (DFSR 0x8, DFAR 0x1000000)",
            })
    void endsWhereAVectorLeadsToItself(boolean el2, String base, String mistake, String vector, String syndrome) {
        use(el2);
        long vectors = Long.decode(base);
        String vbar = "mcr p15, #" + (el2 ? 4 : 0) + ", r3, c12, c0, #0";
        Programs.load(
                machine,
                "movw r3, #" + (vectors & 0xffff) + "; movt r3, #" + (vectors >>> 16) + "; " + vbar
                        + "; mov r3, #0x1000000; " + mistake);
        if (vectors != 0) {
            Programs.load(machine, Long.decode(vector), mistake);
        }
        assertThat(machine.run(ENOUGH, 1))
                .isInstanceOfSatisfying(
                        Stop.Deadlock.class,
                        deadlock -> assertThat(deadlock.message())
                                .startsWith("deadlock: no PE can go on: cpu0 takes an exception from its own vector "
                                        + vector + ", over and over" + (syndrome == null ? "" : " " + syndrome)));
    }

    @Test
    void loadsAnExecutableOfItsArchitectureAndStartsIt() {
        GuestImage image = GuestImage.parse("guest.elf", new Elf32Builder().build());
        machine.load(image);
        assertThat(pe().registers()[RegisterFile.PC]).isEqualTo(0x4000_0000L);
        assertThat(pe().registers()[RegisterFile.T]).isEqualTo(1);
        machine.run(2, 1);
        assertThat(pe().registers()[RegisterFile.PC]).isEqualTo(0x4000_0004L);
    }

    @Test
    void refusesExecutablesThatAreNotItsOwnOrDoNotFit() {
        GuestImage other = GuestImage.parse("other.elf", new ElfBuilder().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> machine.load(other))
                .withMessage(
                        "other.elf is an executable for arm64 (64-bit); the machine accepts those for arm (32-bit)");
        byte[] high = new Elf32Builder()
                .set32(24, 0x400f_f800)
                .set32(Elf32Builder.SEGMENT + 12, 0x400f_f800)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> machine.load(GuestImage.parse("high.elf", high)))
                .withMessage(
                        "high.elf has a segment of 4096 bytes at 0x400ff800, outside RAM 0x40000000 to 0x40100000");
    }
}
