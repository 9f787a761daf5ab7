package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.InstructionState;
import java.util.List;

/** Loads and stores of AArch32: byte order, lists of registers that fault, exclusives, and stores to instructions. */
class Aarch32DataTest {
    private static Aarch32Machine machine(EngineKind kind, InstructionState state, String program) {
        return new Aarch32Machine(kind, state).program(program).r(9, TestMachine.DATA);
    }

    private static Aarch32Machine a32(EngineKind kind, String program) {
        return machine(kind, InstructionState.A32, program);
    }

    private static Aarch32Machine t32(EngineKind kind, String program) {
        return machine(kind, InstructionState.T32, program);
    }

    @EveryEngine
    void setendTurnsTheBytesOfWhatFollows(EngineKind kind) {
        String program = """
                setend be
                ldr r0, [r9]
                ldrh r1, [r9, #4]
                ldrsh r2, [r9, #6]
                ldrb r3, [r9]
                strh r0, [r9, #8]
                str r0, [r9, #12]
                ldrd r4, r5, [r9]
                setend le
                ldr r6, [r9]
                b .
                """;
        for (InstructionState state : List.of(InstructionState.A32, InstructionState.T32)) {
            Aarch32Machine machine = machine(kind, state, program);
            machine.word(TestMachine.DATA, 0x4433_2211);
            machine.word(TestMachine.DATA + 4, 0x8877_6690L);
            machine.run(11);
            assertThat(machine.r(0)).isEqualTo(0x1122_3344);
            assertThat(machine.r(1)).isEqualTo(0x9066);
            assertThat(machine.r(2)).isEqualTo(0x7788);
            assertThat(machine.r(3)).isEqualTo(0x11);
            assertThat(machine.word(TestMachine.DATA + 8)).isEqualTo(0x4433);
            assertThat(machine.word(TestMachine.DATA + 12)).isEqualTo(0x4433_2211);
            assertThat(machine.r(4)).isEqualTo(0x1122_3344);
            assertThat(machine.r(5)).isEqualTo(0x9066_7788L);
            assertThat(machine.r(6)).isEqualTo(0x4433_2211);
        }
    }

    @EveryEngine
    void oneBlockIsKnownInBothByteOrders(EngineKind kind) {
        Aarch32Machine machine = a32(kind, """
                bl f
                setend be
                bl f
                setend le
                bl f
                b .
                f: ldr r0, [r9]
                add r1, r1, r0
                bx lr
                """);
        machine.word(TestMachine.DATA, 1);
        machine.run(14);
        assertThat(machine.r(1)).isEqualTo(0x0100_0002);
    }

    @EveryEngine
    void anExceptionInBigEndianStateIsTakenInLittleEndianAndReturnsToBig(EngineKind kind) {
        Aarch32Machine machine = a32(kind, "setend be; svc #0; ldr r1, [r9]; b .");
        machine.vector(0x08, "ldr r0, [r9]; movs pc, lr");
        machine.word(TestMachine.DATA, 1);
        machine.run(6);
        assertThat(machine.r(0)).isEqualTo(1);
        assertThat(machine.r(1)).isEqualTo(0x0100_0000);
    }

    @EveryEngine
    void aListThatFaultsMidwayChangesNoRegister(EngineKind kind) {
        long boundary = Aarch32Machine.PAGED_DATA + 4096;
        for (String program : List.of("ldmia r10!, {r0-r3}", "ldmia r10!, {r0, r1, r2, pc}", "pop {r0-r3}")) {
            Aarch32Machine machine = a32(kind, program);
            machine.machine.write(TestMachine.descriptor(boundary), 0);
            machine.r(10, boundary - 8)
                    .r(13, boundary - 8)
                    .r(0, 1)
                    .r(1, 2)
                    .r(2, 3)
                    .r(3, 4);
            machine.run(1);
            assertThat(machine.mode()).as(program).isEqualTo(Aarch32Machine.ABORT);
            assertThat(machine.dataFaultAddress()).isEqualTo(boundary);
            assertThat(machine.r(10)).isEqualTo(boundary - 8);
            assertThat(machine.r(0)).isEqualTo(1);
            assertThat(machine.r(1)).isEqualTo(2);
            assertThat(machine.enter(Aarch32Machine.SUPERVISOR).r(13)).isEqualTo(boundary - 8);
        }
    }

