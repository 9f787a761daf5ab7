package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.ParallelOperation;

/** The values of micro-operations that neither touch flags nor leave the register file. */
final class Arithmetic {
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int CRC32_REFLECTED = 0xedb8_8320;
    private static final int CRC32C_REFLECTED = 0x82f6_3b78;
    private static final int[] CRC32_TABLE = crcTable(CRC32_REFLECTED);
    private static final int[] CRC32C_TABLE = crcTable(CRC32C_REFLECTED);

    private Arithmetic() {}

    /** A logical operation with an immediate, a shift or a bit field insertion. */
    static long bits(Op op, long a, long b, long i) {
        return switch (op) {
            case OR_IMM -> a | i;
            case ORW_IMM -> (a | i) & LOW_32;
            case XOR_IMM -> a ^ i;
            case XORW_IMM -> (a ^ i) & LOW_32;
            case LSL -> a << b;
            case LSLW -> ((int) a << (int) b) & LOW_32;
            case LSR -> a >>> b;
            case LSRW -> ((int) a >>> (int) b) & LOW_32;
            case ASR -> a >> b;
            case ASRW -> ((int) a >> (int) b) & LOW_32;
            case ROR -> Long.rotateRight(a, (int) b);
            case RORW -> Integer.rotateRight((int) a, (int) b) & LOW_32;
            case ROR_IMM -> Long.rotateRight(a, (int) i);
            case RORW_IMM -> Integer.rotateRight((int) a, (int) i) & LOW_32;
            case BFI -> insert(a, b, (int) i);
            case EXTR -> i == 0 ? b : (a << (64 - i)) | (b >>> i);
            case EXTRW -> (((a << 32) | (b & LOW_32)) >>> i) & LOW_32;
            default -> throw new IllegalStateException("neither a shift nor logical: " + op);
        };
    }

    /** Multiplication, division, reversals and CRC. */
    static long evaluate(Op op, long a, long b, long i) {
        return switch (op) {
            case MUL -> a * b;
            case MULW -> (a * b) & LOW_32;
            case UMULH -> Math.unsignedMultiplyHigh(a, b);
            case SMULH -> Math.multiplyHigh(a, b);
            case UDIV -> b == 0 ? 0 : Long.divideUnsigned(a, b);
            case UDIVW -> (int) b == 0 ? 0 : (a & LOW_32) / (b & LOW_32);
            case SDIV -> b == 0 ? 0 : a / b;
            case SDIVW -> (int) b == 0 ? 0 : ((int) a / (int) b) & LOW_32;
            case CLZ -> Long.numberOfLeadingZeros(a);
            case CLZW -> Integer.numberOfLeadingZeros((int) a);
            case RBIT -> Long.reverse(a);
            case RBITW -> Integer.reverse((int) a) & LOW_32;
            case REV -> Long.reverseBytes(a);
            case REVW -> Integer.reverseBytes((int) a) & LOW_32;
            case REV16 -> reverseHalfwords(a);
            case REV16W -> reverseHalfwords(a) & LOW_32;
            case CRC32 -> crc32((int) a, b, (int) i);
            case SATURATE -> Aarch32Arithmetic.saturate(a, (int) i);
            case PARALLEL -> Aarch32Arithmetic.parallel(ParallelOperation.of(i), (int) a, (int) b);
            case USAD8 -> Aarch32Arithmetic.sumOfAbsoluteDifferences((int) a, (int) b);
            default -> throw new IllegalStateException("not arithmetic: " + op);
        };
    }

    private static long insert(long a, long b, int field) {
        long mask = (-1L >>> (64 - (field >>> 8))) << field;
        return (a & ~mask) | ((b << field) & mask);
    }

    private static long reverseHalfwords(long a) {
        return ((a >>> 8) & 0x00ff_00ff_00ff_00ffL) | ((a & 0x00ff_00ff_00ff_00ffL) << 8);
    }

    private static long crc32(int accumulator, long data, int i) {
        int[] table = (i & 0x100) == 0 ? CRC32_TABLE : CRC32C_TABLE;
        int crc = accumulator;
        for (int n = 0; n < (i & 0xff); n++) {
            crc = (crc >>> 8) ^ table[(crc ^ (int) (data >>> (8 * n))) & 0xff];
        }
        return crc & LOW_32;
    }

    private static int[] crcTable(int reflected) {
        int[] table = new int[256];
        for (int n = 0; n < table.length; n++) {
            int crc = n;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : reflected);
            }
            table[n] = crc;
        }
        return table;
    }
}
