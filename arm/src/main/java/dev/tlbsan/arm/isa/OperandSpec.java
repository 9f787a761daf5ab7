package dev.tlbsan.arm.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * The bits that an operand of an assembly syntax is made of.
 *
 * @param slots as written before the colon, the most significant first
 * @param scale the factor after the asterisk, else 1
 * @param fields all fields of the definition, for what an operand uses without being told (z, the register width)
 */
record OperandSpec(List<Slot> slots, int scale, List<Field> fields) {
    OperandSpec withScale(int newScale) {
        return new OperandSpec(slots, newScale, fields);
    }

    OperandSpec withRole(Slot.Role role) {
        return new OperandSpec(as(role), scale, fields);
    }

    /** The slot written first, second and so on. */
    Slot slot(int index) {
        if (index >= slots.size()) {
            throw new IllegalArgumentException("an operand needs at least " + (index + 1) + " fields");
        }
        return slots.get(index);
    }

    /** The slot of a field that the operand uses by name. */
    Slot named(char letter) {
        for (Field field : fields) {
            if (field.letter() == letter) {
                return Slot.of(field);
            }
        }
        throw new IllegalArgumentException("an operand needs field " + letter);
    }

    /** The slots with a role. */
    List<Slot> as(Slot.Role role) {
        List<Slot> result = new ArrayList<>();
        for (Slot slot : slots) {
            result.add(slot.as(role));
        }
        return result;
    }

    /** How many bits the slots have together. */
    int width() {
        int width = 0;
        for (Slot slot : slots) {
            width += slot.width();
        }
        return width;
    }

    /** The slots' values, concatenated: an unsigned number. */
    long value(int word) {
        long value = 0;
        for (Slot slot : slots) {
            value = value << slot.width() | slot.in(word);
        }
        return value;
    }

    /** The slots' values, concatenated: a signed number. */
    long signedValue(int word) {
        int unused = 64 - width();
        return value(word) << unused >> unused;
    }

    /** Spreads an unsigned number over the slots; false if it does not fit. */
    boolean set(Encoding out, long value) {
        int width = width();
        if (value < 0 || value >>> width != 0) {
            return false;
        }
        for (Slot slot : slots) {
            width -= slot.width();
            if (!out.set(slot, value >>> width & (1L << slot.width()) - 1)) {
                return false;
            }
        }
        return true;
    }

    /** Spreads a signed number over the slots; false if it does not fit. */
    boolean setSigned(Encoding out, long value) {
        long limit = 1L << (width() - 1);
        return value >= -limit && value < limit && set(out, value & 2 * limit - 1);
    }
}
