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

class TimerInterruptTest {
    private static final long VECTORS = 0x4000_8000L;
    private static final long IRQ_VECTOR = VECTORS + 0x280;
    private static final long ENOUGH = 1_000_000;
    private static final int INSTRUCTIONS_A_TICK = 16;
    private static final long HANDLED = 0x4001_0000L;

    /** Enables PPIs 26, 27 and 30 and SGIs; x1 is the distributor, x2 the CPU interface. */
    private static final String GIC = """
            movz x1, #0x800, lsl #16
            movz x2, #0x801, lsl #16
            mov w3, #1
            str w3, [x1]
            movz w3, #0x4c00, lsl #16
            str w3, [x1, #0x100]
            mov w3, #1
            str w3, [x2]
            mov w3, #0xf0
            str w3, [x2, #4]
            """;

    /** At EL2: interrupts come here, to the vectors; the counter's value is in x5 when they have. */
    private static final String AT_EL2 = GIC + """
            movz x3, #0x4000, lsl #16
            movk x3, #0x8000
            msr vbar_el2, x3
            mov x3, #0x10
            msr hcr_el2, x3
            """;

    private static final String AT_EL1 = GIC + """
            movz x3, #0x4000, lsl #16
            movk x3, #0x8000
            msr vbar_el1, x3
            """;

    /** Notes the time in x5 and the acknowledged interrupt in x6, and stays. */
    private static final String NOTE = "mrs x5, cntpct_el0; ldr w6, [x2, #0xc]; stay: b stay";

    private Machine machine = new Machine(new MachineConfig(1, 1 << 20, TlbMode.RETAIN));

    @AfterEach
    void close() {
        machine.close();
    }

    private Machine use(int cpus, boolean el2) {
        machine.close();
        machine = new Machine(new MachineConfig(cpus, 1 << 20, TlbMode.RETAIN, el2));
        return machine;
    }

    private void load(String program, String handler) {
        Programs.load(machine, program);
        Programs.load(machine, IRQ_VECTOR, handler);
    }

    private ProcessingElement pe() {
        return machine.pes().getFirst();
    }

    private static String set(String timer, int ticks) {
        return "\n mov x3, #" + ticks + "; msr " + timer.replace("?", "cval") + ", x3; mov x3, #1; msr "
                + timer.replace("?", "ctl") + ", x3; ";
    }

    @ParameterizedTest
    @CsvSource({"cntp_?_el0, 30", "cntv_?_el0, 27", "cnthp_?_el2, 26"})
    void eachTimerInterruptsEl2AtExactlyItsTime(String timer, int interrupt) {
        load(AT_EL2 + set(timer, 100) + "msr daifclr, #2; loop: add x0, x0, #1; b loop", NOTE);
        machine.run(100 * INSTRUCTIONS_A_TICK, 1);
        assertThat(pe().pc()).isLessThan(VECTORS);
        machine.run(1, 1);
        assertThat(pe().pc()).isEqualTo(IRQ_VECTOR + 4);
        assertThat(pe().registers()[5]).isEqualTo(100);
        machine.run(1, 1);
        assertThat(pe().registers()[6]).isEqualTo(interrupt);
    }

    @ParameterizedTest
    @CsvSource({"cntp_?_el0, 30", "cntv_?_el0, 27"})
    void eachTimerOfEl1InterruptsEl1WhereThereIsNoEl2(String timer, int interrupt) {
        use(1, false);
        load(AT_EL1 + set(timer, 100) + "msr daifclr, #2; loop: b loop", NOTE);
        machine.run(100 * INSTRUCTIONS_A_TICK + 2, 1);
        assertThat(pe().registers()[5]).isEqualTo(100);
        assertThat(pe().registers()[6]).isEqualTo(interrupt);
    }

    @Test
    void aTimerThatIsSetToThePastInterruptsBeforeTheNextInstruction() {
        load(AT_EL2 + "msr daifclr, #2" + set("cnthp_?_el2", 0) + "mov x0, #1", NOTE);
        machine.run(100, 1);
        assertThat(pe().registers()[0]).isZero();
        assertThat(pe().registers()[6]).isEqualTo(26);
    }

