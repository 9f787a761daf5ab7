package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.RegisterFile;

/** AArch32: modes with banked registers, System registers by coprocessor, and exceptions to modes of PL1 and to Hyp mode. */
final class Aarch32Execution implements ExecutionState {
    private final ProcessingElement pe;
    private final ModeRegisters modes;
    private final StatusAccess status;
    private final Aarch32Access access;
    private final Aarch32Exceptions exceptions;

    Aarch32Execution(ProcessingElement pe, RegisterAccess backing, SystemInstructions instructions) {
        this.pe = pe;
        this.modes = new ModeRegisters(pe.state());
        this.status = new StatusAccess(pe.state(), modes);
        this.access = new Aarch32Access(pe, backing, new Aarch32Instructions(pe, instructions));
        this.exceptions = new Aarch32Exceptions(pe, modes);
    }

    @Override
    public void reset() {
        modes.reset(pe.configuration().el2() ? Aarch32Mode.HYP : Aarch32Mode.SUPERVISOR);
    }

    /** The mode and what comes with it. */
    ModeRegisters modes() {
        return modes;
    }

    /** The value of a register, without any check. */
    long valueOf(Aarch32Register register) {
        return access.valueOf(register);
    }

    @Override
    public InstructionState instructionState() {
        return pe.registers()[RegisterFile.T] == 0 ? InstructionState.A32 : InstructionState.T32;
    }

    @Override
    public boolean bigEndian() {
        return modes.bigEndian();
    }

    @Override
    public long read(int instruction) {
        return isCoprocessor(instruction) ? access.read(instruction) : status.read(instruction);
    }

    @Override
    public void write(int instruction, long value) {
        if (isCoprocessor(instruction)) {
            access.write(instruction, value);
        } else {
            status.write(instruction, value);
        }
    }

    private static boolean isCoprocessor(int instruction) {
        if (!Aarch32Operation.is(instruction)) {
            throw new EmulatorBug("0x%x is no operation of AArch32".formatted(instruction));
        }
        return Aarch32Operation.kind(instruction) <= Aarch32Operation.REGISTER_PAIR;
    }

    @Override
    public void takeSynchronous(Syndrome syndrome, long instructionVa, int bytes) {
        exceptions.takeSynchronous(syndrome, instructionVa, bytes);
    }

    @Override
    public void takeAsynchronous(InterruptLine line) {
        exceptions.takeAsynchronous(line);
    }

    @Override
    public void exceptionReturn() {
        exceptions.exceptionReturn();
    }

    @Override
    public void exceptionReturn(long address, long psr) {
        exceptions.exceptionReturn(address, psr);
    }
}
