package dev.tlbsan.machine;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;

/** Machines with a program in assembly language at the start of their RAM, where all PEs begin. */
final class Programs {
    private static final Assembler ASSEMBLER = new Assembler(InstructionSet.a64());

    private Programs() {}

    static void load(Machine machine, String program) {
        int[] words = ASSEMBLER.assemble(program, Machine.RAM_BASE);
        for (int i = 0; i < words.length; i++) {
            machine.memory().write(Machine.RAM_BASE + 4L * i, 4, words[i]);
        }
    }
}
