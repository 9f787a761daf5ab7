package dev.tlbsan.arm.pe;

/** What a PE does in the way of its Execution state, AArch64 or AArch32 (DDI 0487, B1.2). */
interface ExecutionState {
    /** Completes the state after a cold reset. */
    void reset();

    InstructionState instructionState();

    /** Whether data accesses are big-endian. */
    boolean bigEndian();

    /** Reads what an encoding of {@code SystemOperation} or {@code Aarch32Operation} names. */
    long read(int instruction);

    /** Writes what an encoding of {@code SystemOperation} or {@code Aarch32Operation} names. */
    void write(int instruction, long value);

    /**
     * Takes a synchronous exception.
     *
     * @param instructionVa the virtual address of the instruction
     * @param bytes the size of the instruction
     */
    void takeSynchronous(Syndrome syndrome, long instructionVa, int bytes);

    /** Takes an interrupt or a System error before the instruction at the PC. */
    void takeAsynchronous(InterruptLine line);

    /** ERET. */
    void exceptionReturn();

    /** An exception return of AArch32 that says where to and with which program status register. */
    void exceptionReturn(long address, long psr);
}
