package dev.tlbsan.arm.isa;

/**
 * A field of an encoding.
 *
 * @param letter its name in the pattern
 * @param mask the bits of the instruction word that hold it; they need not lie together, the highest is the most
 *     significant
 */
public record Field(char letter, int mask) {
    /** How many bits it has. */
    public int width() {
        return Integer.bitCount(mask);
    }

    /** The largest value it can hold. */
    public int max() {
        return Integer.compress(mask, mask);
    }

    /** Its value in an instruction word, unsigned. */
    public int in(int word) {
        return Integer.compress(word, mask);
    }

    /**
     * The instruction word with this field replaced.
     *
     * @throws IllegalArgumentException if the value does not fit
     */
    public int into(int word, int value) {
        if (Integer.compareUnsigned(value, max()) > 0) {
            throw new IllegalArgumentException("field " + letter + " cannot hold " + value + ": at most " + max());
        }
        return (word & ~mask) | Integer.expand(value, mask);
    }
}
