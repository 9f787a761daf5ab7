package dev.tlbsan.arm.isa;

/** An instruction word of which only some bits are known yet. */
final class Encoding {
    private int word;
    private int known;

    Encoding(int base, int known) {
        this.word = base & known;
        this.known = known;
    }

    /** Sets some bits; false if the value does not fit or contradicts what is known. */
    boolean set(Slot slot, long value) {
        int bits = Integer.expand((int) value, slot.mask());
        if (value < 0 || value >>> slot.width() != 0 || ((word ^ bits) & known & slot.mask()) != 0) {
            return false;
        }
        word |= bits;
        known |= slot.mask();
        return true;
    }

    int word() {
        return word;
    }

    /** Restores an earlier state. */
    void restore(int oldWord, int oldKnown) {
        word = oldWord;
        known = oldKnown;
    }

    int known() {
        return known;
    }
}
