package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.InstructionState;
import java.util.List;
import java.util.stream.IntStream;

/** What leaves a block of A32 or T32: conditions, branches between both, exceptions and returns from them. */
class Aarch32ControlTest {
    private static final long ZERO_SET = 4L << 28;

    private static Aarch32Machine a32(EngineKind kind, String program) {
        return new Aarch32Machine(kind, InstructionState.A32).program(program).r(RegisterFile.NZCV, ZERO_SET);
    }

    /** An instruction in the middle of a block, executed or skipped, in one run and cut after every instruction. */
    private static List<Aarch32Machine> around(EngineKind kind, String instruction) {
        return IntStream.range(0, 5)
                .mapToObj(cut -> {
                    Aarch32Machine machine =
                            a32(kind, "mov r0, #1; " + instruction + "; add r0, r0, #2; mov r2, r0; b .");
                    machine.vector(0x08, "add r1, r1, #1; movs pc, lr");
                    machine.vector(0x04, "b . + 0x104").vector(0x108, "add r1, r1, #1; movs pc, lr");
                    machine.r(5, 0x55).run(cut);
                    machine.run(10 - cut);
                    return machine;
                })
                .toList();
    }

    @EveryEngine
    void conditionalSystemRegisterWritesAreExecutedOrSkipped(EngineKind kind) {
        assertThat(around(kind, "mcreq p15, 0, r5, c13, c0, 3; mrc p15, 0, r4, c13, c0, 3"))
                .allMatch(machine -> machine.r(4) == 0x55 && machine.r(2) == 3);
        assertThat(around(kind, "mcrne p15, 0, r5, c13, c0, 3; mrc p15, 0, r4, c13, c0, 3"))
                .allMatch(machine -> machine.r(4) == 0 && machine.r(2) == 3);
    }

    @EveryEngine
    void conditionalExceptionsAreTakenOrSkipped(EngineKind kind) {
        for (String exception : List.of("svc%s #1", "udf", "mcr%s p15, 7, r5, c15, c15, 7")) {
            if (exception.contains("%s")) {
                assertThat(around(kind, exception.formatted("ne")))
                        .as(exception)
                        .allMatch(machine -> machine.r(1) == 0 && machine.r(2) == 3);
            }
            String taken = exception.equals("udf") ? "udf #1" : exception.formatted("eq");
            assertThat(around(kind, taken)).as(taken).allMatch(machine -> machine.r(1) == 1 && machine.r(2) == 3);
        }
    }

    @EveryEngine
    void conditionalBranchesLeaveTheBlockOrDoNot(EngineKind kind) {
        assertThat(around(kind, "bne . + 8")).allMatch(machine -> machine.r(2) == 3);
        assertThat(around(kind, "beq . + 8")).allMatch(machine -> machine.r(2) == 1);
        assertThat(around(kind, "addeq pc, pc, #0")).allMatch(machine -> machine.r(2) == 1);
        assertThat(around(kind, "addne pc, pc, #0")).allMatch(machine -> machine.r(2) == 3);
        assertThat(around(kind, "blne . + 8")).allMatch(machine -> machine.r(2) == 3 && machine.r(14) == 0);
        assertThat(around(kind, "bleq . + 8"))
                .allMatch(machine -> machine.r(2) == 1 && machine.r(14) == TestMachine.CODE + 8);
        assertThat(around(kind, "cmp r0, #2; bxeq r15")).allMatch(machine -> machine.r(2) == 3);
        assertThat(around(kind, "cmp r0, #1; beq . + 8")).allMatch(machine -> machine.r(2) == 1);
        assertThat(around(kind, "cmp r0, #1; bne . + 8")).allMatch(machine -> machine.r(2) == 3);
    }

    @EveryEngine
    void aConditionalComparisonBeforeABranchIsNotPartOfIt(EngineKind kind) {
        assertThat(around(kind, "cmpne r0, #2; beq . + 8")).allMatch(machine -> machine.r(2) == 1);
        assertThat(around(kind, "cmpeq r0, #2; beq . + 8")).allMatch(machine -> machine.r(2) == 3);
        assertThat(around(kind, "subseq r0, r0, #2; bmi . + 8")).allMatch(machine -> machine.r(2) == 0xffff_ffffL);
    }

    /** ADDS r0, #3; BX lr in the place of data. */
    @EveryEngine
    void interworkingGoesBackAndForthOverData(EngineKind kind) {
        Aarch32Machine machine = a32(kind, """
                loop: blx thumb
                add r1, r1, #1
                cmp r1, #10
                bne loop
                b .
                .word 0xe7ffdefe
                thumb: .word 0x47703003
                """);
        machine.run(10 * 6 + 1);
        assertThat(machine.r(0)).isEqualTo(30);
        assertThat(machine.r(1)).isEqualTo(10);
        assertThat(machine.r(RegisterFile.T)).isZero();
        assertThat(machine.pc()).isEqualTo(TestMachine.CODE + 16);
    }

