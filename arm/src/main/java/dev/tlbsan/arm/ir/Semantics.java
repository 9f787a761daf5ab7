package dev.tlbsan.arm.ir;

/**
 * What an instruction does, said in values. Definitions call these methods; each call appends micro-operations to the
 * block. A value is an {@code int} handle; a narrow (32-bit) operation ignores the upper half of its operands and gives
 * a result whose upper half is zero. Register writes take effect together at the end of the instruction.
 */
public sealed class Semantics extends Emitter permits Aarch32Semantics {
    private static final long PAGE = 4096;

    /** X[n] or W[n]; register 31 is the zero register. */
    public int x(int n) {
        return n == 31 ? RegisterFile.ZERO : n;
    }

    /** X[n]; register 31 is the stack pointer. */
    public int xOrSp(int n) {
        return n;
    }

    /** Writes X[d], or W[d] zero-extended; register 31 is the zero register. */
    public void x(int d, boolean wide, int value) {
        if (d != 31) {
            write(d, value, wide);
        }
    }

    /** Writes X[d], or W[d] zero-extended; register 31 is the stack pointer. */
    public void xOrSp(int d, boolean wide, int value) {
        write(d, value, wide);
    }

    /** Writes PSTATE.{N,Z,C,V} from bits 31:28 of a value whose other bits are zero. */
    public void nzcv(int value) {
        write(RegisterFile.NZCV, value, true);
    }

    /** PSTATE.{N,Z,C,V} in bits 31:28. */
    public int nzcv() {
        return RegisterFile.NZCV;
    }

    /** A virtual address at the given distance in bytes from the start of this instruction's 4 KiB page. */
    public int pageRelative(long offset) {
        // A block does not leave its page.
        int page = emit(Op.AND_IMM, RegisterFile.BLOCK_PC, 0, -PAGE);
        return offset == 0 ? page : emit(Op.ADD_IMM, page, 0, offset);
    }

    /** A virtual address at the given distance in bytes from the first byte of this instruction. */
    public int pcRelative(long offset) {
        return emit(Op.PC_RELATIVE, 0, 0, fromBlock(offset));
    }

    /** The virtual address of the block's first instruction; {@link #fromBlock} counts from it. */
    public int blockStart() {
        return RegisterFile.BLOCK_PC;
    }

    public int add(boolean wide, int a, int b) {
        return binary(wide, Op.ADD, a, b);
    }

    /** The 64-bit sum of a and b shifted left by 0 to 63 bits. */
    public int addShifted(int a, int b, int shift) {
        return shift == 0 ? add(true, a, b) : emit(Op.ADD_SHIFTED, a, b, shift);
    }

    public int sub(boolean wide, int a, int b) {
        return isConstant(b) ? add(wide, a, constant(-constantOf(b))) : emit(wide ? Op.SUB : Op.SUBW, a, b, 0);
    }

    public int and(boolean wide, int a, int b) {
        return binary(wide, Op.AND, a, b);
    }

    public int or(boolean wide, int a, int b) {
        return binary(wide, Op.OR, a, b);
    }

    public int xor(boolean wide, int a, int b) {
        return binary(wide, Op.XOR, a, b);
    }

    public int not(boolean wide, int a) {
        return emit(wide ? Op.XOR_IMM : Op.XORW_IMM, a, 0, -1);
    }

    /** Shifts left by b modulo the width. */
    public int lsl(boolean wide, int a, int b) {
        return isConstant(b)
                ? emit(wide ? Op.LSL_IMM : Op.LSLW_IMM, a, 0, constantOf(b) & width(wide) - 1)
                : emit(wide ? Op.LSL : Op.LSLW, a, b, 0);
    }

    /** Shifts right by b modulo the width, zeroes entering. */
    public int lsr(boolean wide, int a, int b) {
        if (isConstant(b)) {
            int shift = (int) constantOf(b) & width(wide) - 1;
            return field(a, shift, width(wide) - shift);
        }
        return emit(wide ? Op.LSR : Op.LSRW, a, b, 0);
    }

    /** Shifts right by b modulo the width, copies of the sign bit entering. */
    public int asr(boolean wide, int a, int b) {
        if (isConstant(b)) {
            int shift = (int) constantOf(b) & width(wide) - 1;
            int shifted = signedField(a, shift, width(wide) - shift);
            return wide ? shifted : zeroExtend(shifted, 32);
        }
        return emit(wide ? Op.ASR : Op.ASRW, a, b, 0);
    }

    /** Rotates right by b modulo the width. */
    public int ror(boolean wide, int a, int b) {
        return isConstant(b)
                ? emit(wide ? Op.ROR_IMM : Op.RORW_IMM, a, 0, constantOf(b) & width(wide) - 1)
                : emit(wide ? Op.ROR : Op.RORW, a, b, 0);
    }

