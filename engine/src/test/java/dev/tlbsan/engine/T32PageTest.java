package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.InstructionState;

/** Instructions of T32 whose halves are in two pages, which are mapped to places far from each other. */
class T32PageTest {
    private static final long BOUNDARY = Aarch32Machine.PAGED_CODE + 4096;
    private static final long ELSEWHERE = TestMachine.DATA + 0x4000;
    private static final String HANDLER = "mrs r7, spsr; mov r6, lr; b .";

    /** The first page of code in its place and the second, whose start has the last halfwords of the program, elsewhere. */
    private static Aarch32Machine machine(EngineKind kind, int bytesBefore, String program) {
        var machine = new Aarch32Machine(kind, InstructionState.T32);
        long start = TestMachine.CODE + 4096 - bytesBefore;
        machine.programAt(InstructionState.T32, start, program);
        for (int n = 0; n < 64; n += 2) {
            machine.machine.memory.write(ELSEWHERE + n, 2, machine.machine.memory.read(TestMachine.CODE + 4096 + n, 2));
            machine.machine.memory.write(TestMachine.CODE + 4096 + n, 2, 0xdede);
        }
        machine.machine.write(TestMachine.descriptor(BOUNDARY), ELSEWHERE | Aarch32Machine.LEAF);
        return machine.pc(BOUNDARY - bytesBefore);
    }

    @EveryEngine
    void bothHalvesAreFetchedWhereTheirPagesAre(EngineKind kind) {
        String program = "movs r0, #1; addw r0, r0, #0x234; movs r1, #2; b .";
        for (int cut = 0; cut < 4; cut++) {
            Aarch32Machine machine = machine(kind, 4, program);
            machine.run(cut);
            machine.run(4 - cut);
            assertThat(machine.r(0)).isEqualTo(0x235);
            assertThat(machine.r(1)).isEqualTo(2);
            assertThat(machine.pc()).isEqualTo(BOUNDARY + 4);
        }
    }

    @EveryEngine
    void branchesLeadOverTheBoundaryAndBack(EngineKind kind) {
        Aarch32Machine machine = machine(kind, 8, "f: adds r0, #1; cmp r0, #100; cmp.w r0, #50; bne.w f; b .");
        machine.run(4 * 50 + 10);
        assertThat(machine.r(0)).isEqualTo(50);
        assertThat(machine.pc()).isEqualTo(BOUNDARY + 4);
    }

    @EveryEngine
    void aStoreToTheSecondHalfIsSeen(EngineKind kind) {
        Aarch32Machine machine = machine(kind, 6, "f: strh r2, [r1]; adds r0, #1; movw r3, #0x11; adds r2, #1; b f");
        long second = machine.machine.memory.read(ELSEWHERE, 2);
        machine.r(1, ELSEWHERE).r(2, second + 1).run(3);
        assertThat(machine.r(3)).isEqualTo(0x12);
        machine.run(5);
        assertThat(machine.r(3)).isEqualTo(0x13);
    }

    @EveryEngine
    void aRefusedSecondHalfAbortsWithItsAddressAndReturnsToTheFirst(EngineKind kind) {
        Aarch32Machine machine = machine(kind, 4, "movs r0, #1; addw r0, r0, #0x234; b .");
        machine.machine.write(TestMachine.descriptor(BOUNDARY), 0);
        machine.vector(0x0c, HANDLER).run(4);
        assertThat(machine.mode()).isEqualTo(Aarch32Machine.ABORT);
        assertThat(machine.fetchFaultAddress()).isEqualTo(BOUNDARY);
        assertThat(machine.r(6)).isEqualTo(BOUNDARY - 2 + 4);
        assertThat(machine.r(7) & Aarch32Machine.T).isNotZero();
        assertThat(machine.r(0)).isEqualTo(1);
    }

    @EveryEngine
    void theHandlerMayMapTheSecondPageAndReturn(EngineKind kind) {
        Aarch32Machine machine = machine(kind, 4, "movs r0, #1; addw r0, r0, #0x234; b .");
        machine.machine.write(TestMachine.descriptor(BOUNDARY), 0);
        machine.vector(0x0c, "str r8, [r9]; dsb; subs pc, lr, #4");
        machine.r(8, ELSEWHERE | Aarch32Machine.LEAF).r(9, TestMachine.descriptor(BOUNDARY));
        machine.run(6);
        assertThat(machine.r(0)).isEqualTo(0x235);
        assertThat(machine.pc()).isEqualTo(BOUNDARY + 2);
    }

    @EveryEngine
    void aLoadThereThatFaultsReturnsToItsFirstHalf(EngineKind kind) {
        Aarch32Machine machine = machine(kind, 4, "movs r0, #1; ldr.w r3, [r2, #8]; b .");
        machine.vector(0x10, HANDLER).r(2, 0x2000_0000).run(4);
        assertThat(machine.dataFaultAddress()).isEqualTo(0x2000_0008);
        assertThat(machine.r(6)).isEqualTo(BOUNDARY - 2 + 8);
    }

    @EveryEngine
    void aCallThereLinksBehindItsSecondHalf(EngineKind kind) {
        Aarch32Machine machine = machine(kind, 2, "bl f; b .; f: movs r0, #1; bx lr");
        machine.run(4);
        assertThat(machine.r(0)).isEqualTo(1);
        assertThat(machine.r(14)).isEqualTo(BOUNDARY + 2 + 1);
        assertThat(machine.pc()).isEqualTo(BOUNDARY + 2);
    }
}
