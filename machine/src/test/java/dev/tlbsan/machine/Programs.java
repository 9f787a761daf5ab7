package dev.tlbsan.machine;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;

/** Machines with a program in assembly language at the start of their RAM, where all PEs begin. */
final class Programs {
    private static final Assembler A64 = new Assembler(InstructionSet.a64());
    private static final Assembler A32 = new Assembler(InstructionSet.a32());

    private Programs() {}

    static void load(Machine machine, String program) {
        load(machine, Machine.RAM_BASE, program);
    }

    /** Loads something at another address. */
    static void load(Machine machine, long address, String program) {
        boolean aarch32 = machine.pes().getFirst().configuration().aarch32();
        int[] words = (aarch32 ? A32 : A64).assemble(program, address);
        for (int i = 0; i < words.length; i++) {
            machine.memory().write(address + 4L * i, 4, words[i]);
        }
    }
}