    /** The bits of a from lsb on, zero-extended to 64; the width is 1 to 64. */
    public int field(int a, int lsb, int width) {
        return emit(Op.UBFX, a, 0, lsb | width << 8);
    }

    /** The bits of a from lsb on, sign-extended to 64; the width is 1 to 64. */
    public int signedField(int a, int lsb, int width) {
        return emit(Op.SBFX, a, 0, lsb | width << 8);
    }

    /** The value a with the bits from lsb on replaced by the low bits of b. */
    public int insertField(int a, int b, int lsb, int width) {
        return emit(Op.BFI, a, b, lsb | width << 8);
    }

    public int zeroExtend(int a, int bits) {
        return field(a, 0, bits);
    }

    public int signExtend(int a, int bits) {
        return signedField(a, 0, bits);
    }

    /** The bits from lsb on of the concatenation high:low. */
    public int extract(boolean wide, int high, int low, int lsb) {
        return emit(wide ? Op.EXTR : Op.EXTRW, high, low, lsb);
    }

    public int multiply(boolean wide, int a, int b) {
        return emit(wide ? Op.MUL : Op.MULW, a, b, 0);
    }

    /** The upper 64 bits of the 128-bit product. */
    public int multiplyHigh(boolean signed, int a, int b) {
        return emit(signed ? Op.SMULH : Op.UMULH, a, b, 0);
    }

    /** Division rounding towards zero; by zero gives zero. */
    public int unsignedDivide(boolean wide, int a, int b) {
        return emit(wide ? Op.UDIV : Op.UDIVW, a, b, 0);
    }

    /** Division rounding towards zero; by zero gives zero, and the most negative value by -1 gives itself. */
    public int signedDivide(boolean wide, int a, int b) {
        return emit(wide ? Op.SDIV : Op.SDIVW, a, b, 0);
    }

    public int countLeadingZeros(boolean wide, int a) {
        return emit(wide ? Op.CLZ : Op.CLZW, a, 0, 0);
    }

    public int reverseBits(boolean wide, int a) {
        return emit(wide ? Op.RBIT : Op.RBITW, a, 0, 0);
    }

    public int reverseBytes(boolean wide, int a) {
        return emit(wide ? Op.REV : Op.REVW, a, 0, 0);
    }

    /** Reverses the bytes within each halfword. */
    public int reverseBytesInHalfwords(boolean wide, int a) {
        return emit(wide ? Op.REV16 : Op.REV16W, a, 0, 0);
    }

    /** CRC-32 of the accumulator over the low bytes (1, 2, 4 or 8) of the data. */
    public int crc32(boolean castagnoli, int accumulator, int data, int bytes) {
        return emit(Op.CRC32, accumulator, data, bytes | (castagnoli ? 0x100 : 0));
    }

    /** The sum; sets NZCV. */
    public int addSettingFlags(boolean wide, int a, int b) {
        return binary(wide, Op.ADDS, a, b);
    }

    /** The difference; sets NZCV, C meaning no borrow. */
    public int subSettingFlags(boolean wide, int a, int b) {
        return binary(wide, Op.SUBS, a, b);
    }

    /** The sum of a, b and PSTATE.C; sets NZCV if asked to. */
    public int addWithCarry(boolean wide, boolean setFlags, int a, int b) {
        Op narrowOp = setFlags ? Op.ADCSW : Op.ADCW;
        Op wideOp = setFlags ? Op.ADCS : Op.ADC;
        return emit(wide ? wideOp : narrowOp, a, b, 0);
    }

    /** Sets N and Z from a value, and clears C and V. */
    public void logicalFlags(boolean wide, int a) {
        emit(wide ? Op.NZ : Op.NZW, a, 0, 0);
    }

    /** One if the A64 condition code (0 to 15) holds, else zero. */
    public int condition(int code) {
        return emit(Op.COND, 0, 0, code);
    }

    /** The value a if the A64 condition code (0 to 15) holds, else b. */
    public int selectIf(int code, int a, int b) {
        return emit(Op.SELECT_COND, a, b, code);
    }

    /** The value a if the chooser is not zero, else b. */
    public int select(int chooser, int a, int b) {
        return emit(Op.SELECT, a, b, slotOf(chooser));
    }

    /** One if the two 64-bit values are equal, else zero. */
    public int equal(int a, int b) {
        return emit(Op.EQ, a, b, 0);
    }

    /** The little-endian value of 1, 2, 4 or 8 bytes at virtual address base + offset, zero-extended. */
    public int load(int bytes, int base, long offset) {
        Op op = switch (bytes) {
            case 1 -> Op.LOAD8;
            case 2 -> Op.LOAD16;
            case 4 -> Op.LOAD32;
            default -> Op.LOAD64;
        };
        return emit(op, base, 0, offset);
    }

