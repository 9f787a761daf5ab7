package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.PeConfiguration;
import dev.tlbsan.arm.pe.ProcessingElement;

/** Load-exclusive and store-exclusive, alone and against another PE. */
class ExclusiveTest {
    private static final long DATA = TestMachine.DATA;

    private static TestMachine machine(EngineKind kind, String program) {
        return new TestMachine(kind).withMmu().program(program).x(1, DATA).x(2, 0x1234);
    }

    @EveryEngine
    void aPairOfLoadAndStoreSucceedsOnce(EngineKind kind) {
        var machine = machine(kind, "ldxr x3, [x1]; stxr w4, x2, [x1]; stxr w5, x3, [x1]; wfi");
        machine.write(DATA, 7);
        machine.run(100);
        assertThat(machine.x(3)).isEqualTo(7);
        assertThat(machine.x(4)).isZero();
        assertThat(machine.x(5)).isEqualTo(1);
        assertThat(machine.read(DATA)).isEqualTo(0x1234);
    }

    @EveryEngine
    void aStoreWithoutALoadFails(EngineKind kind) {
        var machine = machine(kind, "stxr w4, x2, [x1]; wfi");
        machine.run(100);
        assertThat(machine.x(4)).isEqualTo(1);
        assertThat(machine.read(DATA)).isZero();
    }

    @EveryEngine
    void clrexAndExceptionReturnClearTheMonitor(EngineKind kind) {
        var machine =
                machine(kind, "ldxr x3, [x1]; clrex; stxr w4, x2, [x1]; ldxr x3, [x1]; svc #0; stxr w5, x2, [x1]; wfi");
        machine.pe.write(dev.tlbsan.arm.pe.SystemRegister.VBAR_EL1, TestMachine.VECTORS);
        machine.programAt(TestMachine.VECTORS + 0x200, "eret");
        machine.run(100);
        assertThat(machine.x(4)).isEqualTo(1);
        assertThat(machine.x(5)).isEqualTo(1);
    }

    @EveryEngine
    void anotherAddressOrSizeFails(EngineKind kind) {
        var machine = machine(
                kind, "ldxr x3, [x1]; stxr w4, w2, [x1]; add x6, x1, #8; ldxr x3, [x1]; stxr w5, x2, [x6]; wfi");
        machine.run(100);
        assertThat(machine.x(4)).isEqualTo(1);
        assertThat(machine.x(5)).isEqualTo(1);
    }

    @EveryEngine
    void pairsAreStoredTogether(EngineKind kind) {
        var machine = machine(
                kind, "ldxp x3, x5, [x1]; stxp w4, x2, x1, [x1]; ldaxp w7, w8, [x1]; stlxp w9, w7, w2, [x1]; wfi");
        machine.write(DATA + 8, 9);
        machine.run(100);
        assertThat(machine.x(5)).isEqualTo(9);
        assertThat(machine.x(4)).isZero();
        assertThat(machine.x(9)).isZero();
        assertThat(machine.read(DATA)).isEqualTo(0x1234_0000_1234L);
        assertThat(machine.read(DATA + 8)).isEqualTo(DATA);
    }

    @EveryEngine
    void bytesAndHalfwordsWork(EngineKind kind) {
        var machine = machine(kind, "ldxrb w3, [x1]; stxrb w4, w2, [x1]; ldaxrh w5, [x1]; stlxrh w6, w1, [x1]; wfi");
        machine.write(DATA, 0xaabb_ccdd_eeffL);
        machine.run(100);
        assertThat(machine.x(3)).isEqualTo(0xff);
        assertThat(machine.x(4)).isZero();
        assertThat(machine.x(5)).isEqualTo(0xee34);
        assertThat(machine.read(DATA)).isEqualTo(0xaabb_ccdd_0000L);
    }

    @EveryEngine
    void thePesOwnPlainStoreLeavesTheMonitorMarked(EngineKind kind) {
        var machine = machine(kind, "ldxr x3, [x1]; str x2, [x1, #8]; stxr w4, x2, [x1]; wfi");
        machine.run(100);
        assertThat(machine.x(4)).isZero();
    }

    @EveryEngine
    void anotherPesStoreToTheGranuleClearsTheMonitorAndOneBesideItDoesNot(EngineKind kind) {
        assertThat(statusAfterAnotherPeStores(kind, DATA)).isEqualTo(1);
        assertThat(statusAfterAnotherPeStores(kind, DATA + 56)).isEqualTo(1);
        assertThat(statusAfterAnotherPeStores(kind, DATA + 64)).isZero();
        assertThat(statusAfterAnotherPeStores(kind, DATA - 8)).isZero();
    }

    private static long statusAfterAnotherPeStores(EngineKind kind, long va) {
        var machine = machine(kind, """
                str x2, [x1, #16]
                ldxr x3, [x1]
                nop
                stxr w4, x2, [x1]
                wfi
                """);
        machine.programAt(TestMachine.CODE + 0x1000, "str x2, [x1]; nop; str x2, [x1]; wfi");
        var other = new ProcessingElement(PeConfiguration.withoutEl2(1), machine.cluster);
        other.reset(TestMachine.CODE + 0x1000);
        other.registers()[1] = va;
        Engine second = kind.engine(machine.engines, other);
        second.run(1);
        machine.run(2);
        second.run(10);
        machine.run(10);
        return machine.x(4);
    }

    @EveryEngine
    void aWriteByADeviceClearsTheMonitor(EngineKind kind) {
        var machine = machine(kind, "ldxr x3, [x1]; stxr w4, x2, [x1]; wfi");
        machine.run(1);
        machine.memory.write(DATA + 32, 1, 1);
        machine.run(10);
        assertThat(machine.x(4)).isEqualTo(1);
    }

    @EveryEngine
    void onePageMayBeMarkedByTwoPes(EngineKind kind) {
        var machine = machine(kind, "ldxr x3, [x1]; stxr w4, x2, [x1]; wfi");
        var other = new ProcessingElement(PeConfiguration.withoutEl2(1), machine.cluster);
        other.reset(TestMachine.CODE);
        other.registers()[1] = DATA;
        Engine second = kind.engine(machine.engines, other);
        machine.run(1);
        second.run(2);
        assertThat(other.registers()[4]).isZero();
        machine.run(2);
        assertThat(machine.x(4)).isEqualTo(1);
    }

    @EveryEngine
    void clearingTheMonitorWakesAWaitingPe(EngineKind kind) {
        var machine = machine(kind, "ldxr x3, [x1]; wfe; movz x5, #1; wfi");
        machine.run(100);
        assertThat(machine.x(5)).isZero();
        machine.memory.write(DATA, 8, 1);
        assertThat(machine.run(100)).isEqualTo(Exit.WAITING);
        assertThat(machine.x(5)).isEqualTo(1);
    }
}
