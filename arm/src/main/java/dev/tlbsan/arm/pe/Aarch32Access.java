package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.pe.Aarch32Traits.Part;

/** MCR, MRC, MCRR and MRRC of coprocessors 14 and 15: which are UNDEFINED or trapped, and what they do (DDI 0487, G8). */
final class Aarch32Access {
    private static final long LOW_32 = 0xffff_ffffL;
    private static final long LONG_DESCRIPTORS = 1L << 31;
    private static final long TTBCR_LONG = 0xbfc7_3f87L;
    private static final long TTBCR_SHORT = 0x37;
    private static final long OS_LOCK_KEY = 0xc5ac_ce55L;
    private static final int MIDR = Aarch32Operation.name(Aarch32Register.MIDR.encoding());
    /** CRm and opc2. */
    private static final int ID_FIELDS = 0x7f;

    private static final int LAST_ID = 7;

    private final SystemRegisters registers;
    private final Pstate pstate;
    private final Traps traps;
    private final RegisterAccess backing;
    private final Aarch32Instructions instructions;

    Aarch32Access(ProcessingElement pe, RegisterAccess backing, Aarch32Instructions instructions) {
        this.registers = pe.systemRegisters();
        this.pstate = pe.state().pstate();
        this.traps = pe.traps();
        this.backing = backing;
        this.instructions = instructions;
    }

    /** MRC or MRRC. */
    long read(int instruction) {
        checkMajorAt(1, instruction, true);
        Aarch32Register register = Aarch32Register.of(instruction);
        if (register == null) {
            return readUnnamed(instruction);
        }
        check(register.readableFrom(), register.trapGroup(), instruction, true);
        long value = valueOf(register);
        return isPair(instruction) ? value : value & LOW_32;
    }

    /** MCR or MCRR. */
    void write(int instruction, long value) {
        checkMajorAt(1, instruction, false);
        Aarch32Register register = Aarch32Register.of(instruction);
        if (register != null) {
            check(register.writableFrom(), register.trapGroup(), instruction, false);
            store(register, value, isPair(instruction) ? -1 : LOW_32);
        } else if (!instructions.execute(instruction, value)) {
            throw Syndromes.undefined();
        }
    }

    private void check(int lowest, TrapGroup group, int instruction, boolean read) {
        if (pstate.el() < lowest) {
            throw Syndromes.undefined();
        }
        checkMajorAt(0, instruction, read);
        traps.checkRegister(group, instruction, read);
    }

    private void checkMajorAt(int el, int instruction, boolean read) {
        if (pstate.el() == el) {
            traps.checkMajor(instruction, read);
        }
    }

    /** Aliases of MIDR, and the reserved part of the ID space, which reads as zero. */
    private long readUnnamed(int instruction) {
        int crm = SystemOperation.crm(instruction);
        boolean id = (Aarch32Operation.name(instruction) & ~ID_FIELDS) == MIDR
                && Aarch32Operation.kind(instruction) == Aarch32Operation.REGISTER
                && pstate.el() > 0;
        if (id && crm == 0) {
            return valueOf(Aarch32Register.MIDR);
        }
        if (id && crm <= LAST_ID) {
            traps.checkRegister(TrapGroup.ID_GROUP_3, instruction, true);
            return 0;
        }
        throw Syndromes.undefined();
    }

    /** The value that a permitted read of all its bits gives. */
    long valueOf(Aarch32Register register) {
        SystemRegister storage = register.backing();
        return storage == null ? register.constant() : register.part().of(backing.valueOf(storage));
    }

    private void store(Aarch32Register register, long value, long accessed) {
        SystemRegister storage = register.backing();
        if (storage == null) {
            return;
        }
        long old = registers.get(storage);
        long kept = register.stored(value & bitsOf(register, value));
        Part part = register.part();
        long stored = part.replace(old, (kept & accessed) | (part.of(old) & ~accessed));
        backing.store(storage, register == Aarch32Register.DBGOSLAR ? lock(value) : value, stored);
    }

    /** DBGOSLAR sets the OS lock by a key and clears it by any other value, OSLAR_EL1 by its lowest bit. */
    private static long lock(long value) {
        return (value & LOW_32) == OS_LOCK_KEY ? 1 : 0;
    }

    /** The bits of TTBCR depend on one of them, TTBCR.EAE. */
    private static long bitsOf(Aarch32Register register, long value) {
        if (register != Aarch32Register.TTBCR) {
            return -1;
        }
        return (value & LONG_DESCRIPTORS) != 0 ? TTBCR_LONG : TTBCR_SHORT;
    }

    private static boolean isPair(int instruction) {
        return Aarch32Operation.kind(instruction) == Aarch32Operation.REGISTER_PAIR;
    }
}