    @Test
    void theVirtualTimerFollowsItsOffset() {
        load(
                AT_EL2 + set("cntv_?_el0", 100) + "mov x3, #-50; msr cntvoff_el2, x3; msr daifclr, #2; loop: b loop",
                NOTE);
        machine.run(50 * INSTRUCTIONS_A_TICK + 1, 1);
        assertThat(pe().registers()[5]).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nop", // PSTATE.I
                "msr daifclr, #2; mov x3, #3; msr cnthp_ctl_el2, x3", // IMASK
                "msr daifclr, #2; mov x3, #0; msr cnthp_ctl_el2, x3", // ENABLE
                "msr daifclr, #2; msr hcr_el2, xzr", // not routed to EL2
                "msr daifclr, #2; str wzr, [x2, #4]", // GICC_PMR
                "msr daifclr, #2; str wzr, [x2]", // GICC_CTLR
                "msr daifclr, #2; str wzr, [x1]", // GICD_CTLR
                "msr daifclr, #2; movz w3, #0x400, lsl #16; str w3, [x1, #0x180]", // GICD_ICENABLER
            })
    void nothingInterruptsWhileAnythingOnTheWayIsClosed(String closed) {
        load(AT_EL2 + set("cnthp_?_el2", 100) + closed + "\n loop: b loop", NOTE);
        machine.run(ENOUGH, 1);
        assertThat(pe().registers()[6]).isZero();
    }

    @Test
    void aMaskedInterruptIsTakenWhenItIsUnmasked() {
        load(
                AT_EL2 + set("cnthp_?_el2", 30)
                        + "loop: mrs x7, isr_el1; cbz x7, loop; mrs x8, cntpct_el0; msr daifclr, #2; mov x0, #1",
                NOTE);
        machine.run(ENOUGH, 1);
        assertThat(pe().registers()[7]).isEqualTo(0x80);
        assertThat(pe().registers()[8]).isEqualTo(30);
        assertThat(pe().registers()[0]).isZero();
        assertThat(pe().registers()[6]).isEqualTo(26);
    }

    @Test
    void timePassesWhileAllWait() {
        load(AT_EL2 + set("cnthp_?_el2", 60_000) + "msr daifclr, #2; wfi; mov x0, #1", NOTE);
        machine.run(100, 1);
        assertThat(pe().registers()[5]).isEqualTo(60_000);
        assertThat(pe().registers()[0]).isZero();
        assertThat(machine.instructions()).isEqualTo(100);
    }

    @Test
    void aMaskedInterruptEndsTheWaitToo() {
        load(AT_EL2 + set("cnthp_?_el2", 60_000) + "wfi; mrs x5, cntpct_el0; stay: b stay", NOTE);
        machine.run(100, 1);
        assertThat(pe().registers()[5]).isEqualTo(60_000);
        assertThat(pe().registers()[6]).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mov x3, #3; msr cnthp_ctl_el2, x3", "str wzr, [x2]"})
    void aWaitThatNoTimerCanEndIsADeadlock(String closed) {
        load(AT_EL2 + set("cnthp_?_el2", 60_000) + closed + "\n msr daifclr, #2; wfi", NOTE);
        assertThat(machine.run(ENOUGH, 1)).isInstanceOf(Stop.Deadlock.class);
    }

    @Test
    void aTimerThatNeverComesIsADeadlockToo() {
        load(AT_EL2 + "mov x3, #-1; msr cnthp_cval_el2, x3; mov x3, #1; msr cnthp_ctl_el2, x3; wfi", NOTE);
        assertThat(machine.run(ENOUGH, 1)).isInstanceOf(Stop.Deadlock.class);
    }

    @Test
    void theHostCanTakeTheCpuFromAGuestThatIsLostInItsVectors() {
        load(
                AT_EL2 + set("cnthp_?_el2", 60_000)
                        + "mov x3, #0x3c5; msr spsr_el2, x3; msr elr_el2, xzr; mov x3, #0x10; orr x3, x3, #0x80000000"
                        + "; msr hcr_el2, x3; msr vbar_el1, xzr; eret",
                NOTE);
        Programs.load(machine, VECTORS + 0x480, NOTE);
        machine.run(100_000, 1);
        assertThat(pe().registers()[5]).isEqualTo(60_000);
        assertThat(pe().registers()[6]).isEqualTo(26);
    }

    /** Sets the timer 100 ticks ahead, counts in x7, and notes the time of each interrupt. */
    private static final String PERIODIC = """
            mrs x5, cntpct_el0
            ldr w6, [x2, #0xc]
            mrs x8, cnthp_cval_el2
            add x8, x8, #100
            msr cnthp_cval_el2, x8
            str w6, [x2, #0x10]
            str x5, [x9]
            add x9, x9, #8
            eret
            """;

    private static final String TICKING =
            AT_EL2 + "movz x9, #0x4001, lsl #16" + set("cnthp_?_el2", 100) + "msr daifclr, #2; ";

    @ParameterizedTest
    @ValueSource(strings = {"loop: add x0, x0, #1; b loop", "loop: wfi; b loop", "loop: wfe; b loop"})
    void aPeriodicTimerKeepsItsPace(String loop) {
        load(TICKING + loop, PERIODIC);
        machine.run(20_000, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(machine.memory().read(HANDLED + 8L * i, 8)).isEqualTo(100 + 100 * i);
        }
    }

    @Test
    void howARunIsCutChangesNothing() {
        load(TICKING + "loop: add x0, x0, #1; b loop", PERIODIC);
        for (int i = 0; i < 10_000; i++) {
            assertThat(machine.run(1, i)).isEqualTo(new Stop.Budget());
        }
        long[] cut = pe().registers().clone();
        use(1, true);
        load(TICKING + "loop: add x0, x0, #1; b loop", PERIODIC);
        machine.run(10_000, 1);
        assertThat(pe().registers()).isEqualTo(cut);
    }

    @Test
    void aTimerThatTheHandlerStopsDoesNotComeAgain() {
        load(
                AT_EL2 + set("cnthp_?_el2", 100) + "msr daifclr, #2; loop: b loop",
                "ldr w6, [x2, #0xc]; msr cnthp_ctl_el2, xzr; str w6, [x2, #0x10]; add x7, x7, #1; eret");
        machine.run(ENOUGH, 1);
        assertThat(pe().registers()[7]).isEqualTo(1);
    }

    @Test
    void aTimerThatNobodyStopsComesAgainAfterItsEnd() {
        load(
                AT_EL2 + set("cnthp_?_el2", 100) + "msr daifclr, #2; loop: add x0, x0, #1; b loop",
                "ldr w6, [x2, #0xc]; str w6, [x2, #0x10]; add x7, x7, #1; eret");
        machine.run(2000, 1);
        assertThat(pe().registers()[7]).isGreaterThan(90);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTimerWakesItsCpuWhileOthersWork(long seed) {
        use(2, true);
        load(
                "movz x0, #0xc400, lsl #16; movk x0, #3; mov x1, #1; adr x2, other; smc #0; busy: b busy\n other:"
                        + AT_EL2 + set("cnthp_?_el2", 1000) + "msr daifclr, #2; wfi; mov x0, #1",
                NOTE);
        machine.run(100_000, seed);
        ProcessingElement other = machine.pes().get(1);
        assertThat(other.registers()[5]).isBetween(1000L, 1100L);
        assertThat(other.registers()[6]).isEqualTo(26);
        assertThat(other.registers()[0]).isZero();
    }

    /** CPU 0 starts the others, which wait; then it interrupts them all, and they count in memory and switch off. */
    private static final String SGIS = """
                movz x20, #0x4001, lsl #16
                mov x21, #0
            next:
                add x21, x21, #1
                cmp x21, #4
                b.hs started
                movz x0, #0xc400, lsl #16
                movk x0, #3
                mov x1, x21
                adr x2, other
                mov x3, x20
                smc #0
                b next
            other:
                mov x20, x0
            """;

    @Test
    void cpusInterruptEachOther() {
        use(4, true);
        load(SGIS + AT_EL2 + "msr daifclr, #2; rest: wfi; b rest\n started:" + GIC + """
                    ready:
                        ldr w3, [x2, #4]
                        cmp w3, #0xf0
                        b.ne ready
                        mov x22, #3000
                    delay:
                        sub x22, x22, #1
                        cbnz x22, delay
                        movz w3, #0x100, lsl #16
                        movk w3, #7
                        str w3, [x1, #0xf00]
                    wait:
                        ldr x24, [x20]
                        cmp x24, #3
                        b.lo wait
                        movz w0, #0x8400, lsl #16
                        movk w0, #8
                        smc #0
                    """, """
                    ldr w6, [x2, #0xc]
                    str w6, [x2, #0x10]
                again:
                    ldxr x24, [x20]
                    add x24, x24, #1
                    stxr w26, x24, [x20]
                    cbnz w26, again
                    movz w0, #0x8400, lsl #16
                    movk w0, #2
                    smc #0
                """);
        assertThat(machine.run(ENOUGH, 5)).isEqualTo(new Stop.PowerOff());
        assertThat(machine.pes().subList(1, 4))
                .allSatisfy(pe -> assertThat(pe.registers()[6]).isEqualTo(7))
                .allSatisfy(pe -> assertThat(pe.power()).isEqualTo(Power.OFF));
    }

    @Test
    void theUartInterruptsByItsSpi() {
        StringBuilder console = new StringBuilder();
        machine.attachUart(b -> console.append((char) b));
        load(AT_EL2 + """
                    mov w3, #2
                    str w3, [x1, #0x104]
                    mov w3, #0x20
                    movz x4, #0x900, lsl #16
                    str w3, [x4, #0x38]
                    msr daifclr, #2
                    mov w3, #65
                    str w3, [x4]
                    mov x0, #1
                    """, NOTE);
        machine.run(100, 1);
        assertThat(console).hasToString("A");
        assertThat(pe().registers()[6]).isEqualTo(33);
        assertThat(pe().registers()[0]).isZero();
    }
}
