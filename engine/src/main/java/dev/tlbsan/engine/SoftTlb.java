package dev.tlbsan.engine;

import java.util.Arrays;

/**
 * Settled translations of 4 KiB pages of RAM, direct-mapped by virtual page. A tag is the virtual address of a page with
 * the Exception level whose permissions were checked in its low bits; added to a virtual address of the page, the
 * element of {@code deltas} with the tag's index gives the offset in RAM.
 *
 * <p>A page whose tag also has {@link #STRICT} set may only be accessed aligned; such a tag equals no tag that the fast
 * path computes.
 */
final class SoftTlb {
    static final int PAGE_BITS = 12;
    static final int PAGE_SIZE = 1 << PAGE_BITS;
    static final long PAGE_MASK = -PAGE_SIZE;
    static final long STRICT = 4;

    private static final int SIZE_BITS = 12;
    private static final int INDEX_MASK = (1 << SIZE_BITS) - 1;
    private static final long EMPTY = -1;
    private static final int SPARSE = 512;

    final long[] tags = new long[1 << SIZE_BITS];
    final long[] deltas = new long[1 << SIZE_BITS];
    private final int[] used = new int[SPARSE];
    private int uses;

    SoftTlb() {
        Arrays.fill(tags, EMPTY);
    }

    static int index(long va) {
        return (int) (va >>> PAGE_BITS) & INDEX_MASK;
    }

    /** Remembers, under its tag, that a page is at an offset in RAM. */
    void put(long tag, long ramPageOffset) {
        int index = index(tag);
        if (uses < SPARSE) {
            used[uses] = index;
        }
        uses++;
        tags[index] = tag;
        deltas[index] = ramPageOffset - (tag & PAGE_MASK);
    }

    /** Forgets everything; cheap if little has been remembered since the last time. */
    void clear() {
        if (uses > SPARSE) {
            Arrays.fill(tags, EMPTY);
        } else {
            for (int n = 0; n < uses; n++) {
                tags[used[n]] = EMPTY;
            }
        }
        uses = 0;
    }

    /** Forgets the translations to a page of RAM. */
    void forget(long ramPageOffset) {
        for (int n = 0; n < tags.length; n++) {
            if (tags[n] != EMPTY && (tags[n] & PAGE_MASK) + deltas[n] == ramPageOffset) {
                tags[n] = EMPTY;
            }
        }
    }
}
