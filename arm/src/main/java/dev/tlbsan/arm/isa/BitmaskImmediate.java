package dev.tlbsan.arm.isa;

import java.util.OptionalInt;

/**
 * The immediates of the logical instructions (DDI 0487, DecodeBitMasks): a run of ones, rotated within an element of 2 to
 * 64 bits that is repeated. Their 13 bits are N, immr and imms.
 */
public final class BitmaskImmediate {
    private BitmaskImmediate() {}

    /** A run of ones at the bottom. */
    private static long ones(int count) {
        return -1L >>> (64 - count);
    }

    private static int elementSize(int encoding) {
        int length = (encoding & 0x1000) >>> 6 | (~encoding & 0x3f);
        return Integer.highestOneBit(length);
    }

    /** Whether no immediate has this encoding, N:immr:imms, in an instruction of 64 bits or of 32. */
    public static boolean isReserved(int encoding, boolean wide) {
        int size = elementSize(encoding);
        return size < 2 || size > (wide ? 64 : 32) || (encoding & size - 1) == size - 1;
    }

    /**
     * The immediate with an encoding that is not reserved; for an instruction of 32 bits it has 32.
     *
     * @throws IllegalArgumentException if the encoding is reserved
     */
    public static long decode(int encoding, boolean wide) {
        if (isReserved(encoding, wide)) {
            throw new IllegalArgumentException("reserved bitmask immediate " + encoding);
        }
        int size = elementSize(encoding);
        int ones = (encoding & size - 1) + 1;
        int rotation = encoding >>> 6 & size - 1;
        long element = ones(ones);
        long rotated = (element >>> rotation | element << (size - rotation)) & ones(size);
        for (int filled = size; rotation >= 0 && filled < 64; filled *= 2) {
            rotated |= rotated << filled;
        }
        return wide ? rotated : rotated & 0xffff_ffffL;
    }

    /** The encoding of an immediate, if it has one. */
    public static OptionalInt encode(long immediate, boolean wide) {
        if (!wide && immediate >>> 32 != 0) {
            return OptionalInt.empty();
        }
        for (int size = wide ? 64 : 32; size >= 2; size /= 2) {
            for (int ones = 1; ones < size; ones++) {
                int imms = (-2 * size & 0x3f) | (ones - 1);
                int first = (size == 64 ? 0x1000 : 0) | imms;
                int rotation = rotation(immediate, size);
                if (decode(first | rotation << 6, wide) == immediate) {
                    return OptionalInt.of(first | rotation << 6);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The rotation that the element must have, if it is a rotated run of ones. */
    private static int rotation(long immediate, int size) {
        long element = immediate & ones(size);
        long first = 1;
        long last = 1L << (size - 1);
        boolean wraps = (element & first) != 0 && (element & last) != 0;
        int onesAtTop = Long.numberOfLeadingZeros(~element << (64 - size));
        int start = wraps ? size - onesAtTop : Long.numberOfTrailingZeros(element);
        return -start & (size - 1);
    }
}
