package dev.tlbsan.arm.ir;

/**
 * A micro-operation. Operands are slots of the {@link RegisterFile}: {@code d} is written, {@code a} and {@code b} are
 * read, {@code i} is a 64-bit immediate. A name ending in {@code W} ignores the upper 32 bits of its inputs and zeroes
 * those of its result.
 */
public enum Op {
    /** d = i. */
    CONST("d"),
    /** d = BLOCK_PC + i: a virtual address relative to the block's first instruction. */
    PC_RELATIVE("d"),
    MOVE("da"),
    MOVEW("da"),

    ADD("dab"),
    ADDW("dab"),
    ADD_IMM("da"),
    ADDW_IMM("da"),
    /** d = a + (b << i). */
    ADD_SHIFTED("dab"),
    SUB("dab"),
    SUBW("dab"),
    AND("dab"),
    ANDW("dab"),
    AND_IMM("da"),
    ANDW_IMM("da"),
    OR("dab"),
    ORW("dab"),
    OR_IMM("da"),
    ORW_IMM("da"),
    XOR("dab"),
    XORW("dab"),
    XOR_IMM("da"),
    XORW_IMM("da"),

    /** Shifts by b modulo the width. */
    LSL("dab"),
    LSLW("dab"),
    LSR("dab"),
    LSRW("dab"),
    ASR("dab"),
    ASRW("dab"),
    ROR("dab"),
    RORW("dab"),
    LSL_IMM("da"),
    LSLW_IMM("da"),
    ROR_IMM("da"),
    RORW_IMM("da"),
    /** d = the bits of a from lsb = i&lt;7:0&gt; of width i&lt;15:8&gt; (1 to 64), zero-extended to 64. */
    UBFX("da"),
    /** As {@link #UBFX}, sign-extended to 64. */
    SBFX("da"),
    /** d = a with the bits at lsb = i&lt;7:0&gt; of width i&lt;15:8&gt; replaced by the low bits of b. */
    BFI("dab"),
    /** d = the 64 (32) bits from bit i of the concatenation a:b. */
    EXTR("dab"),
    EXTRW("dab"),

    MUL("dab"),
    MULW("dab"),
    UMULH("dab"),
    SMULH("dab"),
    /** Division as the manual's: by zero gives zero, the overflowing signed quotient wraps. */
    UDIV("dab"),
    UDIVW("dab"),
    SDIV("dab"),
    SDIVW("dab"),
    CLZ("da"),
    CLZW("da"),
    RBIT("da"),
    RBITW("da"),
    /** Byte order of the whole doubleword (word) reversed. */
    REV("da"),
    REVW("da"),
    /** Byte order reversed within each halfword. */
    REV16("da"),
    REV16W("da"),
    /** d = CRC-32 of accumulator a over the low i&lt;7:0&gt; bytes of b; i&lt;8&gt; selects the Castagnoli polynomial. */
    CRC32("dab"),

    /** AddWithCarry(a, b, 0) with NZCV. */
    ADDS("dab"),
    ADDSW("dab"),
    ADDS_IMM("da"),
    ADDSW_IMM("da"),
    /** AddWithCarry(a, NOT b, 1) with NZCV. */
    SUBS("dab"),
    SUBSW("dab"),
    SUBS_IMM("da"),
    SUBSW_IMM("da"),
    /** AddWithCarry(a, b, PSTATE.C), without and with NZCV. */
    ADC("dab"),
    ADCW("dab"),
    ADCS("dab"),
    ADCSW("dab"),
    /** NZCV from a logical result: N and Z of a, C and V zero. */
    NZ("a"),
    NZW("a"),

    /** N and Z of a; C and V stay. */
    NZ_ONLY("a"),
    NZ_ONLYW("a"),
    /** N and Z of the low 32 bits of a, C from bit 0 of b; V stays. */
    NZCW("ab"),

    /**
     * d = the low 32 bits of a, shifted as AArch32 does by the low byte of b; bit 32 is the carry out, PSTATE.C where
     * nothing is shifted. i is the type: 0 LSL, 1 LSR, 2 ASR, 3 ROR, 4 RRX.
     */
    SHIFT_C("dab"),
    /** d = the signed 64-bit a limited to i&lt;7:0&gt; bits; i&lt;8&gt; is set if these are unsigned. */
    SATURATE("da"),
    /** d = the AArch32 parallel addition or subtraction i of a and b; bits 35:32 are the GE flags of S and U forms. */
    PARALLEL("dab"),
    /** d = byte by byte that of a if its bit of the GE flags in slot i is set, else that of b. */
    SELECT_BYTES("dabi"),
    /** d = the sum of the absolute differences of the low four bytes. */
    USAD8("dab"),

    /** d = 1 if the A64 condition i holds, else 0. */
    COND("d"),
    /** d = the A64 condition i holds ? a : b. */
    SELECT_COND("dab"),
    /** d = slot i is not zero ? a : b. */
    SELECT("dabi"),
    /** d = a == b ? 1 : 0. */
    EQ("dab"),

