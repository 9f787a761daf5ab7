package dev.tlbsan.arm.pe;

/** AArch64: system registers by MRS and MSR, and exceptions to EL1 and EL2. */
final class Aarch64Execution implements ExecutionState {
    private final RegisterAccess access;
    private final ExceptionModel exceptions;

    Aarch64Execution(RegisterAccess access, ExceptionModel exceptions) {
        this.access = access;
        this.exceptions = exceptions;
    }

    @Override
    public void reset() {
        // The registers' own values are all there is.
    }

    @Override
    public InstructionState instructionState() {
        return InstructionState.A64;
    }

    @Override
    public boolean bigEndian() {
        return false;
    }

    @Override
    public long read(int instruction) {
        return access.read(instruction);
    }

    @Override
    public void write(int instruction, long value) {
        access.write(instruction, value);
    }

    @Override
    public void takeSynchronous(Syndrome syndrome, long instructionVa, int bytes) {
        exceptions.takeSynchronous(syndrome, instructionVa + (syndrome.returnsAfter() ? bytes : 0));
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
        throw new EmulatorBug("exception return of AArch32 in AArch64 to 0x%x".formatted(address));
    }
}
