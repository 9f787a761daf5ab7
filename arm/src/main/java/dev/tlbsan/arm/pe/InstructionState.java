package dev.tlbsan.arm.pe;

/** The instruction set state of a processing element: how it reads instructions (DDI 0487, E1.2). */
public enum InstructionState {
    A64,
    A32,
    T32;

    /** The fewest bytes that an instruction has, which is also what its address is a multiple of. */
    public int alignment() {
        return this == T32 ? 2 : 4;
    }
}
