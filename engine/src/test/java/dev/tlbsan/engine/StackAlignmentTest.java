package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.pe.SystemRegister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack pointer's alignment is checked where it is the base of an access (DDI 0487, D1.8.2). */
class StackAlignmentTest {
    private static final long SA = 1 << 3;
    private static final int SP_ALIGNMENT = 0x26;
    private static final long MISALIGNED = TestMachine.DATA + 0x108;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldr x0, [sp]",
                "strb w0, [sp, #1]",
                "ldp x0, x1, [sp], #16",
                "stp x0, x1, [sp, #-16]!",
                "ldr x0, [sp, x1]",
                "ldtr x0, [sp]",
                "ldxr x0, [sp]",
                "stlr x0, [sp]"
            })
    void everyAccessWithAMisalignedStackPointerFaults(String instruction) {
        TestMachine machine = machine(true, instruction);
        machine.run(1);
        assertThat(exceptionClass(machine)).isEqualTo(SP_ALIGNMENT);
        assertThat(machine.pe.read(SystemRegister.ELR_EL1)).isEqualTo(TestMachine.CODE);
        assertThat(machine.pe.registers()[RegisterFile.SP]).isEqualTo(MISALIGNED);
    }

    @Test
    void itIsNotCheckedIfSctlrSaysSo() {
        TestMachine machine = machine(false, "ldr x0, [sp]");
        machine.run(1);
        assertThat(machine.pc()).isEqualTo(TestMachine.CODE + 4);
    }

    @Test
    void aPrefetchAndArithmeticDoNotCheckIt() {
        TestMachine machine = machine(true, "prfm pldl1keep, [sp]\nadd x0, sp, #8");
        machine.run(2);
        assertThat(machine.pc()).isEqualTo(TestMachine.CODE + 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"add sp, sp, #8", "ldr x0, [sp], #8", "add sp, x0, #0", "msr spsel, #0"})
    void aCheckThatPassedDoesNotCoverAnotherStackPointer(String change) {
        TestMachine machine = machine(true, "sub sp, sp, #8\nldr x1, [sp]\n" + change + "\nldr x1, [sp]");
        machine.x(0, MISALIGNED);
        machine.pe.write(SystemRegister.SP_EL0, MISALIGNED);
        machine.run(4);
        assertThat(exceptionClass(machine)).isEqualTo(SP_ALIGNMENT);
        assertThat(machine.pe.read(SystemRegister.ELR_EL1)).isEqualTo(TestMachine.CODE + 12);
    }

    @Test
    void aStackFrameOfSixteenBytesStaysAligned() {
        TestMachine machine = machine(
                true,
                "sub sp, sp, #8\nstp x29, x30, [sp, #-32]!\nldr x0, [sp, #16]\nldp x29, x30, [sp], #32\nldr x0, [sp]");
        machine.run(5);
        assertThat(machine.pc()).isEqualTo(TestMachine.CODE + 20);
    }

    private static TestMachine machine(boolean checked, String program) {
        var machine = new TestMachine().withMmu().program(program);
        long sctlr = machine.pe.read(SystemRegister.SCTLR_EL1);
        machine.pe.write(SystemRegister.SCTLR_EL1, checked ? sctlr | SA : sctlr & ~SA);
        machine.pe.mmu().contextSynchronization();
        machine.pe.write(SystemRegister.VBAR_EL1, TestMachine.VECTORS);
        machine.pe.registers()[RegisterFile.SP] = MISALIGNED;
        return machine;
    }

    private static long exceptionClass(TestMachine machine) {
        return machine.pe.read(SystemRegister.ESR_EL1) >>> 26;
    }
}
