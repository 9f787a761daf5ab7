package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.ParallelOperation;
import dev.tlbsan.arm.ir.ParallelOperation.Kind;
import dev.tlbsan.arm.ir.ParallelOperation.Prefix;

/** The values of micro-operations that only AArch32 has. */
final class Aarch32Arithmetic {
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int CARRY = 32;
    private static final int GE = 32;

    private Aarch32Arithmetic() {}

    /**
     * Shift_C of the manual (DDI 0487, E1.2).
     *
     * @param amount 0 to 255
     * @param carryIn PSTATE.C, zero or one
     * @return the shifted value in bits 31:0, the carry out in bit 32
     */
    static long shiftWithCarry(int type, int value, int amount, long carryIn) {
        long unsigned = value & LOW_32;
        int most = Math.min(amount, CARRY + 1);
        if (type == 4) {
            return (unsigned >>> 1) | (carryIn << 31) | ((unsigned & 1) << CARRY);
        }
        if (amount == 0) {
            return unsigned | (carryIn << CARRY);
        }
        return switch (type) {
            case 0 -> (unsigned << most) & ((1L << (CARRY + 1)) - 1);
            case 1 -> right(unsigned, most);
            case 2 -> right(value, most);
            default -> rotated(value, amount);
        };
    }

    private static long right(long value, int amount) {
        return ((value >> amount) & LOW_32) | (((value >> (amount - 1)) & 1) << CARRY);
    }

    private static long rotated(int value, int amount) {
        int result = Integer.rotateRight(value, amount);
        return (result & LOW_32) | ((long) (result >>> 31) << CARRY);
    }

    /** A signed value limited to the bits that i&lt;7:0&gt; says, unsigned if i&lt;8&gt; is set. */
    static long saturate(long value, int i) {
        int bits = i & 0xff;
        boolean unsigned = i >>> 8 != 0;
        long max = (1L << (unsigned ? bits : bits - 1)) - 1;
        return Math.clamp(value, unsigned ? 0 : -max - 1, max);
    }

    /** Byte by byte that of a if its GE flag is set, else that of b. */
    static long selectBytes(int ge, long a, long b) {
        long mask = 0;
        for (int n = 0; n < 4; n++) {
            mask |= ((ge >>> n) & 1) == 0 ? 0 : 0xffL << (8 * n);
        }
        return (a & mask) | (b & ~mask & LOW_32);
    }

    static long sumOfAbsoluteDifferences(int a, int b) {
        long sum = 0;
        for (int n = 0; n < 4; n++) {
            sum += Math.abs(element(a, n, 8, true) - element(b, n, 8, true));
        }
        return sum;
    }

    /** The results of all elements in bits 31:0; in bits 35:32 the GE flags, one for each byte. */
    static long parallel(ParallelOperation operation, int a, int b) {
        Kind kind = operation.kind();
        boolean bytes = kind == Kind.ADD8 || kind == Kind.SUB8;
        int bits = bytes ? 8 : 16;
        boolean crossed = kind == Kind.ASX || kind == Kind.SAX;
        long result = 0;
        for (int n = 0; n < 32 / bits; n++) {
            int other = crossed ? 1 - n : n;
            int x = element(a, n, bits, operation.prefix().unsigned());
            int y = element(b, other, bits, operation.prefix().unsigned());
            boolean subtracts = subtracts(kind, n);
            int value = subtracts ? x - y : x + y;
            result |= (long) finished(operation.prefix(), value, bits) << (n * bits);
            long flags = isGreaterOrEqual(operation.prefix(), value, bits, subtracts) ? bytes ? 1 : 3 : 0;
            result |= flags << (GE + n * bits / 8);
        }
        return result;
    }

    private static boolean subtracts(Kind kind, int element) {
        return switch (kind) {
            case ADD16, ADD8 -> false;
            case SUB16, SUB8 -> true;
            case ASX -> element == 0;
            case SAX -> element == 1;
        };
    }

    private static int finished(Prefix prefix, int value, int bits) {
        int mask = (1 << bits) - 1;
        return switch (prefix) {
            case S, U -> value & mask;
            case SH, UH -> (value >> 1) & mask;
            case Q -> (int) saturate(value, bits) & mask;
            case UQ -> (int) saturate(value, bits | 0x100) & mask;
        };
    }

    private static boolean isGreaterOrEqual(Prefix prefix, int value, int bits, boolean subtracted) {
        boolean carries = prefix == Prefix.U && !subtracted;
        return carries ? value >>> bits != 0 : value >= 0;
    }

    private static int element(int value, int n, int bits, boolean unsigned) {
        int up = value << (32 - bits * (n + 1));
        return unsigned ? up >>> (32 - bits) : up >> (32 - bits);
    }
}