    /** Little-endian memory access at virtual address a + i; loads zero-extend. */
    LOAD8("da", Kind.MEMORY),
    LOAD16("da", Kind.MEMORY),
    LOAD32("da", Kind.MEMORY),
    LOAD64("da", Kind.MEMORY),
    /** As the loads above, sign-extended to 64 bits. */
    LOAD_SIGNED8("da", Kind.MEMORY),
    LOAD_SIGNED16("da", Kind.MEMORY),
    LOAD_SIGNED32("da", Kind.MEMORY),
    STORE8("ab", Kind.MEMORY),
    STORE16("ab", Kind.MEMORY),
    STORE32("ab", Kind.MEMORY),
    STORE64("ab", Kind.MEMORY),
    /** An access at address a with the properties of {@link MemoryAccess}, packed in i. */
    LOAD_SPECIAL("da", Kind.MEMORY),
    STORE_SPECIAL("ab", Kind.MEMORY),
    /** d = 0 if the exclusive store of b (and, for a pair, the slot packed in i) at a succeeded, 1 if not. */
    STORE_EXCLUSIVE("dabi", Kind.MEMORY),
    CLEAR_EXCLUSIVE(""),
    /** Faults if the stack pointer a is misaligned and the check is enabled (DDI 0487, D1.8.2). */
    CHECK_SP_ALIGNMENT("a", Kind.MEMORY),

    /** Raises an alignment fault if a has any bit of i&lt;7:0&gt; set; i&lt;8&gt; tells that a write was to follow. */
    CHECK_ALIGNMENT("a", Kind.MEMORY),

    /** The rest of the instruction has no effect unless the A64 condition i holds. */
    SKIP_UNLESS("", Kind.SIDE_EXIT),
    /** Goes on at BLOCK_PC + i. */
    BRANCH("", Kind.END),
    /** Leaves the block for BLOCK_PC + i if a is not zero (zero); otherwise the block goes on. */
    BRANCH_IF("a", Kind.SIDE_EXIT),
    BRANCH_IF_NOT("a", Kind.SIDE_EXIT),
    BRANCH_IFW("a", Kind.SIDE_EXIT),
    BRANCH_IF_NOTW("a", Kind.SIDE_EXIT),
    /** Leaves the block for BLOCK_PC + i if the A64 condition in the d field holds. */
    BRANCH_COND("", Kind.SIDE_EXIT),
    /** Goes on at virtual address a. */
    BRANCH_TO("a", Kind.END),
    /** AArch32: goes on at virtual address a, in T32 state if its bit 0 is set, else in A32 state. */
    BRANCH_EXCHANGE("a", Kind.END),

    /** System register access; i is a {@link SystemOperation} encoding with Rt in bits 20:16. */
    READ_SYSREG("d", Kind.MEMORY),
    WRITE_SYSREG("a", Kind.SYSTEM),
    /** As {@link #WRITE_SYSREG}, of a register of User mode ({@link Aarch32Operation#USER_BANK}): the block goes on. */
    WRITE_USER_BANK("a", Kind.MEMORY),
    /** MSR (immediate) to a PSTATE field; i packs op1, CRm and op2 as in the instruction word. */
    WRITE_PSTATE("", Kind.SYSTEM),
    /** SYS: cache, TLB and address translation operations; i is a {@link SystemOperation} encoding with Rt, a the operand. */
    SYS("a", Kind.SYSTEM),
    /** DSB, DMB or ISB; i is the {@link Barrier} encoding. */
    BARRIER("", Kind.SYSTEM),
    /** WFI, WFE, SEV, SEVL, YIELD; i is the hint number. */
    HINT("", Kind.SYSTEM),
    /** Raises the exception i, an {@link ExceptionCause} encoding; never falls through. */
    EXCEPTION("", Kind.END),
    ERET("", Kind.END),
    /** AArch32: exception return to virtual address a with the program status register in slot i. */
    RETURN_TO("ai", Kind.END);

    /** How control and faults leave a micro-operation. */
    public enum Kind {
        /** Neither faults nor branches. */
        PURE,
        /** May raise a guest exception. */
        MEMORY,
        /** May leave the block. */
        SIDE_EXIT,
        /** May raise a guest exception, and may change the context that the rest of a block was made for. */
        SYSTEM,
        /** Always leaves the block. */
        END
    }

    private static final Op[] VALUES = values();

    private final boolean writes;
    private final boolean readsA;
    private final boolean readsB;
    private final boolean readsImmediateSlot;
    private final Kind kind;

    Op(String operands) {
        this(operands, Kind.PURE);
    }

    Op(String operands, Kind kind) {
        this.writes = operands.indexOf('d') >= 0;
        this.readsA = operands.indexOf('a') >= 0;
        this.readsB = operands.indexOf('b') >= 0;
        this.readsImmediateSlot = operands.indexOf('i') >= 0;
        this.kind = kind;
    }

    /** The micro-operation with the given ordinal. */
    public static Op of(int ordinal) {
        return VALUES[ordinal];
    }

    /** Of an operation that is followed by its W, _IMM and W_IMM forms: the form for a width and a kind of operand. */
    Op form(boolean wide, boolean immediate) {
        return VALUES[ordinal() + (wide ? 0 : 1) + (immediate ? 2 : 0)];
    }

    public Kind kind() {
        return kind;
    }

    public boolean writes() {
        return writes;
    }

    public boolean readsA() {
        return readsA;
    }

    public boolean readsB() {
        return readsB;
    }

    /** Whether the low byte of the immediate names a slot that is read. */
    public boolean readsImmediateSlot() {
        return readsImmediateSlot;
    }

    /** Whether the upper 32 bits of the result are always zero. */
    public boolean zeroesUpperHalf() {
        return name().endsWith("W")
                || name().endsWith("W_IMM")
                || switch (this) {
                    case COND, EQ, LOAD8, LOAD16, LOAD32, CRC32, STORE_EXCLUSIVE, SELECT_BYTES, USAD8 -> true;
                    default -> false;
                };
    }

    /** Whether the block must end after this micro-operation. */
    public boolean endsBlock() {
        return kind == Kind.END || kind == Kind.SYSTEM;
    }
}
