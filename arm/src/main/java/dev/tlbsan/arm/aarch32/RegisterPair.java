package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;

/**
 * What LDRD and STRD move.
 *
 * @param first the number of the register of the first word
 * @param second the number of the register of the second word
 */
record RegisterPair(int first, int second) {
    /** An even register, and the next. */
    static RegisterPair even(int t) {
        return new RegisterPair(t, t + 1);
    }

    /** The registers of a field that packs Rt and Rt2. */
    static RegisterPair of(int field) {
        return new RegisterPair(field >>> 4, field & 15);
    }

    boolean has(int register) {
        return first == register || second == register;
    }

    boolean isOneRegister() {
        return first == second;
    }

    /** Whether the instruction set has no such pair. */
    boolean isUnfit(Aarch32Semantics s) {
        return s.t32()
                ? Unpredictable.isSpOrPc(first) || Unpredictable.isSpOrPc(second)
                : (first & 1) != 0 || second == LoadStore.PC;
    }

    /** Whether the instruction set has no such pair, or it must not be moved while a base register is written back. */
    boolean isUnfit(Aarch32Semantics s, int base) {
        return isUnfit(s) || base == LoadStore.PC || has(base);
    }

    /** Stores the registers, each as a word, at an address that must be a multiple of 4. */
    void store(Aarch32Semantics s, int address) {
        s.checkAlignment(address, 4, true);
        s.store(4, address, 0, LoadStore.inByteOrder(s, 4, s.r(first)));
        s.store(4, address, 4, LoadStore.inByteOrder(s, 4, s.r(second)));
    }

    /** Loads the registers, each as a word, from an address that must be a multiple of 4. */
    void load(Aarch32Semantics s, int address) {
        s.checkAlignment(address, 4, false);
        int low = s.load(4, address, 0);
        int high = s.load(4, address, 4);
        s.r(first, LoadStore.inByteOrder(s, 4, low));
        s.r(second, LoadStore.inByteOrder(s, 4, high));
    }
}
