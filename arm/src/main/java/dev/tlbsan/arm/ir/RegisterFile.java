package dev.tlbsan.arm.ir;

/**
 * The slots of a processing element's register file: an array of {@link #SIZE} 64-bit values. In AArch32 slots 0 to 14
 * are R0 to R14 of the current mode, and the upper half of every slot is zero.
 */
public final class RegisterFile {
    /** Slots 0 to 30 are X0 to X30. */
    public static final int X0 = 0;
    /** X30, the link register. */
    public static final int LR = 30;
    /** The stack pointer of the current Exception level and PSTATE.SP. */
    public static final int SP = 31;
    /** Always zero; never the destination of a micro-operation. */
    public static final int ZERO = 32;
    /** The virtual address of the next instruction; valid between blocks. */
    public static final int PC = 33;
    /** PSTATE.{N,Z,C,V} in bits 31 to 28, the other bits zero. */
    public static final int NZCV = 34;
    /** The virtual address of the first instruction of the block that runs. */
    public static final int BLOCK_PC = 35;
    /** Results that nothing reads. */
    public static final int SINK = 36;
    /** AArch32: PSTATE.Q, zero or one. */
    public static final int Q = 37;
    /** AArch32: PSTATE.GE in bits 3 to 0. */
    public static final int GE = 38;
    /** AArch32: PSTATE.T, one in T32 state; valid between blocks, and when an exception is taken. */
    public static final int T = 39;
    /** AArch32: PSTATE.IT, eight bits; valid between blocks, and when an exception is taken. */
    public static final int IT = 40;
    /** The first of the temporaries, which live within one instruction. */
    public static final int FIRST_TEMPORARY = 41;

    public static final int SIZE = 256;

    private RegisterFile() {}
}
