package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;

/** Stores to instructions are seen by the next fetch, without any maintenance. */
class SelfModifyingCodeTest {
    private static long word(String instruction) {
        return new Assembler(InstructionSet.a64()).assemble(instruction) & 0xffff_ffffL;
    }

    @EveryEngine
    void theNextInstructionMayBeReplaced(EngineKind kind) {
        var machine = new TestMachine(kind)
                .withMmu()
                .program("adr x1, patched; str w2, [x1]; patched: movz x0, #1; wfi")
                .x(2, word("movz x0, #2"));
        machine.run(100);
        assertThat(machine.x(0)).isEqualTo(2);
        assertThat(machine.pe.instructions()).isEqualTo(4);
    }

    @EveryEngine
    void aLoopMayReplaceItsOwnBody(EngineKind kind) {
        var machine = new TestMachine(kind).withMmu().program("""
                        adr x1, body
                        movz x3, #10
                        loop: body: add x0, x0, #1
                        sub x3, x3, #1
                        subs xzr, x3, #5
                        b.ne skip
                        str w2, [x1]
                        skip: cbnz x3, loop
                        wfi
                        """).x(2, word("add x0, x0, #100"));
        machine.run(1000);
        assertThat(machine.x(0)).isEqualTo(505);
    }

    @EveryEngine
    void aStoreByAnotherMappingIsSeen(EngineKind kind) {
        var machine = new TestMachine(kind)
                .withMmu()
                .program("bl f; str w2, [x1]; bl f; wfi; f: add x0, x0, #1; ret")
                .x(1, TestMachine.PAGED + TestMachine.CODE - TestMemory.RAM_BASE + 16)
                .x(2, word("add x0, x0, #7"));
        machine.run(100);
        assertThat(machine.x(0)).isEqualTo(8);
    }

    @EveryEngine
    void dataBesideInstructionsMayBeWritten(EngineKind kind) {
        var machine = new TestMachine(kind).withMmu().program("""
                        adr x1, data
                        movz x3, #100
                        loop: ldr x0, [x1]
                        add x0, x0, #3
                        str x0, [x1]
                        sub x3, x3, #1
                        cbnz x3, loop
                        wfi
                        data: .quad 5
                        """);
        assertThat(machine.run(1000)).isEqualTo(Exit.WAITING);
        assertThat(machine.x(0)).isEqualTo(305);
    }
}
