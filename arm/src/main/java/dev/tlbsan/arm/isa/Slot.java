package dev.tlbsan.arm.isa;

/**
 * Some bits of an instruction word that an operand shows: a field, or a slice of one.
 *
 * @param letter the field
 * @param mask the bits of the instruction word, the highest the most significant
 * @param role what the value means
 */
record Slot(char letter, int mask, Role role) {
    /** What a value means, for choosing interesting ones. */
    enum Role {
        REGISTER,
        NUMBER,
        /** Half of them always true. */
        CONDITION,
        OPTION
    }

    /** The bits high to low of a field. */
    static Slot of(Field field, int high, int low) {
        if (low < 0 || high < low || high >= field.width()) {
            throw new IllegalArgumentException("field " + field.letter() + " has no bits " + high + " to " + low);
        }
        int bits = (int) ((2L << high) - (1L << low));
        return new Slot(field.letter(), Integer.expand(bits, field.mask()), Role.OPTION);
    }

    /** All of a field. */
    static Slot of(Field field) {
        return new Slot(field.letter(), field.mask(), Role.OPTION);
    }

    Slot as(Role newRole) {
        return new Slot(letter, mask, newRole);
    }

    /** The bits high to low of this slot. */
    Slot slice(int high, int low) {
        return of(new Field(letter, mask), high, low);
    }

    int width() {
        return Integer.bitCount(mask);
    }

    int in(int word) {
        return Integer.compress(word, mask);
    }
}
