package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.MemoryAccess;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;

/** What the loads and stores of one register have in common. */
final class LoadStore {
    private LoadStore() {}

    /** X[n], or the stack pointer, checked for alignment. */
    static int base(Semantics s, int n) {
        s.checkStackAlignment(n);
        return s.xOrSp(n);
    }

    /** The size of the access of an instruction whose low size bit tells bytes and halfwords apart. */
    static int byteOrHalf(boolean half) {
        return half ? 2 : 1;
    }

    /** The size of the access of an instruction whose low size bit tells words and doublewords apart. */
    static int wordOrDouble(boolean z) {
        return z ? 8 : 4;
    }

    /** Loads the register from the given distance in bytes from a base address. */
    static void load(Semantics s, Transfer moved, int base, long offset) {
        boolean signed = moved.signExtended();
        int value = signed ? s.loadSigned(moved.bytes(), base, offset) : s.load(moved.bytes(), base, offset);
        s.x(moved.register(), moved.sixtyFour() || !signed, value);
    }

    /** Stores the register at the given distance in bytes from a base address. */
    static void store(Semantics s, Transfer moved, int base, long offset) {
        s.store(moved.bytes(), base, offset, s.x(moved.register()));
    }

    /** Loads the register from an address with the special properties of a {@link MemoryAccess}. */
    static void loadSpecial(Semantics s, Transfer moved, int flags, int address) {
        int value = s.load(new MemoryAccess(moved.bytes(), flags), address);
        boolean signed = moved.signExtended();
        s.x(moved.register(), moved.sixtyFour() || !signed, signed ? s.signExtend(value, 8 * moved.bytes()) : value);
    }

    /** Stores the register at an address with the special properties of a {@link MemoryAccess}. */
    static void storeSpecial(Semantics s, Transfer moved, int flags, int address) {
        s.store(new MemoryAccess(moved.bytes(), flags), address, s.x(moved.register()));
    }

    /** Writes the base register back, moved by a distance in bytes. */
    static void advance(Semantics s, int n, long offset) {
        s.xOrSp(n, true, s.add(true, s.xOrSp(n), s.constant(offset)));
    }

    /** Rt of a field that packs Rt2 and Rt. */
    static int first(int pair) {
        return pair & 31;
    }

    /** Rt2 of a field that packs Rt2 and Rt. */
    static int second(int pair) {
        return pair >>> 5;
    }

    /** A field of the given width in bits as a signed number. */
    static int signed(int field, int width) {
        int unused = 32 - width;
        return field << unused >> unused;
    }
}