    @EveryEngine
    void oneAddressMeansBothInstructionSets(EngineKind kind) {
        Aarch32Machine machine = a32(kind, "bx r5");
        long shared = TestMachine.CODE + 0x100;
        // ADDS r0, #3; BX lr of T32.
        machine.word(shared, 0x4770_3003);
        int a32 = new Assembler(InstructionSet.a32()).assemble("ldrbmi r3, [r0, -r3]!");
        assertThat(a32).isEqualTo(0x4770_3003);
        for (int n = 0; n < 6; n++) {
            machine.r(5, shared | (n & 1))
                    .r(RegisterFile.T, 0)
                    .pc(TestMachine.CODE)
                    .run(2);
            assertThat(machine.pc()).as("run %d", n).isEqualTo((n & 1) == 0 ? shared + 4 : shared + 2);
        }
        assertThat(machine.r(0)).isEqualTo(9);
    }

    @EveryEngine
    void aReturnChoosesTheInstructionSet(EngineKind kind) {
        for (String entry : List.of(
                "subs pc, lr, #0",
                "movs pc, lr",
                "eret",
                "srsdb sp!, #0x13; rfeia sp!",
                "stmdb sp!, {lr}; ldmia sp!, {pc}^")) {
            var machine = new Aarch32Machine(kind, InstructionState.T32).program("svc #1; adds r0, #3; b .");
            machine.vector(0x08, entry).r(13, TestMachine.DATA + 64);
            machine.spsr(0);
            machine.run(4);
            assertThat(machine.r(0)).as(entry).isEqualTo(3);
            assertThat(machine.r(RegisterFile.T)).isEqualTo(1);
            assertThat(machine.r(13)).isEqualTo(TestMachine.DATA + 64);
        }
    }

    @EveryEngine
    void aReturnToUserModeLosesPrivilege(EngineKind kind) {
        for (String leave : List.of("movs pc, lr", "subs pc, lr, #0", "eret")) {
            Aarch32Machine machine = a32(kind, "ldr r0, [r9]; " + leave + "; .word 0");
            machine.programAt(InstructionState.A32, TestMachine.CODE + 0x1000, "ldr r1, [r9]; ldr r2, [r8]; b .");
            machine.r(9, Aarch32Machine.PAGED_DATA).r(8, TestMachine.DATA);
            machine.r(14, Aarch32Machine.PAGED_CODE + 0x1000);
            machine.spsr(Aarch32Machine.USER);
            machine.run(3);
            assertThat(machine.mode()).isEqualTo(Aarch32Machine.USER);
            machine.run(1);
            assertThat(machine.mode()).as(leave).isEqualTo(Aarch32Machine.ABORT);
            assertThat(machine.dataFaultAddress()).isEqualTo(TestMachine.DATA);
        }
    }

    @EveryEngine
    void rfeOutsidePl1IsUndefinedAndChangesNothing(EngineKind kind) {
        Aarch32Machine machine = new Aarch32Machine(kind, InstructionState.A32);
        machine.programAt(InstructionState.A32, TestMachine.CODE, "rfeia r0!");
        machine.vector(0x04, "b .");
        machine.r(0, Aarch32Machine.PAGED_DATA).enter(Aarch32Machine.USER);
        machine.pc(Aarch32Machine.PAGED_CODE).run(1);
        assertThat(machine.mode()).isEqualTo(Aarch32Machine.UNDEFINED);
        assertThat(machine.r(0)).isEqualTo(Aarch32Machine.PAGED_DATA);
        assertThat(machine.spsr() & 0x1f).isEqualTo(Aarch32Machine.USER);
    }

    @EveryEngine
    void interruptsAreTakenBetweenAnyTwoInstructions(EngineKind kind) {
        String program =
                "cpsie i; mov r0, #1; cmp r0, #2; addne r0, r0, #4; ldm r9, {r1, r2}; bne l; mov r0, #0; l: b .";
        for (int n = 1; n < 8; n++) {
            Aarch32Machine machine = a32(kind, program);
            machine.vector(0x18, "mrs r7, spsr; subs pc, lr, #4").r(9, TestMachine.DATA);
            machine.run(n);
            long next = machine.pc();
            machine.machine.pe.irqLine(true);
            machine.run(1);
            machine.machine.pe.irqLine(false);
            assertThat(machine.mode()).isEqualTo(Aarch32Machine.IRQ);
            assertThat(machine.r(14)).as("after %d", n).isEqualTo(next + 4);
            machine.run(2 + 8 - n);
            assertThat(machine.r(0)).isEqualTo(5);
            assertThat(machine.pc()).isEqualTo(TestMachine.CODE + 28);
        }
    }

    @EveryEngine
    void anInterruptRaisedInTheMiddleOfABlockIsTakenAfterItsInstruction(EngineKind kind) {
        for (String access : List.of("ldr r1, [r9]", "ldm r9, {r1, r2}", "ldreq r1, [r9]", "str r1, [r9]")) {
            Aarch32Machine machine = a32(kind, "cpsie i; mov r0, #1; " + access + "; mov r0, #2; mov r0, #3; b .");
            machine.vector(0x18, "mov r8, r0; mov r6, lr; b .").r(9, TestMemory.DEVICE_BASE);
            machine.machine.memory.onDeviceAccess = () -> machine.machine.pe.irqLine(true);
            machine.run(10);
            assertThat(machine.r(8)).as(access).isEqualTo(1);
            assertThat(machine.r(6)).isEqualTo(TestMachine.CODE + 12 + 4);
        }
    }
}