    @EveryEngine
    void aStoredListThatFaultsMidwayMayHaveStoredWordsBeforeTheFaultOnly(EngineKind kind) {
        long boundary = Aarch32Machine.PAGED_DATA + 4096;
        for (InstructionState state : List.of(InstructionState.A32, InstructionState.T32)) {
            Aarch32Machine machine = machine(kind, state, "stmia r7!, {r0-r3}");
            machine.machine.write(TestMachine.descriptor(boundary), 0);
            machine.r(7, boundary - 4).r(0, 0x10).r(1, 0x11).run(1);
            assertThat(machine.mode()).isEqualTo(Aarch32Machine.ABORT);
            assertThat(machine.dataFaultAddress()).isEqualTo(boundary);
            assertThat(machine.r(7)).isEqualTo(boundary - 4);
            assertThat(machine.word(TestMachine.DATA + 4096 + 4)).isZero();
        }
    }

    @EveryEngine
    void exclusivesSucceedOnceAndNotAfterAnException(EngineKind kind) {
        for (InstructionState state : List.of(InstructionState.A32, InstructionState.T32)) {
            Aarch32Machine machine = machine(kind, state, """
                    ldrex r0, [r9]
                    strex r1, r8, [r9]
                    strex r2, r8, [r9]
                    ldrex r0, [r9]
                    svc #0
                    strex r3, r8, [r9]
                    ldrexd r4, r5, [r9]
                    strexd r6, r4, r5, [r9]
                    ldrexh r0, [r9]
                    clrex
                    strexh r7, r0, [r9]
                    b .
                    """);
            machine.vector(0x08, "movs pc, lr").r(8, 0x1234).run(13);
            assertThat(machine.r(1)).isZero();
            assertThat(machine.r(2)).isEqualTo(1);
            assertThat(machine.r(3)).isEqualTo(1);
            assertThat(machine.r(6)).isZero();
            assertThat(machine.r(7)).isEqualTo(1);
            assertThat(machine.word(TestMachine.DATA)).isEqualTo(0x1234);
        }
    }

    @EveryEngine
    void theNextA32InstructionMayBeReplacedOneHalfAtATime(EngineKind kind) {
        int add = new Assembler(InstructionSet.a32()).assemble("add r0, r0, #3");
        Aarch32Machine machine = a32(kind, "adr r1, p; strh r2, [r1]; strh r3, [r1, #2]; p: mov r0, #1; b .");
        machine.r(2, add & 0xffff).r(3, add >>> 16).r(0, 4).run(5);
        assertThat(machine.r(0)).isEqualTo(7);
    }

    @EveryEngine
    void aHalfwordStoredReplacesTheNextT32Instruction(EngineKind kind) {
        Aarch32Machine machine = t32(kind, "strh r2, [r1]; p: movs r0, #1; movs r3, #1; b .");
        machine.r(1, TestMachine.CODE + 2).r(2, 0x3003).r(0, 4).run(4);
        assertThat(machine.r(0)).isEqualTo(7);
        assertThat(machine.r(3)).isEqualTo(1);
    }

    @EveryEngine
    void aStoredHalfwordMayMakeOneInstructionOfTwo(EngineKind kind) {
        // The first half of MOVW r0, #; the second was ADDS r0, #3.
        int movw = new Assembler(InstructionSet.t32()).assemble("movw r0, #0");
        Aarch32Machine machine =
                t32(kind, "b f; p: movs r3, #1; adds r0, #3; bx lr; f: bl p; strh r2, [r1]; bl p; b .");
        machine.r(1, TestMachine.CODE + 2).r(2, movw >>> 16).run(11);
        assertThat(machine.r(0)).isEqualTo(0x303);
        assertThat(machine.r(3)).isEqualTo(1);
    }

    @EveryEngine
    void anItInstructionMayBeReplacedByAnotherWhileItsBlockRuns(EngineKind kind) {
        Aarch32Machine machine = t32(kind, "b f; p: it eq; moveq r0, #1; bx lr; f: bl p; strh r2, [r1]; bl p; b .");
        int it = new Assembler(InstructionSet.t32()).assemble("it ne") >>> 16;
        machine.r(1, TestMachine.CODE + 2).r(2, it).run(5);
        assertThat(machine.r(0)).isZero();
        machine.run(5);
        assertThat(machine.r(0)).isEqualTo(1);
    }
}
