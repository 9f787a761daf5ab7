package dev.tlbsan.machine;

/** The SplitMix64 generator: the same numbers for the same seed, whatever the Java version. */
public final class SeededRandom {
    private static final long INCREMENT = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    public SeededRandom(long seed) {
        state = seed;
    }

    /** The next 64 bits. */
    public long next() {
        state += INCREMENT;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    /** A number from 0 to bound - 1; the bound is positive. */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** A number from low to high, both included. */
    public long between(long low, long high) {
        return low + Long.remainderUnsigned(next(), high - low + 1);
    }

    /** True once in so many calls, on average. */
    public boolean oneIn(int calls) {
        return below(calls) == 0;
    }
}
