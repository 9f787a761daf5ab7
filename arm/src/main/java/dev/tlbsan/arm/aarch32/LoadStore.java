package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.MemoryAccess;
import dev.tlbsan.arm.ir.Transfer;

/** What the loads and stores of one register have in common. */
final class LoadStore {
    static final int SP = Aarch32Semantics.SP;
    static final int PC = Aarch32Semantics.PC;

    private LoadStore() {}

    /** The size of the access of an instruction whose bit tells words and bytes apart. */
    static int wordOrByte(boolean b) {
        return b ? 1 : 4;
    }

    /** The size of the access of an instruction whose bit tells bytes and halfwords apart. */
    static int byteOrHalf(boolean h) {
        return h ? 2 : 1;
    }

    /** The distance that a field says which packs U above an immediate of so many bits: negative if U is zero. */
    static int distance(int field, int width) {
        int magnitude = field & ((1 << width) - 1);
        return field >>> width == 0 ? -magnitude : magnitude;
    }

    /** Whether a literal that is not aligned would be loaded to the PC. */
    static boolean isMisalignedJump(int t, int offset) {
        return t == PC && (offset & 3) != 0;
    }

    /** Loads the register, which may be the PC, from the given distance in bytes from a base address. */
    static void load(Aarch32Semantics s, Transfer moved, int base, long offset) {
        boolean asItIs = !s.bigEndian() || moved.bytes() == 1;
        int value = moved.signExtended() && asItIs
                ? s.loadSigned(moved.bytes(), base, offset)
                : fromMemory(s, moved, s.load(moved.bytes(), base, offset));
        writeLoaded(s, moved.register(), value);
    }

    /** As {@link #load}; a fault tells hypervisors what was to be moved. */
    static void loadStated(Aarch32Semantics s, Transfer moved, int base, long offset) {
        state(s, moved);
        load(s, moved, base, offset);
    }

    /** Stores the register at the given distance in bytes from a base address. */
    static void store(Aarch32Semantics s, Transfer moved, int base, long offset) {
        s.store(moved.bytes(), base, offset, inByteOrder(s, moved.bytes(), s.r(moved.register())));
    }

    /** As {@link #store}; a fault tells hypervisors what was to be moved. */
    static void storeStated(Aarch32Semantics s, Transfer moved, int base, long offset) {
        state(s, moved);
        store(s, moved, base, offset);
    }

    /** Loads the register from an address with the permissions of PL0. */
    static void loadUnprivileged(Aarch32Semantics s, Transfer moved, int address) {
        int loaded = s.load(new MemoryAccess(moved.bytes(), MemoryAccess.UNPRIVILEGED), address);
        writeLoaded(s, moved.register(), fromMemory(s, moved, loaded));
    }

    /** Stores the register at an address with the permissions of PL0. */
    static void storeUnprivileged(Aarch32Semantics s, Transfer moved, int address) {
        var access = new MemoryAccess(moved.bytes(), MemoryAccess.UNPRIVILEGED);
        s.store(access, address, inByteOrder(s, moved.bytes(), s.r(moved.register())));
    }

    /** States what is moved; of the PC nothing is told. */
    static void state(Aarch32Semantics s, Transfer moved) {
        if (moved.register() != PC) {
            s.transfer(moved);
        }
    }

    private static void writeLoaded(Aarch32Semantics s, int register, int value) {
        if (register == PC) {
            s.bxWritePc(value);
        } else {
            s.r(register, value);
        }
    }

    private static int fromMemory(Aarch32Semantics s, Transfer moved, int loaded) {
        int value = inByteOrder(s, moved.bytes(), loaded);
        return moved.signExtended() ? s.signExtend(value, 8 * moved.bytes()) : value;
    }

    /** The low 1, 2 or 4 bytes of a value in the order of PSTATE.E: what is to be stored, or was loaded. */
    static int inByteOrder(Aarch32Semantics s, int bytes, int value) {
        if (!s.bigEndian() || bytes == 1) {
            return value;
        }
        return bytes == 2 ? s.reverseBytesInHalfwords(false, value) : s.reverseBytes(false, value);
    }

    /** The address at a distance in bytes from the register. */
    static int address(Aarch32Semantics s, int n, long offset) {
        return offset == 0 ? s.r(n) : s.add(false, s.r(n), s.constant(offset));
    }

    /** Writes the base register back, moved by a distance in bytes. */
    static void advance(Aarch32Semantics s, int n, long offset) {
        s.r(n, s.add(false, s.r(n), s.constant(offset)));
    }

    /** The address that the index moves the base register to: up if U is set, else down. */
    static int indexed(Aarch32Semantics s, int n, boolean up, int index) {
        return up ? s.add(false, s.r(n), index) : s.sub(false, s.r(n), index);
    }

    /** The address of an A32 register offset; the field packs U and a {@link ShiftedRegister}. */
    static int indexed(Aarch32Semantics s, int n, int field) {
        return indexed(s, n, field >>> 11 != 0, ShiftedRegister.value(s, field & 0x7ff));
    }
}
