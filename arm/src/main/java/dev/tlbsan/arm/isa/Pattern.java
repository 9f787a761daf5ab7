package dev.tlbsan.arm.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * The bit pattern of an instruction, as {@link A64#bits} writes it.
 *
 * @param mask the fixed bits
 * @param value the values of the fixed bits, the others zero
 * @param shouldBe the values that the ignored bits should have, the others zero
 * @param fields the fields in the order of their first bits
 */
record Pattern(int mask, int value, int shouldBe, List<Field> fields) {
    Pattern {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it does not describe exactly 32 bits, or the ignored bits are not exactly those
     *     that have a value
     */
    static Pattern parse(String bits, String shouldBe) {
        String pattern = bits.replace(" ", "");
        if (pattern.length() != 32) {
            throw new IllegalArgumentException("a pattern has 32 bits, not " + pattern.length() + ": " + bits);
        }
        return scan(pattern, shouldBe);
    }

    private static Pattern scan(String pattern, String shouldBe) {
        int[] masks = new int['z' + 1];
        int value = 0;
        int ignored = 0;
        int ignoredBits = 0;
        for (int i = 0; i < 32; i++) {
            char c = pattern.charAt(i);
            checkCharacter(c);
            int bit = 1 << (31 - i);
            masks[c] |= bit;
            value |= c == '1' ? bit : 0;
            if (c == '.') {
                boolean one = ignoredBits < shouldBe.length() && isOne(shouldBe.charAt(ignoredBits));
                ignored |= one ? bit : 0;
                ignoredBits++;
            }
        }
        if (ignoredBits != shouldBe.length()) {
            throw new IllegalArgumentException("shouldBe must give every ignored bit of " + pattern + " one value");
        }
        return new Pattern(masks['0'] | masks['1'], value, ignored, fields(pattern, masks));
    }

    private static List<Field> fields(String pattern, int[] masks) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            char c = pattern.charAt(i);
            if (c >= 'A' && pattern.indexOf(c) == i) {
                fields.add(new Field(c, masks[c]));
            }
        }
        return fields;
    }

    private static void checkCharacter(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && c != '0' && c != '1' && c != '.') {
            throw new IllegalArgumentException("a pattern consists of 0, 1, dots and letters, not " + c);
        }
    }

    private static boolean isOne(char c) {
        if (c != '0' && c != '1') {
            throw new IllegalArgumentException("shouldBe consists of 0 and 1, not " + c);
        }
        return c == '1';
    }

    boolean matches(int word) {
        return (word & mask) == value;
    }

    /** Whether some word matches both. */
    boolean overlaps(Pattern other) {
        return ((value ^ other.value) & mask & other.mask) == 0;
    }

    /** The word with all fields zero and the ignored bits as they should be. */
    int base() {
        return value | shouldBe;
    }

    /** The bits that are neither fixed nor in a field. */
    int ignored() {
        int known = mask;
        for (Field field : fields) {
            known |= field.mask();
        }
        return ~known;
    }
}
