package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.ir.MicroCode;
import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.RegisterFile;

/** Turns the micro-operations of the first instructions of a block into the interpreter's operations. */
final class Lowering {
    private static final long LOW_32 = 0xffff_ffffL;

    private static final int ZERO = RegisterFile.ZERO;
    private static final int STACK_ALIGNMENT = 15;
    private static final long NARROW = 32 | (32 << 8);
    private static final int NEXT_WORD = Code.LEAVE | (RegisterFile.SINK << 8) | (ZERO << 16) | (ZERO << 24);

    private final Block block;
    private final MicroCode code;
    private final Operations operations;
    private int micro;
    /** Whether the instruction of the operation lowered last may be skipped. */
    private boolean maySkip;

    private Lowering(Block block) {
        this.block = block;
        this.code = block.code();
        this.operations = new Operations(code.size() + 1);
    }

    /** Lowers the given number of instructions from the block's start; at least one. */
    static Program lower(Block block, int instructions) {
        var lowering = new Lowering(block);
        for (int n = 0; n < block.code().size() && block.code().position(n) >>> 16 < instructions; n++) {
            lowering.micro = n;
            lowering.lower(lowering.code.op(n));
        }
        return lowering.finish(instructions);
    }

    private Program finish(int instructions) {
        int last = operations.size() - 1;
        int position = ((instructions - 1) << 16) | block.offset(instructions - 1);
        if (block.itState(instructions) != 0) {
            operations.append(Op.BRANCH, NEXT_WORD, 0, position);
        } else if (last < 0 || maySkip || !operations.op(last).endsBlock() || operations.position(last) != position) {
            operations.append(Op.BRANCH, Program.BRANCH_WORD, (long) block.offset(instructions) << 8, position);
        }
        return Fusion.fuse(operations).program(block);
    }

    private void lower(Op op) {
        long i = code.immediate(micro);
        maySkip = op == Op.SKIP_UNLESS || (maySkip && code.position(micro) == code.position(micro - 1));
        switch (op) {
            case CONST -> put(Code.ADD, ZERO, ZERO, i);
            case PC_RELATIVE -> put(Code.ADD, RegisterFile.BLOCK_PC, ZERO, i);
            case MOVE, ADD_IMM -> put(Code.ADD, a(), ZERO, i);
            case ADD -> put(Code.ADD, a(), b(), 0);
            case ADD_SHIFTED -> put(Code.ADD_EXTRACTED, a(), b(), i & 63);
            case ADDW, ADDW_IMM -> put(Code.ADDW, a(), bOrZero(op), i);
            case SUB -> put(Code.SUB, a(), b(), -1);
            case SUBW -> put(Code.SUB, a(), b(), LOW_32);
            case AND -> put(Code.AND, a(), b(), -1);
            case ANDW -> put(Code.AND, a(), b(), LOW_32);
            case AND_IMM -> put(Code.AND, a(), a(), i);
            case ANDW_IMM -> put(Code.AND, a(), a(), i & LOW_32);
            case OR -> put(Code.OR, a(), b(), -1);
            case ORW -> put(Code.OR, a(), b(), LOW_32);
            case XOR -> put(Code.XOR, a(), b(), -1);
            case XORW -> put(Code.XOR, a(), b(), LOW_32);
            case MOVEW -> put(Code.EXTRACT, a(), ZERO, NARROW);
            case LSL_IMM -> put(Code.EXTRACT, a(), ZERO, i & 63);
            case LSLW_IMM -> put(Code.EXTRACT, a(), ZERO, NARROW + (i & 31));
            case UBFX -> put(Code.EXTRACT, a(), ZERO, shifts(i));
            case SBFX -> put(Code.SIGN_EXTRACT, a(), ZERO, shifts(i));
            case SUBS, SUBS_IMM -> put(Code.SUBS, a(), bOrZero(op), i);
            case SUBSW, SUBSW_IMM -> put(Code.SUBSW, a(), bOrZero(op), i);
            case ADDS_IMM, ADDSW_IMM -> lowerAddition(op, i);
            case NZ -> put(Code.NZ, a(), ZERO, 0);
            case SELECT_COND -> put(Code.SELECT_COND, a(), b(), i);
            default -> lowerMemoryOrBranch(op, i);
        }
    }

    /** The addition of a small positive number sets the flags that the subtraction of its negative does. */
    private void lowerAddition(Op op, long i) {
        if (i > 0 && i <= Integer.MAX_VALUE) {
            put(op == Op.ADDS_IMM ? Code.SUBS : Code.SUBSW, a(), ZERO, -i);
        } else {
            put(Code.FLAGS, a(), ZERO, i);
        }
    }

