package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlbsan.arm.pe.EmulatorBug;
import dev.tlbsan.arm.pe.PeConfiguration;
import dev.tlbsan.arm.pe.Power;
import dev.tlbsan.arm.pe.SystemRegister;

/** Control flow, counting, exceptions and stops. */
class InterpreterTest {
    private static final String LOOP = "loop: add x0, x0, #1; b loop";

    @EveryEngine
    void executesExactlyAsManyInstructionsAsAskedFor(EngineKind kind) {
        var machine = new TestMachine(kind).withMmu().program(LOOP);
        for (int n : new int[] {1, 2, 3, 7, 100, 1001, 0}) {
            long before = machine.pe.instructions();
            assertThat(machine.run(n)).isEqualTo(Exit.BUDGET);
            assertThat(machine.pe.instructions()).isEqualTo(before + n);
        }
        assertThat(machine.x(0)).isEqualTo((1 + 2 + 3 + 7 + 100 + 1001 + 1) / 2);
        assertThat(machine.pc()).isEqualTo(TestMachine.CODE);
    }

    @EveryEngine
    void aNegativeNumberOfInstructionsIsTheCallersMistake(EngineKind kind) {
        assertThatThrownBy(() -> new TestMachine(kind).run(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @EveryEngine
    void theLargestBudgetRunsUntilSomethingStopsIt(EngineKind kind) {
        var machine = new TestMachine(kind).withMmu().program("movz x0, #5; l: sub x0, x0, #1; cbnz x0, l; wfi");
        assertThat(machine.run(Long.MAX_VALUE)).isEqualTo(Exit.WAITING);
        assertThat(machine.pe.instructions()).isEqualTo(12);
        assertThat(machine.pc()).isEqualTo(TestMachine.CODE + 16);
    }

    @EveryEngine
    void branchesOfAllKindsLeadWhereTheySay(EngineKind kind) {
        var machine = new TestMachine(kind).withMmu().program("""
                        bl f
                        tbz x0, #3, bad
                        tbnz x0, #2, bad
                        subs xzr, x0, #9
                        b.ne bad
                        adr x1, g
                        br x1
                        bad: b bad
                        f: movz x0, #9
                        ret x30
                        g: movz x2, #1
                        wfi
                        """);
        assertThat(machine.run(100)).isEqualTo(Exit.WAITING);
        assertThat(machine.x(2)).isEqualTo(1);
        assertThat(machine.x(30)).isEqualTo(TestMachine.CODE + 4);
    }

    @EveryEngine
    void straightCodeRunsAcrossBlockLimitsAndPages(EngineKind kind) {
        var text = new StringBuilder();
        int instructions = 3000;
        text.append("add x0, x0, #1;".repeat(instructions)).append("wfi");
        var machine = new TestMachine(kind).withMmu().program(text.toString());
        assertThat(machine.run(10_000)).isEqualTo(Exit.WAITING);
        assertThat(machine.x(0)).isEqualTo(instructions);
        assertThat(machine.pe.instructions()).isEqualTo(instructions + 1);
    }

    @EveryEngine
    void instructionsWithoutMicroOperationsCount(EngineKind kind) {
        var machine = new TestMachine(kind).withMmu().program("nop; nop; add xzr, x0, x1; nop; wfi");
        assertThat(machine.run(3)).isEqualTo(Exit.BUDGET);
        assertThat(machine.pc()).isEqualTo(TestMachine.CODE + 12);
        assertThat(machine.run(100)).isEqualTo(Exit.WAITING);
        assertThat(machine.pe.instructions()).isEqualTo(5);
    }

    @EveryEngine
    void anUndefinedInstructionCountsAndIsTaken(EngineKind kind) {
        var machine = machineWithVectors(kind).program("add x0, x0, #1; .word 0; add x0, x0, #1");
        assertThat(machine.run(2)).isEqualTo(Exit.BUDGET);
        assertThat(machine.pc()).isEqualTo(TestMachine.VECTORS + 0x200);
        assertThat(machine.pe.read(SystemRegister.ELR_EL1)).isEqualTo(TestMachine.CODE + 4);
        assertThat(machine.pe.read(SystemRegister.ESR_EL1)).isEqualTo(1 << 25);
        assertThat(machine.x(0)).isEqualTo(1);
    }

    @EveryEngine
    void aSupervisorCallReturnsAfterItself(EngineKind kind) {
        var machine = machineWithVectors(kind).program("svc #7; add x0, x0, #1; wfi");
        machine.programAt(TestMachine.VECTORS + 0x200, "mrs x1, esr_el1; eret");
        assertThat(machine.run(100)).isEqualTo(Exit.WAITING);
        assertThat(machine.x(0)).isEqualTo(1);
        assertThat(machine.x(1)).isEqualTo(0x15L << 26 | 1 << 25 | 7);
        assertThat(machine.pe.instructions()).isEqualTo(5);
    }

    @EveryEngine
    void aRefusedFetchCountsAsAnInstruction(EngineKind kind) {
        var machine = machineWithVectors(kind).program("movz x0, #0x1000; br x0");
        assertThat(machine.run(3)).isEqualTo(Exit.BUDGET);
        assertThat(machine.pc()).isEqualTo(TestMachine.VECTORS + 0x200);
        assertThat(machine.pe.read(SystemRegister.FAR_EL1)).isEqualTo(0x1000);
        assertThat(machine.pe.read(SystemRegister.ELR_EL1)).isEqualTo(0x1000);
        assertThat(machine.pe.read(SystemRegister.ESR_EL1) >>> 26).isEqualTo(0x21);
    }

    @EveryEngine
    void aMisalignedPcFaultsWhereverItComesFrom(EngineKind kind) {
        var machine = machineWithVectors(kind).program("adr x0, here; add x0, x0, #2; br x0; here: wfi");
        assertThat(machine.run(4)).isEqualTo(Exit.BUDGET);
        assertThat(machine.pe.read(SystemRegister.ESR_EL1) >>> 26).isEqualTo(0x22);
        assertThat(machine.pe.read(SystemRegister.ELR_EL1)).isEqualTo(TestMachine.CODE + 14);
    }

    @EveryEngine
    void aFaultingLoadHasChangedNothing(EngineKind kind) {
        var machine = machineWithVectors(kind)
                .program("movz x1, #0x2000; ldr x0, [x1], #8; wfi")
                .x(0, 77);
        assertThat(machine.run(2)).isEqualTo(Exit.BUDGET);
        assertThat(machine.x(0)).isEqualTo(77);
        assertThat(machine.x(1)).isEqualTo(0x2000);
        assertThat(machine.pe.read(SystemRegister.ELR_EL1)).isEqualTo(TestMachine.CODE + 4);
        assertThat(machine.pe.read(SystemRegister.FAR_EL1)).isEqualTo(0x2000);
        assertThat(machine.pe.instructions()).isEqualTo(2);
    }

    @EveryEngine
    void aRunCanBeShortenedFromWithin(EngineKind kind) {
        for (int further : new int[] {1, 2, 5, 30, 1000}) {
            var machine = new TestMachine(kind).withMmu().program("nop; nop; ldr w2, [x1];" + LOOP);
            machine.x(1, TestMemory.DEVICE_BASE);
            machine.memory.onDeviceAccess = () -> machine.engine.shorten(further);
            assertThat(machine.run(50)).isEqualTo(Exit.BUDGET);
            assertThat(machine.pe.instructions()).isEqualTo(Math.min(2 + further, 50));
            machine.run(100 - machine.pe.instructions());
            assertThat(machine.pe.instructions()).isEqualTo(100);
        }
    }

    @EveryEngine
    void anInterruptIsTakenBetweenInstructionsAndDoesNotCount(EngineKind kind) {
        var machine = machineWithVectors(kind).program("msr daifclr, #2; " + LOOP);
        machine.run(11);
        machine.pe.irqLine(true);
        assertThat(machine.run(0)).isEqualTo(Exit.BUDGET);
        assertThat(machine.pc()).isNotEqualTo(TestMachine.VECTORS + 0x280);
        long interrupted = machine.pc();
        machine.programAt(TestMachine.VECTORS + 0x280, "wfi");
        machine.pe.irqLine(true);
        machine.run(1);
        assertThat(machine.pe.read(SystemRegister.ELR_EL1)).isEqualTo(interrupted);
        assertThat(machine.pe.instructions()).isEqualTo(12);
        assertThat(machine.pc()).isEqualTo(TestMachine.VECTORS + 0x284);
    }

    @EveryEngine
    void anAttachedHypervisorStopsTheEngine(EngineKind kind) {
        var machine = new TestMachine(kind, PeConfiguration.withEl2(0));
        machine.pe.hypervisorAttached(true);
        assertThat(machine.run(10)).isEqualTo(Exit.EL2);
        machine.program("add x0, x0, #1; hvc #3; add x0, x0, #1; b .");
        machine.pe.write(SystemRegister.HCR_EL2, 1L << 31);
        machine.pe.write(SystemRegister.SPSR_EL2, 0x3c5);
        machine.pe.write(SystemRegister.ELR_EL2, TestMachine.CODE);
        machine.pe.exceptionReturn();
        assertThat(machine.run(10)).isEqualTo(Exit.EL2);
        assertThat(machine.pe.instructions()).isEqualTo(2);
        assertThat(machine.pe.read(SystemRegister.ELR_EL2)).isEqualTo(TestMachine.CODE + 8);
        assertThat(machine.pe.read(SystemRegister.ESR_EL2)).isEqualTo(0x16L << 26 | 1 << 25 | 3);
        machine.pe.exceptionReturn();
        assertThat(machine.run(2)).isEqualTo(Exit.BUDGET);
        assertThat(machine.x(0)).isEqualTo(2);
    }

    @EveryEngine
    void aFirmwareCallStopsTheEngineAfterTheCall(EngineKind kind) {
        var machine = new TestMachine(kind).program("smc #0; wfi");
        machine.pe.firmwareAttached(true);
        assertThat(machine.run(10)).isEqualTo(Exit.FIRMWARE);
        assertThat(machine.pc()).isEqualTo(TestMachine.CODE + 4);
        assertThat(machine.run(10)).isEqualTo(Exit.WAITING);
        assertThat(machine.pe.instructions()).isEqualTo(2);
    }

    @EveryEngine
    void aPeThatIsOffExecutesNothing(EngineKind kind) {
        var machine = new TestMachine(kind).program("wfi");
        machine.pe.power(Power.OFF);
        assertThat(machine.run(10)).isEqualTo(Exit.OFF);
        assertThat(machine.pe.instructions()).isZero();
    }

    @EveryEngine
    void aFailureOfOursSaysWhereTheGuestWas(EngineKind kind) {
        var machine =
                new TestMachine(kind).withMmu().program("nop; ldr w0, [x1]").x(1, TestMemory.DEVICE_BASE);
        machine.memory.onDeviceAccess = () -> {
            throw new IllegalStateException("broken device");
        };
        assertThatThrownBy(() -> machine.run(10))
                .isInstanceOf(EmulatorBug.class)
                .hasMessage("pc 0x40010004, word 0xb9400020, after 1 instructions")
                .hasRootCauseMessage("broken device");
    }

    @EveryEngine
    void guestTimeIsExactInTheMiddleOfABlock(EngineKind kind) {
        var machine = machineWithVectors(kind)
                .program("nop; ".repeat(40) + "mrs x0, cntvct_el0; nop; mrs x1, cntvct_el0; wfi");
        machine.run(100);
        assertThat(machine.x(0)).isEqualTo(40 / 16);
        assertThat(machine.x(1)).isEqualTo(42 / 16);
    }

    private static TestMachine machineWithVectors(EngineKind kind) {
        var machine = new TestMachine(kind).withMmu();
        machine.pe.write(SystemRegister.VBAR_EL1, TestMachine.VECTORS);
        return machine;
    }
}
