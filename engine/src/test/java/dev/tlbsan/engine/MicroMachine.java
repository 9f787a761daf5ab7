package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.MicroCode;
import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.ir.Semantics;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Executes what a definition builds, without a word or a fetch; remembers which micro-operations it has seen. */
final class MicroMachine {
    final Set<Op> seen = EnumSet.noneOf(Op.class);
    private final TestMachine machine = new TestMachine();
    private final long[] registers = machine.pe.registers();
    private final Progress progress = new Progress(machine.pe);
    private final Interpreter interpreter;

    MicroMachine() {
        var memory = new GuestMemory(progress, machine.pe.dataAccess(), true);
        memory.level(machine.pe.currentEl());
        interpreter = new Interpreter(progress, memory, new JumpCache(), new Calls(machine.pe, progress, memory));
    }

    /** The value of X0 after an instruction that was given X1, X2 and NZCV. */
    long execute(Consumer<Semantics> instruction, long x1, long x2, int nzcv) {
        return execute(CodeForm.A64, instruction, x1, x2, nzcv);
    }

    /** The same for an instruction of AArch32, which gets R1 and R2. */
    long executeAarch32(Consumer<Aarch32Semantics> instruction, long r1, long r2, int nzcv) {
        return execute(CodeForm.A32, s -> instruction.accept((Aarch32Semantics) s), r1, r2, nzcv);
    }

    private long execute(CodeForm form, Consumer<Semantics> instruction, long x1, long x2, int nzcv) {
        var builder = new Block.Builder(form, 1, 0);
        builder.append(0, instruction);
        Block block = builder.build();
        MicroCode code = block.code();
        for (int n = 0; n < code.size(); n++) {
            seen.add(code.op(n));
        }
        registers[0] = 0xdead_beef_dead_beefL;
        registers[1] = x1;
        registers[2] = x2;
        registers[RegisterFile.NZCV] = (long) nzcv << 28;
        execute(block, TestMachine.CODE);
        return registers[0];
    }

    /** Executes a block at a virtual address with the registers as they are. */
    void execute(Block block, long va) {
        Program program = block.program();
        registers[RegisterFile.BLOCK_PC] = va;
        progress.program = program;
        interpreter.execute(program);
    }

    /** PSTATE.{N,Z,C,V} in bits 3:0. */
    int nzcv() {
        return (int) (registers[RegisterFile.NZCV] >>> 28);
    }

    /** A register of the register file. */
    long register(int slot) {
        return registers[slot];
    }

    void register(int slot, long value) {
        registers[slot] = value;
    }

    /** The distance of the PC from the block's start. */
    long branched() {
        return registers[RegisterFile.PC] - TestMachine.CODE;
    }
}