    private void lowerMemoryOrBranch(Op op, long i) {
        switch (op) {
            case LOAD8 -> put(Code.LOAD8, a(), ZERO, i);
            case LOAD16 -> put(Code.LOAD16, a(), ZERO, i);
            case LOAD32 -> put(Code.LOAD32, a(), ZERO, i);
            case LOAD64 -> put(Code.LOAD64, a(), ZERO, i);
            case STORE8 -> put(Code.STORE8, a(), b(), i);
            case STORE16 -> put(Code.STORE16, a(), b(), i);
            case STORE32 -> put(Code.STORE32, a(), b(), i);
            case STORE64 -> put(Code.STORE64, a(), b(), i);
            case CHECK_SP_ALIGNMENT -> put(Code.CHECK_ALIGNED, a(), ZERO, STACK_ALIGNMENT);
            case CHECK_ALIGNMENT -> put(Code.CHECK_ALIGNED, a(), ZERO, i);
            case BRANCH -> put(Code.BRANCH_IF_NOT, ZERO, ZERO, i << 8);
            case BRANCH_IF -> put(Code.BRANCH_IF, a(), ZERO, i << 8);
            case BRANCH_IF_NOT -> put(Code.BRANCH_IF_NOT, a(), ZERO, i << 8);
            case BRANCH_IFW -> put(Code.BRANCH_IF, a(), ZERO, (i << 8) | 32);
            case BRANCH_IF_NOTW -> put(Code.BRANCH_IF_NOT, a(), ZERO, (i << 8) | 32);
            case BRANCH_COND -> put(Code.BRANCH_COND, code.d(micro) & 15, ZERO, i);
            case SKIP_UNLESS -> put(Code.SKIP_UNLESS, (int) i, ZERO, 0);
            case BARRIER -> lowerBarrier(i);
            default -> put(group(op), slotA(op), bOrZero(op), i);
        }
    }

    /** Memory accesses are performed in program order, so DMB has nothing to do. */
    private void lowerBarrier(long i) {
        if (Barrier.of(i).kind() != Barrier.Kind.DMB) {
            put(Code.LEAVE, ZERO, ZERO, i);
        }
    }

    /** The group of an operation that has no code of its own. */
    private static int group(Op op) {
        return switch (op) {
            case OR_IMM, ORW_IMM, XOR_IMM, XORW_IMM -> Code.BITS;
            case LSL, LSLW, LSR, LSRW, ASR, ASRW, ROR, RORW, ROR_IMM, RORW_IMM, BFI, EXTR, EXTRW -> Code.BITS;
            case MUL, MULW, UMULH, SMULH, UDIV, UDIVW, SDIV, SDIVW, CLZ, CLZW, RBIT, RBITW -> Code.ARITHMETIC;
            case REV, REVW, REV16, REV16W, CRC32, SATURATE, PARALLEL, USAD8 -> Code.ARITHMETIC;
            case ADDS, ADDSW, ADDS_IMM, ADDSW_IMM, ADC, ADCW, ADCS, ADCSW, NZW, COND, SELECT, EQ -> Code.FLAGS;
            case NZ_ONLY, NZ_ONLYW, NZCW, SHIFT_C, SELECT_BYTES -> Code.FLAGS;
            case LOAD_SIGNED8, LOAD_SIGNED16, LOAD_SIGNED32, LOAD_SPECIAL, STORE_SPECIAL -> Code.CALL;
            case STORE_EXCLUSIVE, CLEAR_EXCLUSIVE, READ_SYSREG, WRITE_USER_BANK -> Code.CALL;
            case BRANCH_EXCHANGE, RETURN_TO, BRANCH_TO, WRITE_SYSREG, WRITE_PSTATE, SYS, HINT, EXCEPTION, ERET ->
                Code.LEAVE;
            default -> throw new IllegalStateException("no code for micro-operation " + op);
        };
    }

    /** The left and right shift that extract the field i&lt;7:0&gt;, i&lt;15:8&gt; bits wide. */
    private static long shifts(long i) {
        long lsb = i & 0xff;
        long width = i >>> 8;
        return (64 - lsb - width) | ((64 - width) << 8);
    }

    private int a() {
        return code.a(micro);
    }

    private int b() {
        return code.b(micro);
    }

    private int slotA(Op op) {
        return op.readsA() ? a() : ZERO;
    }

    private int bOrZero(Op op) {
        return op.readsB() ? b() : ZERO;
    }

    private void put(int operation, int a, int b, long i) {
        Op op = code.op(micro);
        int d = op.writes() ? code.d(micro) : RegisterFile.SINK;
        operations.append(op, operation | (d << 8) | (a << 16) | (b << 24), i, code.position(micro));
    }
}
