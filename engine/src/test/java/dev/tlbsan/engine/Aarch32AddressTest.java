package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.InstructionState;

/** Addresses have 32 bits: behind the last is the first. */
class Aarch32AddressTest {
    private static final long LAST = Aarch32Machine.ENDS + (1 << 21) - 4096;

    @EveryEngine
    void executionGoesOnAtZero(EngineKind kind) {
        for (int cut = 0; cut < 4; cut++) {
            var machine = new Aarch32Machine(kind, InstructionState.A32);
            machine.programAt(InstructionState.A32, LAST + 0xff8, "mov r0, #1; mov r1, #2");
            machine.programAt(InstructionState.A32, Aarch32Machine.ENDS, "mov r2, #3; mov r3, pc; b .");
            machine.pc(Aarch32Machine.LAST_PAGE + 0xff8).run(cut);
            machine.run(4 - cut);
            assertThat(machine.r(2)).isEqualTo(3);
            assertThat(machine.r(3)).isEqualTo(4 + 8);
            assertThat(machine.pc()).isEqualTo(8);
        }
    }

    @EveryEngine
    void aT32InstructionMayHaveItsHalvesAtBothEnds(EngineKind kind) {
        var machine = new Aarch32Machine(kind, InstructionState.T32);
        machine.programAt(InstructionState.T32, LAST + 0xffe, "nop");
        machine.programAt(InstructionState.T32, TestMachine.CODE, "movw r0, #0x5678; bl . + 0x100; b .");
        for (int n = 0; n < 8; n += 2) {
            long pa = n == 0 ? LAST + 0xffe : Aarch32Machine.ENDS + n - 2;
            machine.machine.memory.write(pa, 2, machine.machine.memory.read(TestMachine.CODE + n, 2));
        }
        machine.pc(0xffff_fffeL).run(2);
        assertThat(machine.r(0)).isEqualTo(0x5678);
        assertThat(machine.r(14)).isEqualTo(6 + 1);
        assertThat(machine.pc()).isEqualTo(0x102);
    }

    @EveryEngine
    void branchesAndReadsOfThePcWrap(EngineKind kind) {
        var machine = new Aarch32Machine(kind, InstructionState.A32);
        machine.programAt(InstructionState.A32, LAST + 0xff0, "mov r0, pc; bl . + 0x100c; b .");
        machine.programAt(InstructionState.A32, Aarch32Machine.ENDS + 0x1000, "mov r1, #1; b . - 0x1010");
        machine.pc(Aarch32Machine.LAST_PAGE + 0xff0).run(4);
        assertThat(machine.r(0)).isEqualTo(0xffff_fff8L);
        assertThat(machine.r(1)).isEqualTo(1);
        assertThat(machine.r(14)).isEqualTo(0xffff_fff8L);
        assertThat(machine.pc()).isEqualTo(0xffff_fff4L);
    }

    @EveryEngine
    void dataWrap(EngineKind kind) {
        var machine = new Aarch32Machine(kind, InstructionState.A32);
        machine.program("""
                ldm r0, {r1, r2, r3}
                ldr r4, [r0, #12]
                ldr r5, [r0, #6]
                strd r6, r7, [r0, #4]
                ldr r8, [r10, #-4]
                stmdb r11!, {r1, r2}
                str r3, [r0, #6]
                b .
                """);
        for (int n = 0; n < 2; n++) {
            machine.word(LAST + 0xff8 + 4L * n, 0x1111_1111L * (n + 1));
            machine.word(Aarch32Machine.ENDS + 4L * n, 0x1111_1111L * (n + 3));
        }
        machine.r(0, 0xffff_fff8L).r(6, 0x66).r(7, 0x77).r(10, 0).r(11, 4);
        machine.run(8);
        assertThat(machine.r(3)).isEqualTo(0x3333_3333L);
        assertThat(machine.r(4)).isEqualTo(0x4444_4444L);
        assertThat(machine.r(5)).isEqualTo(0x3333_2222L);
        assertThat(machine.r(8)).isEqualTo(0x66);
        assertThat(machine.r(11)).isEqualTo(0xffff_fffcL);
        assertThat(machine.word(LAST + 0xffc)).isEqualTo(0x3333_1111L);
        assertThat(machine.word(Aarch32Machine.ENDS)).isEqualTo(0x2222_3333L);
    }

    @EveryEngine
    void aFaultBehindTheLastAddressIsOneAtTheFirst(EngineKind kind) {
        var machine = new Aarch32Machine(kind, InstructionState.A32);
        machine.machine.write(TestMachine.TABLES + 0x1000, 0);
        machine.program("ldm r0!, {r1, r2, r3}");
        machine.r(0, 0xffff_fff8L).r(1, 1).run(1);
        assertThat(machine.mode()).isEqualTo(Aarch32Machine.ABORT);
        assertThat(machine.dataFaultAddress()).isZero();
        assertThat(machine.r(0)).isEqualTo(0xffff_fff8L);
        assertThat(machine.r(1)).isEqualTo(1);
        assertThat(machine.r(14)).isEqualTo(TestMachine.CODE + 8);
    }
}
