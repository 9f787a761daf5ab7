package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.RegisterFile;

/** Micro-operations that set or test PSTATE.{N,Z,C,V}, which the register file keeps in bits 31:28 of its slot. */
final class Flags {
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int N = 31;
    private static final int Z = 30;
    private static final int C = 29;
    private static final int V = 28;

    /** For each condition, a bit for each value of NZCV with which it holds. */
    private static final int[] HOLDS = new int[16];

    static {
        for (int code = 0; code < 16; code++) {
            for (int nzcv = 0; nzcv < 16; nzcv++) {
                HOLDS[code] |= (evaluate(code, nzcv) ? 1 : 0) << nzcv;
            }
        }
    }

    private Flags() {}

    /** Whether the A64 condition holds for the value of the flags' slot. */
    static boolean hold(int condition, long nzcv) {
        return ((HOLDS[condition & 15] >>> (int) (nzcv >>> 28)) & 1) != 0;
    }

    /** The flags of a 64-bit sum or difference, from the carries out of each bit and into it. */
    private static long flags(long result, long carries, long overflow) {
        return ((result >>> 63) << N) | (zero(result) << Z) | ((carries >>> 63) << C) | ((overflow >>> 63) << V);
    }

    private static long zero(long value) {
        return ((value | -value) >>> 63) ^ 1;
    }

    static long subs(long[] r, long a, long b) {
        long result = a - b;
        r[RegisterFile.NZCV] = flags(result, ~((~a & b) | (~(a ^ b) & result)), (a ^ b) & (a ^ result));
        return result;
    }

    /** The operands' upper halves are ignored. */
    static long subsw(long[] r, long a, long b) {
        long result = subs(r, a << 32, b << 32);
        return result >>> 32;
    }

    /** Sets N and Z from a, and clears C and V; gives nothing. */
    static long nz(long[] r, long a) {
        r[RegisterFile.NZCV] = ((a >>> 63) << N) | (zero(a) << Z);
        return 0;
    }

    /** What reads or sets flags and has no faster way; i is the micro-operation's immediate. */
    static long evaluate(Op op, long[] r, int slots, long i) {
        long a = r[(slots >>> 16) & 0xff];
        long b = r[slots >>> 24];
        return switch (op) {
            case ADDS -> adcs(r, a, b, 0);
            case ADDS_IMM -> adcs(r, a, i, 0);
            case ADDSW -> adcsw(r, a, b, 0);
            case ADDSW_IMM -> adcsw(r, a, i, 0);
            case ADC -> a + b + carry(r);
            case ADCW -> (a + b + carry(r)) & LOW_32;
            case ADCS -> adcs(r, a, b, carry(r));
            case ADCSW -> adcsw(r, a, b, carry(r));
            case NZW -> nz(r, a << 32);
            case NZ_ONLY -> nzOnly(r, a);
            case NZ_ONLYW -> nzOnly(r, a << 32);
            case NZCW -> nzc(r, a << 32, b);
            case SHIFT_C -> Aarch32Arithmetic.shiftWithCarry((int) i, (int) a, (int) b & 0xff, carry(r));
            case SELECT_BYTES -> Aarch32Arithmetic.selectBytes((int) r[(int) i & 0xff], a, b);
            case COND -> hold((int) i, r[RegisterFile.NZCV]) ? 1 : 0;
            case SELECT -> r[(int) i & 0xff] != 0 ? a : b;
            case EQ -> a == b ? 1 : 0;
            default -> throw new IllegalStateException("neither sets nor tests flags: " + op);
        };
    }

    private static long nzOnly(long[] r, long a) {
        long others = r[RegisterFile.NZCV] & ((1L << C) | (1L << V));
        r[RegisterFile.NZCV] = ((a >>> 63) << N) | (zero(a) << Z) | others;
        return 0;
    }

    private static long nzc(long[] r, long a, long carry) {
        r[RegisterFile.NZCV] =
                ((a >>> 63) << N) | (zero(a) << Z) | ((carry & 1) << C) | (r[RegisterFile.NZCV] & (1L << V));
        return 0;
    }

    private static long carry(long[] r) {
        return (r[RegisterFile.NZCV] >>> C) & 1;
    }

    private static long adcs(long[] r, long a, long b, long carry) {
        long result = a + b + carry;
        r[RegisterFile.NZCV] = flags(result, (a & b) | ((a | b) & ~result), (a ^ result) & (b ^ result));
        return result;
    }

    private static long adcsw(long[] r, long a, long b, long carry) {
        long result = (a & LOW_32) + (b & LOW_32) + carry;
        long narrow = result & LOW_32;
        long overflow = (a ^ result) & (b ^ result);
        r[RegisterFile.NZCV] =
                ((narrow >>> 31) << N) | (zero(narrow) << Z) | ((result >>> 32) << C) | (((overflow >>> 31) & 1) << V);
        return narrow;
    }

    private static boolean evaluate(int code, int nzcv) {
        boolean n = (nzcv & 8) != 0;
        boolean z = (nzcv & 4) != 0;
        boolean c = (nzcv & 2) != 0;
        boolean v = (nzcv & 1) != 0;
        boolean base = switch (code >>> 1) {
            case 0 -> z;
            case 1 -> c;
            case 2 -> n;
            case 3 -> v;
            case 4 -> c && !z;
            case 5 -> n == v;
            case 6 -> n == v && !z;
            default -> true;
        };
        return base ^ ((code & 1) != 0 && code != 15);
    }
}