    /** The little-endian value of 1, 2 or 4 bytes at virtual address base + offset, sign-extended to 64 bits. */
    public int loadSigned(int bytes, int base, long offset) {
        Op op = switch (bytes) {
            case 1 -> Op.LOAD_SIGNED8;
            case 2 -> Op.LOAD_SIGNED16;
            default -> Op.LOAD_SIGNED32;
        };
        return emit(op, base, 0, offset);
    }

    /** Stores the low 1, 2, 4 or 8 bytes of a value at virtual address base + offset, little-endian. */
    public void store(int bytes, int base, long offset, int value) {
        Op op = switch (bytes) {
            case 1 -> Op.STORE8;
            case 2 -> Op.STORE16;
            case 4 -> Op.STORE32;
            default -> Op.STORE64;
        };
        emit(op, base, value, offset);
    }

    /** A load that is not plain: unprivileged, ordered or exclusive. */
    public int load(MemoryAccess access, int address) {
        return emit(Op.LOAD_SPECIAL, address, 0, access.encode());
    }

    /** A store that is not plain: unprivileged or ordered. */
    public void store(MemoryAccess access, int address, int value) {
        emit(Op.STORE_SPECIAL, address, value, access.encode());
    }

    /** An exclusive store of one value; zero if it was performed, one if not. */
    public int storeExclusive(MemoryAccess access, int address, int value) {
        return emit(Op.STORE_EXCLUSIVE, address, value, access.encode());
    }

    /** An exclusive store of two values at once; zero if it was performed, one if not. */
    public int storeExclusivePair(MemoryAccess access, int address, int first, int second) {
        var pair = new MemoryAccess(access.bytes(), access.flags() | MemoryAccess.PAIR, slotOf(second));
        return emit(Op.STORE_EXCLUSIVE, address, first, pair.encode());
    }

    public void clearExclusive() {
        emit(Op.CLEAR_EXCLUSIVE, 0, 0, 0);
    }

    /** Raises an SP alignment fault if register n is the stack pointer and it is misaligned. */
    public void checkStackAlignment(int n) {
        if (n == RegisterFile.SP && claimStackCheck()) {
            emit(Op.CHECK_SP_ALIGNMENT, n, 0, 0);
        }
    }

    /** Branches to the address at a distance in bytes from this instruction. */
    public void branch(long offset) {
        exit(Op.BRANCH, 0, 0, fromBlock(offset));
    }

    /** Branches if the A64 condition code (0 to 15) holds. */
    public void branchIf(int code, long offset) {
        exit(Op.BRANCH_COND, code, 0, fromBlock(offset));
    }

    /** Branches if the value is zero, or is not. */
    public void branchIfZero(boolean wide, boolean zero, int value, long offset) {
        Op narrowOp = zero ? Op.BRANCH_IF_NOTW : Op.BRANCH_IFW;
        Op wideOp = zero ? Op.BRANCH_IF_NOT : Op.BRANCH_IF;
        exit(wide ? wideOp : narrowOp, 0, value, fromBlock(offset));
    }

    /** Branches to a virtual address. */
    public void branchTo(int address) {
        exit(Op.BRANCH_TO, 0, address, 0);
    }

    /** MRS to X[rt]: the value of a system register, by its {@link SystemOperation} encoding. */
    public int readSystemRegister(int encoding, int rt) {
        return emit(Op.READ_SYSREG, 0, 0, SystemOperation.withRt(encoding, rt));
    }

    /** MSR (register) from X[rt], whose value is given too. */
    public void writeSystemRegister(int encoding, int rt, int value) {
        exit(Op.WRITE_SYSREG, 0, value, SystemOperation.withRt(encoding, rt));
    }

    /** MSR (immediate); the encoding has op1 in bits 13:11, the immediate in 6:3 and op2 in 2:0. */
    public void writePstate(int encoding) {
        exit(Op.WRITE_PSTATE, 0, 0, encoding);
    }

    /** SYS with X[rt], whose value is given too, by its {@link SystemOperation} encoding. */
    public void system(int encoding, int rt, int operand) {
        exit(Op.SYS, 0, operand, SystemOperation.withRt(encoding, rt));
    }

    public void barrier(Barrier barrier) {
        exit(Op.BARRIER, 0, 0, barrier.encode());
    }

    public void hint(int number) {
        exit(Op.HINT, 0, 0, number);
    }

    /** Raises an exception with the instruction's 16-bit comment field. */
    public void exception(ExceptionCause cause, int imm16) {
        exit(Op.EXCEPTION, 0, 0, cause.encode(imm16));
    }

    public void exceptionReturn() {
        exit(Op.ERET, 0, 0, 0);
    }

    /** An operation that has the four forms of {@link Op#form}. */
    private int binary(boolean wide, Op op, int a, int b) {
        return isConstant(b) ? emit(op.form(wide, true), a, 0, constantOf(b)) : emit(op.form(wide, false), a, b, 0);
    }

    private static int width(boolean wide) {
        return wide ? 64 : 32;
    }
}
