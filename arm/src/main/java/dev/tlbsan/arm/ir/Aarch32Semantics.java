package dev.tlbsan.arm.ir;

/**
 * What an A32 or T32 instruction does, said in values of 32 bits whose upper halves are zero, except where a method says
 * otherwise. Operations of {@link Semantics} are used in their narrow forms.
 */
public final class Aarch32Semantics extends Semantics {
    /** The number of the stack pointer. */
    public static final int SP = 13;
    /** The number of the link register. */
    public static final int LR = 14;
    /** The number of the program counter. */
    public static final int PC = 15;

    private static final int ALWAYS = 14;
    private static final int REGISTERS = 16;
    private static final long LOW_32 = 0xffff_ffffL;

    private final boolean t32;
    private final boolean bigEndian;
    private int itState;
    private int nextItState;
    private int bytes;
    private int condition;
    private boolean unpredictable;

    /**
     * Begins a block.
     *
     * @param t32 whether its instructions are T32
     * @param bigEndian PSTATE.E
     * @param itState PSTATE.IT before the first instruction; zero in A32 state
     */
    public Aarch32Semantics(boolean t32, boolean bigEndian, int itState) {
        this.t32 = t32;
        this.bigEndian = bigEndian;
        this.nextItState = itState;
    }

    @Override
    public void begin(int byteOffset) {
        super.begin(byteOffset);
        itState = nextItState;
        boolean last = (itState & 7) == 0;
        nextItState = last ? 0 : (itState & 0xe0) | ((itState << 1) & 0x1f);
        bytes = 4;
        unpredictable = false;
    }

    /**
     * The instruction is this many bytes long, 2 or 4, and has an effect only if a condition holds: that of PSTATE.IT in
     * T32, else the given one. To be said before anything else.
     */
    public void instruction(int size, int condition) {
        bytes = size;
        this.condition = itState == 0 ? condition : itState >>> 4;
        predicate(this.condition);
    }

    /** Whether the instruction has an effect only if some condition holds. */
    public boolean conditional() {
        return !isAlways(condition);
    }

    /** The instruction has an effect whatever the condition; to be said before anything else. */
    public void unconditional() {
        condition = ALWAYS;
        predicate(ALWAYS);
    }

    /** The size of the instruction being built: 2 or 4 bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether data accesses are big-endian: the bytes of a value are then to be reversed. */
    public boolean bigEndian() {
        return bigEndian;
    }

    public boolean t32() {
        return t32;
    }

    /** PSTATE.IT when the instruction begins. */
    public int itState() {
        return itState;
    }

    /** PSTATE.IT after the instruction. */
    public int nextItState() {
        return nextItState;
    }

    /** IT: the next one to four instructions have the conditions that these eight bits say. */
    public void beginItBlock(int state) {
        nextItState = state;
    }

    /** Whether the instruction's condition comes from an IT instruction; T32 data processing then sets no flags. */
    public boolean inItBlock() {
        return itState != 0;
    }

    /** Whether the instruction is the last of an IT block; only that one may branch. */
    public boolean lastInItBlock() {
        return (itState & 0xf) == 8;
    }

    /** The instruction is UNPREDICTABLE: it behaves as UNDEFINED, and generators avoid it. */
    public void unpredictable() {
        unpredictable = true;
        undefined();
    }

    /** Whether the instruction being built is UNPREDICTABLE. */
    public boolean isUnpredictable() {
        return unpredictable;
    }

    /** R[n] of the current mode; R15 is the address of the instruction plus 8, in T32 plus 4. */
    public int r(int n) {
        return n == PC ? fromPc(0) : n;
    }

    /** The virtual address at a distance in bytes from what R15 reads as. */
    public int fromPc(long distance) {
        return emit(Op.ADDW_IMM, blockStart(), 0, fromBlock(distance + (t32 ? 4 : 8)));
    }

    /** The virtual address at a distance in bytes from what R15 reads as, rounded down to a multiple of 4. */
    public int fromAlignedPc(long distance) {
        if (!t32) {
            return fromPc(distance);
        }
        return add(false, emit(Op.ANDW_IMM, fromPc(0), 0, ~3L), constant(distance));
    }

    /** Writes R[d] of the current mode, d not 15, with the low 32 bits of a value. */
    public void r(int d, int value) {
        write(d, value, value < REGISTERS);
    }

    /** The bits of a value inverted. */
    public int invert(int value) {
        return isConstant(value) ? constant32(~constantOf(value)) : not(false, value);
    }

    /** As {@link #r(int, int)}, with a value whose upper half is known to be zero. */
    public void rNarrow(int d, int value) {
        write(d, value, true);
    }

