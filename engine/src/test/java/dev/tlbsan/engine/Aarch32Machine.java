package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.InstructionState;
import dev.tlbsan.arm.pe.PeConfiguration;
import dev.tlbsan.arm.pe.SystemRegister;

/**
 * A {@link TestMachine} in AArch32, in Supervisor mode, interrupts masked, with the MMU on: long descriptors that map
 * what {@link TestMachine#withMmu} says, and RAM once more at both ends of the virtual addresses.
 */
final class Aarch32Machine {
    static final int USER = 0x10;
    static final int IRQ = 0x12;
    static final int SUPERVISOR = 0x13;
    static final int ABORT = 0x17;
    static final int UNDEFINED = 0x1b;
    static final int SYSTEM = 0x1f;
    static final long T = 1 << 5;
    static final long LEAF = 3 | 1 << 10 | 3 << 8 | 1 << 6;
    /** What both the first and the last two mebibytes of virtual addresses map. */
    static final long ENDS = TestMemory.RAM_BASE + (1 << 21);
    /** The virtual address of the last page. */
    static final long LAST_PAGE = 0xffff_f000L;
    /** The virtual address, at {@link TestMachine#PAGED}, of the program. */
    static final long PAGED_CODE = TestMachine.PAGED + TestMachine.CODE - TestMemory.RAM_BASE;

    static final long PAGED_DATA = TestMachine.PAGED + TestMachine.DATA - TestMemory.RAM_BASE;

    private static final long ENDS_BLOCK = ENDS | 1 | 1 << 10 | 3 << 8;
    private static final int CPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 0);
    private static final int SPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 0x1f);
    private static final long LONG_DESCRIPTORS = 1L << 31;

    final TestMachine machine;

    Aarch32Machine(EngineKind kind, InstructionState state) {
        machine = new TestMachine(kind, PeConfiguration.aarch32WithoutEl2(0)).withMmu();
        machine.write(TestMachine.TABLES + 0x1000, ENDS_BLOCK);
        machine.write(TestMachine.TABLES + 0x18, TestMachine.TABLES + 0x5000 | 3);
        machine.write(TestMachine.TABLES + 0x5ff8, ENDS_BLOCK);
        for (int n = 0; n < 512; n++) {
            machine.write(TestMachine.TABLES + 0x4000 + 8L * n, TestMemory.RAM_BASE + 4096L * n | LEAF);
        }
        machine.pe.write(SystemRegister.TCR_EL1, LONG_DESCRIPTORS);
        machine.pe.write(SystemRegister.VBAR_EL1, TestMachine.VECTORS);
        machine.pe.mmu().contextSynchronization();
        machine.x(RegisterFile.T, state == InstructionState.T32 ? 1 : 0);
    }

    /** Puts a program of an instruction set at a physical address. */
    Aarch32Machine programAt(InstructionState state, long pa, String text) {
        byte[] bytes = new Assembler(InstructionSet.of(state)).assembleBytes(text, pa);
        for (int n = 0; n < bytes.length; n++) {
            machine.memory.write(pa + n, 1, bytes[n] & 0xffL);
        }
        return this;
    }

    /** Puts a program where execution starts, of the instruction set that it starts in. */
    Aarch32Machine program(String text) {
        return programAt(machine.pe.instructionState(), TestMachine.CODE, text);
    }

    /** Puts an A32 program at a vector. */
    Aarch32Machine vector(int offset, String text) {
        return programAt(InstructionState.A32, TestMachine.VECTORS + offset, text);
    }

    Aarch32Machine r(int n, long value) {
        machine.x(n, value);
        return this;
    }

    Aarch32Machine pc(long va) {
        return r(RegisterFile.PC, va);
    }

    Aarch32Machine enter(int mode) {
        machine.pe.writeSystemRegister(Aarch32Operation.encode(Aarch32Operation.CHANGE_STATE, mode | 1 << 5), 0);
        return this;
    }

    Exit run(long instructions) {
        return machine.run(instructions);
    }

    long r(int n) {
        return machine.x(n);
    }

    long pc() {
        return machine.pc();
    }

    long itState() {
        return machine.x(RegisterFile.IT);
    }

    long word(long pa) {
        return machine.memory.read(pa, 4);
    }

    void word(long pa, long value) {
        machine.memory.write(pa, 4, value);
    }

    long cpsr() {
        return machine.pe.readSystemRegister(CPSR);
    }

    int mode() {
        return (int) cpsr() & 0x1f;
    }

    long spsr() {
        return machine.pe.readSystemRegister(SPSR);
    }

    void spsr(long value) {
        machine.pe.writeSystemRegister(SPSR, value);
    }

    /** PSTATE.IT in a program status register. */
    static long itOf(long psr) {
        return (psr >>> 25 & 3) | (psr >>> 8 & 0xfc);
    }

    /** DFAR. */
    long dataFaultAddress() {
        return machine.pe.read(SystemRegister.FAR_EL1) & 0xffff_ffffL;
    }

    /** IFAR. */
    long fetchFaultAddress() {
        return machine.pe.read(SystemRegister.FAR_EL1) >>> 32;
    }
}
