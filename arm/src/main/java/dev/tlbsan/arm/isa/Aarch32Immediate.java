package dev.tlbsan.arm.isa;

import java.util.OptionalInt;

/** The modified immediates of data processing (DDI 0487, A32ExpandImm and T32ExpandImm): eight bits, rotated or repeated. */
public final class Aarch32Immediate {
    private static final int ENCODINGS = 1 << 12;

    private Aarch32Immediate() {}

    /** The number that 12 bits of an A32 instruction stand for: eight, rotated right by twice the upper four. */
    public static int a32(int encoding) {
        return Integer.rotateRight(encoding & 0xff, encoding >>> 8 << 1);
    }

    /** The number that the 12 bits i, imm3 and imm8 of a T32 instruction stand for. */
    public static int t32(int encoding) {
        int byte0 = encoding & 0xff;
        return switch (encoding >>> 8) {
            case 0 -> byte0;
            case 1 -> byte0 * 0x00010001;
            case 2 -> byte0 * 0x01000100;
            case 3 -> byte0 * 0x01010101;
            default -> Integer.rotateRight(0x80 | (encoding & 0x7f), encoding >>> 7);
        };
    }

    /** Whether the 12 bits of a T32 instruction repeat a zero, which is UNPREDICTABLE. */
    public static boolean isUnpredictable(int encoding) {
        return (encoding & 0xff) == 0 && encoding != 0 && encoding >>> 8 < 4;
    }

    /** The 12 bits of A32 that stand for a number, with the least rotation, if there are some. */
    public static OptionalInt encodeA32(int number) {
        for (int rotation = 0; rotation < 16; rotation++) {
            int bits = Integer.rotateLeft(number, 2 * rotation);
            if (bits >>> 8 == 0) {
                return OptionalInt.of((rotation << 8) | bits);
            }
        }
        return OptionalInt.empty();
    }

    /** The 12 bits of T32 that stand for a number, if there are some. */
    public static OptionalInt encodeT32(int number) {
        for (int encoding = 0; encoding < ENCODINGS; encoding++) {
            if (t32(encoding) == number && !isUnpredictable(encoding)) {
                return OptionalInt.of(encoding);
            }
        }
        return OptionalInt.empty();
    }
}