    /** A value known now, as 32 bits. */
    public int constant32(long value) {
        return constant(value & LOW_32);
    }

    /** BranchWritePC: goes on at an address in the same instruction set state. */
    public void branchWritePc(int address) {
        branchTo(emit(Op.ANDW_IMM, address, 0, t32 ? ~1L : ~3L));
    }

    /** BXWritePC and LoadWritePC: goes on at an address, in T32 state if its bit 0 is set. */
    public void bxWritePc(int address) {
        exit(Op.BRANCH_EXCHANGE, 0, address, 0);
    }

    /** ALUWritePC: as BXWritePC in A32 state, as BranchWritePC in T32 state. */
    public void aluWritePc(int address) {
        if (t32) {
            branchWritePc(address);
        } else {
            bxWritePc(address);
        }
    }

    /** Exception return to an address with a program status register. */
    public void returnTo(int address, int psr) {
        exit(Op.RETURN_TO, 0, address, slotOf(psr));
    }

    /** Sets N and Z from a value of 64 or 32 bits; C and V stay. */
    public void nz(boolean wide, int value) {
        emit(wide ? Op.NZ_ONLY : Op.NZ_ONLYW, value, 0, 0);
    }

    /** Sets N and Z from a value, and C from bit 0 of another; V stays. */
    public void nzc(int value, int carry) {
        emit(Op.NZCW, value, carry, 0);
    }

    /**
     * Shift_C: a value shifted by the low byte of another. Bit 32 of the result is the carry out.
     *
     * @param type 0 LSL, 1 LSR, 2 ASR, 3 ROR, 4 RRX
     */
    public int shiftWithCarry(int type, int value, int amount) {
        return emit(Op.SHIFT_C, value, amount, type);
    }

    /** A signed 64-bit value limited to what so many bits, 0 to 32, can hold; signed again, in 64 bits. */
    public int saturate(boolean unsigned, int bits, int value) {
        return emit(Op.SATURATE, value, 0, bits | (unsigned ? 0x100 : 0));
    }

    /** The parallel addition or subtraction of two values; GE flags in bits 35:32. */
    public int parallel(ParallelOperation operation, int a, int b) {
        return emit(Op.PARALLEL, a, b, operation.encode());
    }

    /** Byte by byte that of a where its GE flag is set, else that of b. */
    public int selectBytes(int a, int b) {
        return emit(Op.SELECT_BYTES, a, b, RegisterFile.GE);
    }

    /** The sum of the absolute differences of four bytes. */
    public int sumOfAbsoluteDifferences(int a, int b) {
        return emit(Op.USAD8, a, b, 0);
    }

    /** Sets PSTATE.Q if a value is not zero; once in an instruction. The value is zero or one. */
    public void saturated(int value) {
        write(RegisterFile.Q, or(false, RegisterFile.Q, value), true);
    }

    /** Writes PSTATE.Q from a value that is zero or one. */
    public void q(int value) {
        write(RegisterFile.Q, value, true);
    }

    /** PSTATE.Q, zero or one. */
    public int q() {
        return RegisterFile.Q;
    }

    /** Writes PSTATE.GE from bits 3:0 of a value whose other bits are zero. */
    public void ge(int value) {
        write(RegisterFile.GE, value, true);
    }

    /** PSTATE.GE in bits 3:0. */
    public int ge() {
        return RegisterFile.GE;
    }

    /** Raises an alignment fault if the address is not a multiple of 2, 4 or 8 bytes. */
    public void checkAlignment(int address, int bytes, boolean write) {
        emit(Op.CHECK_ALIGNMENT, address, 0, (bytes - 1) | (write ? 0x100 : 0));
    }

    /** What {@link Aarch32Operation} names; 64 bits for a register pair, else 32. */
    public int read(int operation) {
        return emit(Op.READ_SYSREG, 0, 0, operation & LOW_32);
    }

    /** Writes R8 to R14 of User mode: at once, and so after everything that may fault. */
    public void writeUserBank(int register, int value) {
        emit(Op.WRITE_USER_BANK, value, 0, Aarch32Operation.encode(Aarch32Operation.USER_BANK, register) & LOW_32);
    }

    /** Writes what {@link Aarch32Operation} names; the last thing that the instruction does. */
    public void write(int operation, int value) {
        exit(Op.WRITE_SYSREG, 0, value, operation & LOW_32);
    }

    /** An instruction that another coprocessor than 14 and 15, or Advanced SIMD, would execute. */
    public void coprocessor(int number) {
        exception(ExceptionCause.COPROCESSOR, number);
    }

    /** Whether a condition code (0 to 15) is no condition at all. */
    public static boolean isAlways(int condition) {
        return condition >= ALWAYS;
    }
}
