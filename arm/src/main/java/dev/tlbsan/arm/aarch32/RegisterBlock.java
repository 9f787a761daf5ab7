package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.Aarch32Semantics;

/**
 * The words that LDM and STM move: the lowest register at the lowest address, which must be a multiple of 4.
 *
 * @param base the number of the base register
 * @param before whether the address moves before each word and not after it
 * @param up whether the address moves upwards from the base register
 * @param list a bit for each register
 */
record RegisterBlock(int base, boolean before, boolean up, int list) {
    private static final int PC = LoadStore.PC;
    private static final int FIRST_BANKED = 8;
    private static final int USER_STACK = Aarch32Operation.encode(Aarch32Operation.USER_BANK, LoadStore.SP);
    private static final int SPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 1 << 4);

    /** Increment After. */
    static RegisterBlock upwards(int base, int list) {
        return new RegisterBlock(base, false, true, list);
    }

    /** Decrement Before. */
    static RegisterBlock downwards(int base, int list) {
        return new RegisterBlock(base, true, false, list);
    }

    boolean has(int register) {
        return (list >>> register & 1) != 0;
    }

    private int bytes() {
        return 4 * Integer.bitCount(list);
    }

    /** Stores the registers. */
    void store(Aarch32Semantics s) {
        int address = start(s, true);
        long offset = 0;
        for (int n = 0; n <= PC; n++) {
            if (has(n)) {
                s.store(4, address, offset, LoadStore.inByteOrder(s, 4, s.r(n)));
                offset += 4;
            }
        }
    }

    /** Stores the registers of User mode; UNDEFINED in Hyp mode. */
    void storeUser(Aarch32Semantics s) {
        s.read(USER_STACK);
        int address = start(s, true);
        long offset = 0;
        for (int n = 0; n <= PC; n++) {
            if (has(n)) {
                boolean banked = n >= FIRST_BANKED && n != PC;
                int value = banked ? s.read(Aarch32Operation.encode(Aarch32Operation.USER_BANK, n)) : s.r(n);
                s.store(4, address, offset, LoadStore.inByteOrder(s, 4, value));
                offset += 4;
            }
        }
    }

    /** Loads the registers, of which the PC may be one. */
    void load(Aarch32Semantics s) {
        int[] values = words(s);
        writeCurrent(s, values, PC);
        if (has(PC)) {
            s.bxWritePc(values[PC]);
        }
    }

    /** Loads the registers of User mode; UNDEFINED in Hyp mode. */
    void loadUser(Aarch32Semantics s) {
        s.read(USER_STACK);
        int[] values = words(s);
        for (int n = FIRST_BANKED; n < PC; n++) {
            if (has(n)) {
                s.writeUserBank(n, values[n]);
            }
        }
        writeCurrent(s, values, FIRST_BANKED);
    }

    /** Loads the registers, and returns from an exception to the PC loaded; UNDEFINED in Hyp mode. */
    void loadAndReturn(Aarch32Semantics s) {
        s.read(USER_STACK);
        int psr = s.read(SPSR);
        int[] values = words(s);
        writeCurrent(s, values, PC);
        s.returnTo(values[PC], psr);
    }

    /** Writes the base register back. */
    void advance(Aarch32Semantics s) {
        LoadStore.advance(s, base, up ? bytes() : -bytes());
    }

    private int start(Aarch32Semantics s, boolean write) {
        int lowest = up ? 0 : -bytes();
        int offset = before == up ? lowest + 4 : lowest;
        int address = LoadStore.address(s, base, offset);
        s.checkAlignment(address, 4, write);
        return address;
    }

    /** What the registers of the list get, by their numbers. */
    private int[] words(Aarch32Semantics s) {
        int[] values = new int[PC + 1];
        int address = start(s, false);
        long offset = 0;
        for (int n = 0; n <= PC; n++) {
            if (has(n)) {
                values[n] = s.load(4, address, offset);
                offset += 4;
            }
        }
        for (int n = 0; n <= PC; n++) {
            values[n] = has(n) ? LoadStore.inByteOrder(s, 4, values[n]) : 0;
        }
        return values;
    }

    /** Writes registers of the current mode, those below a limit. */
    private void writeCurrent(Aarch32Semantics s, int[] values, int limit) {
        for (int n = 0; n < limit; n++) {
            if (has(n)) {
                s.r(n, values[n]);
            }
        }
    }
}
