package dev.tlbsan.engine;

/**
 * The interpreter's operations. Each takes the values a and b of two slots and a 64-bit immediate i, and gives the value
 * of the destination slot; one that has no result writes {@link dev.tlbsan.arm.ir.RegisterFile#SINK}.
 * {@link Lowering} says how micro-operations become these.
 *
 * <p>They come in groups of eight: computation, what takes more steps, memory, branches, the rest. HotSpot turns a switch
 * with less than ten cases into a tree of branches, which processors predict better than one jump through a table.
 */
final class Code {
    /** A code shifted right by this is its group. */
    static final int GROUP_SHIFT = 3;

    static final int COMPUTE = 0;
    static final int COMPUTE_MORE = 1;
    static final int MEMORY = 2;
    static final int BRANCH = 3;

    /** a + b + i. */
    static final int ADD = 0;
    /** The low 32 bits of a + b + i. */
    static final int ADDW = 1;
    /** a - b, and i. */
    static final int SUB = 2;
    /** a and b and i. */
    static final int AND = 3;
    /** a or b, and i. */
    static final int OR = 4;
    /** a exclusive-or b, and i. */
    static final int XOR = 5;
    /** a shifted left by i&lt;5:0&gt;, then right by i&lt;13:8&gt;, zeroes entering. */
    static final int EXTRACT = 6;
    /** As {@link #EXTRACT}, copies of the sign entering. */
    static final int SIGN_EXTRACT = 7;

    /** a + b shifted as {@link #EXTRACT} says. */
    static final int ADD_EXTRACTED = 8;
    /** a exclusive-or b shifted as {@link #EXTRACT} says. */
    static final int XOR_EXTRACTED = 9;
    /** a - (b + i), setting NZCV. */
    static final int SUBS = 10;

    static final int SUBSW = 11;
    /** NZCV from a logical result a. */
    static final int NZ = 12;
    /** a if condition i holds, else b. */
    static final int SELECT_COND = 13;
    /** Calls the PE if a has any bit of i&lt;7:0&gt; set. */
    static final int CHECK_ALIGNED = 14;
    /** Logical operations with immediates, shifts and bit fields, by micro-operation. */
    static final int BITS = 15;

    /** Memory at a + i; a store writes b. */
    static final int LOAD8 = 16;

    static final int LOAD16 = 17;
    static final int LOAD32 = 18;
    static final int LOAD64 = 19;
    static final int STORE8 = 20;
    static final int STORE16 = 21;
    static final int STORE32 = 22;
    static final int STORE64 = 23;

    /** Branches by i&lt;63:8&gt; bytes from the block's start if a shifted left by i&lt;5:0&gt; is not zero. */
    static final int BRANCH_IF = 24;
    /** As {@link #BRANCH_IF}, if it is zero. */
    static final int BRANCH_IF_NOT = 25;
    /** As {@link #BRANCH_IF}, if its top bit is not what i&lt;6&gt; says. */
    static final int BRANCH_IF_BIT = 26;
    /** Goes on with operation i unless the condition in the field of slot a holds. */
    static final int SKIP_UNLESS = 27;
    /** Branches by i bytes from the block's start if the condition in the field of slot a holds. */
    static final int BRANCH_COND = 28;
    /**
     * a - (b + i&lt;31:0&gt;), which is signed, to slot i&lt;43:36&gt;, setting NZCV; then branches by i&lt;63:44&gt;
     * halfwords from the block's start if condition i&lt;35:32&gt; holds.
     */
    static final int SUBS_BRANCH = 29;

    static final int SUBSW_BRANCH = 30;
    /** What always leaves the block, by micro-operation, except BRANCH. */
    static final int LEAVE = 31;

    /** Multiplication, division, bit and byte reversal and CRC, by micro-operation. */
    static final int ARITHMETIC = 32;
    /** What reads or sets flags, and choices, by micro-operation. */
    static final int FLAGS = 33;
    /** What calls the PE or its memory and does not leave the block, by micro-operation. */
    static final int CALL = 34;

    private Code() {}
}
