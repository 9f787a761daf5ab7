package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.PeConfiguration;

/** What loads and stores of A32 do with modes, and when they fault. */
class Aarch32LoadStoreTest {
    private static final int FIQ = 0x11;
    private static final int SUPERVISOR = 0x13;
    private static final int ABORT = 0x17;
    private static final int UNDEFINED = 0x1b;
    private static final int USER = 0x10;
    private static final int SYSTEM = 0x1f;
    private static final int MODE = 0x1f;
    private static final int T = 1 << 5;
    private static final int CPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 0);
    private static final int SPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 0x1f);

    private static TestMachine machine(EngineKind kind, PeConfiguration configuration, String program) {
        var machine = new TestMachine(kind, configuration);
        int[] words = new Assembler(InstructionSet.a32()).assemble(program, TestMachine.CODE);
        for (int n = 0; n < words.length; n++) {
            machine.memory.write(TestMachine.CODE + 4L * n, 4, words[n] & 0xffff_ffffL);
        }
        machine.x(1, TestMachine.DATA);
        for (int n = 0; n < 16; n++) {
            machine.memory.write(TestMachine.DATA + 4L * n, 4, 0x1000 + n);
        }
        return machine;
    }

    private static TestMachine machine(EngineKind kind, String program) {
        return machine(kind, PeConfiguration.aarch32WithoutEl2(0), program);
    }

    private static long mode(TestMachine machine) {
        return machine.pe.readSystemRegister(CPSR) & MODE;
    }

    private static void enter(TestMachine machine, int mode) {
        machine.pe.writeSystemRegister(Aarch32Operation.encode(Aarch32Operation.CHANGE_STATE, mode | 1 << 5), 0);
    }

    private static long word(TestMachine machine, int index) {
        return machine.memory.read(TestMachine.DATA + 4L * index, 4);
    }

    @EveryEngine
    void userRegistersAreLoadedAndTheOwnStay(EngineKind kind) {
        TestMachine machine = machine(kind, "ldm r1, {r0, r8, sp, lr}^");
        enter(machine, FIQ);
        machine.x(1, TestMachine.DATA).x(8, 8).x(13, 13).x(14, 14);
        machine.run(1);
        assertThat(machine.x(0)).isEqualTo(0x1000);
        assertThat(machine.x(8)).isEqualTo(8);
        assertThat(machine.x(13)).isEqualTo(13);
        assertThat(machine.x(14)).isEqualTo(14);
        enter(machine, SYSTEM);
        assertThat(machine.x(8)).isEqualTo(0x1001);
        assertThat(machine.x(13)).isEqualTo(0x1002);
        assertThat(machine.x(14)).isEqualTo(0x1003);
    }

    @EveryEngine
    void registersWithoutABankAreLoadedAtOnce(EngineKind kind) {
        TestMachine machine = machine(kind, "ldm r1, {r8, r12, sp}^; add r8, r8, #1");
        machine.x(13, 13);
        machine.run(2);
        assertThat(machine.x(8)).isEqualTo(0x1001);
        assertThat(machine.x(12)).isEqualTo(0x1001);
        assertThat(machine.x(13)).isEqualTo(13);
    }

    @EveryEngine
    void userRegistersAreStored(EngineKind kind) {
        TestMachine machine = machine(kind, "stmib r1, {r2, r12, sp, lr}^");
        enter(machine, SYSTEM);
        machine.x(12, 0x12).x(13, 0x13).x(14, 0x14);
        enter(machine, FIQ);
        machine.x(2, 2).x(12, 0).x(13, 0).x(14, 0);
        machine.run(1);
        assertThat(word(machine, 0)).isEqualTo(0x1000);
        assertThat(word(machine, 1)).isEqualTo(2);
        assertThat(word(machine, 2)).isEqualTo(0x12);
        assertThat(word(machine, 3)).isEqualTo(0x13);
        assertThat(word(machine, 4)).isEqualTo(0x14);
    }

    @EveryEngine
    void anExceptionReturnWritesRegistersOfTheOldModeAndEntersTheNew(EngineKind kind) {
        TestMachine machine = machine(kind, "ldm r1!, {r0, sp, pc}^");
        machine.memory.write(TestMachine.DATA + 8, 4, TestMachine.VECTORS + 2);
        machine.pe.writeSystemRegister(SPSR, USER | T | 5L << 28);
        machine.run(1);
        assertThat(mode(machine)).isEqualTo(USER);
        assertThat(machine.pc()).isEqualTo(TestMachine.VECTORS + 2);
        assertThat(machine.x(RegisterFile.T)).isOne();
        assertThat(machine.x(RegisterFile.NZCV)).isEqualTo(5L << 28);
        assertThat(machine.x(0)).isEqualTo(0x1000);
        assertThat(machine.x(1)).isEqualTo(TestMachine.DATA + 12);
        assertThat(machine.x(13)).isZero();
    }

    @EveryEngine
    void hypModeHasNeitherUserRegistersNorThisExceptionReturn(EngineKind kind) {
        for (String program : new String[] {"ldm r1, {r0}^", "stm r1, {r0}^", "ldm r1!, {r0, pc}^"}) {
            TestMachine machine = machine(kind, PeConfiguration.aarch32WithEl2(0), program);
            machine.run(1);
            assertThat(machine.pc()).as(program).isEqualTo(0x04);
            assertThat(machine.x(0)).isZero();
            assertThat(machine.x(1)).isEqualTo(TestMachine.DATA);
            assertThat(word(machine, 0)).isEqualTo(0x1000);
        }
    }

    @EveryEngine
    void systemModeHasNoUserRegistersOfAnother(EngineKind kind) {
        TestMachine machine = machine(kind, "ldm r1, {r0}^");
        enter(machine, SYSTEM);
        machine.run(1);
        assertThat(mode(machine)).isEqualTo(UNDEFINED);
        assertThat(machine.x(0)).isZero();
    }

    @EveryEngine
    void aFaultLeavesBaseAndLoadedRegistersAsTheyWere(EngineKind kind) {
        TestMachine machine = machine(kind, "ldm r1!, {r2, r3}");
        long last = TestMemory.RAM_BASE + (4 << 20) - 4;
        machine.x(1, last).x(2, 2).x(3, 3);
        machine.run(1);
        assertThat(mode(machine)).isEqualTo(ABORT);
        assertThat(machine.x(1)).isEqualTo(last);
        assertThat(machine.x(2)).isEqualTo(2);
        assertThat(machine.x(3)).isEqualTo(3);
    }

    @EveryEngine
    void multiplesAndPairsMustBeAligned(EngineKind kind) {
        for (String program :
                new String[] {"ldm r1, {r2}", "push {r2}", "ldrd r2, r3, [r1]", "strexd r0, r2, r3, [r1]"}) {
            TestMachine machine = machine(kind, program);
            machine.x(1, TestMachine.DATA + 2).x(13, TestMachine.DATA + 2);
            machine.run(1);
            assertThat(mode(machine)).as(program).isEqualTo(ABORT);
        }
    }

    @EveryEngine
    void anInstructionWhoseConditionFailsDoesNotFault(EngineKind kind) {
        TestMachine machine = machine(kind, "ldmeq r1, {r2}^; mov r0, #1");
        machine.x(1, 1);
        machine.run(2);
        assertThat(mode(machine)).isEqualTo(SUPERVISOR);
        assertThat(machine.x(0)).isOne();
    }
}
