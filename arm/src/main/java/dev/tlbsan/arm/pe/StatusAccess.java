package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.Aarch32Operation;

/**
 * Accesses of AArch32 instructions to the program status registers and to the registers of other modes (DDI 0487, F5.1
 * and F6.1: MRS, MSR, CPS, SETEND, SRS, LDM and STM of user registers). What is UNPREDICTABLE is UNDEFINED.
 */
final class StatusAccess {
    private static final int SPSR = 1 << 4;
    private static final int FLAGS_BYTE = 8;
    private static final int STATUS_BYTE = 4;
    private static final int EXTENSION_BYTE = 2;
    private static final int CONTROL_BYTE = 1;
    /** What MRS shows of the CPSR: neither T, IT, J nor IL. */
    private static final long VISIBLE = 0xf8ef_03dfL;

    private static final int MODE_CHANGE = 1 << 5;
    private static final int MASKS_SHIFT = 6;
    private static final int ENABLE = 2;
    private static final int DISABLE = 3;
    private static final int SP = 13;

    private final PeState state;
    private final SystemRegisters registers;
    private final Pstate pstate;
    private final ModeRegisters modes;

    StatusAccess(PeState state, ModeRegisters modes) {
        this.state = state;
        this.registers = state.registers();
        this.pstate = state.pstate();
        this.modes = modes;
    }

    /** Reads what an {@link Aarch32Operation} names that is no System register. */
    long read(int operation) {
        return switch (Aarch32Operation.kind(operation)) {
            case Aarch32Operation.STATUS -> (operation & SPSR) != 0 ? registers.get(spsr()) : modes.cpsr() & VISIBLE;
            case Aarch32Operation.BANKED -> readBanked(banked(operation));
            case Aarch32Operation.USER_BANK -> modes.get(userBank(), operation & 0xf);
            case Aarch32Operation.MODE_STACK -> modes.get(stackOf(operation), SP);
            default -> throw new EmulatorBug("not readable: 0x%x".formatted(operation));
        };
    }

    /** Writes what an {@link Aarch32Operation} names that is no System register. */
    void write(int operation, long value) {
        switch (Aarch32Operation.kind(operation)) {
            case Aarch32Operation.STATUS -> writeStatus(operation, value);
            case Aarch32Operation.BANKED -> writeBanked(banked(operation), value);
            case Aarch32Operation.USER_BANK -> modes.set(userBank(), operation & 0xf, value);
            case Aarch32Operation.CHANGE_STATE -> changeState(operation);
            case Aarch32Operation.SET_ENDIANNESS -> modes.bigEndian((operation & 1) != 0);
            case Aarch32Operation.MODE_STACK -> modes.set(stackOf(operation), SP, value);
            default -> throw new EmulatorBug("not writable: 0x%x".formatted(operation));
        }
    }

    private SystemRegister spsr() {
        SystemRegister spsr = modes.mode().spsr();
        if (spsr == null) {
            throw Syndromes.undefined();
        }
        return spsr;
    }

    private void writeStatus(int operation, long value) {
        if ((operation & SPSR) == 0) {
            writeCpsr(operation & 0xf, value);
            return;
        }
        long mask = 0;
        for (int n = 0; n < 4; n++) {
            mask |= (operation >>> n & 1) == 0 ? 0 : 0xffL << (8 * n);
        }
        SystemRegister spsr = spsr();
        registers.set(spsr, (registers.get(spsr) & ~mask) | (value & mask));
    }

    /** MSR of the CPSR: no execution state, and at PL0 only flags and endianness. */
    private void writeCpsr(int bytes, long value) {
        boolean privileged = pstate.el() > 0;
        if ((bytes & FLAGS_BYTE) != 0) {
            modes.flags(value);
        }
        if ((bytes & STATUS_BYTE) != 0) {
            modes.greaterOrEqual(value);
        }
        if ((bytes & EXTENSION_BYTE) != 0) {
            modes.bigEndian((value & ModeRegisters.E) != 0);
            mask(privileged ? Pstate.A : 0, value);
        }
        if ((bytes & CONTROL_BYTE) != 0 && privileged) {
            mask(Pstate.I | Pstate.F, value);
            changeMode(value);
        }
    }

    private void changeState(int operation) {
        if (pstate.el() == 0) {
            return;
        }
        int which = operation >>> MASKS_SHIFT & 7;
        int affected = ((which & 4) != 0 ? Pstate.A : 0)
                | ((which & 2) != 0 ? Pstate.I : 0)
                | ((which & 1) != 0 ? Pstate.F : 0);
        int imod = operation >>> 9 & 3;
        if (imod == ENABLE || imod == DISABLE) {
            mask(affected, imod == DISABLE ? affected : 0);
        }
        if ((operation & MODE_CHANGE) != 0) {
            changeMode(operation);
        }
    }

    private void mask(int affected, long value) {
        state.interruptMasks((pstate.daif() & ~affected) | (value & affected));
    }

    /**
     * A mode change by an instruction: to a mode that is not there, of a higher Exception level, or to or from Hyp mode it
     * only sets PSTATE.IL (DDI 0487, G1.9.4).
     */
    private void changeMode(long psr) {
        Aarch32Mode next = modes.modeOf(psr);
        boolean legal = next != null && next.el() <= pstate.el() && (next.el() == 2) == (pstate.el() == 2);
        if (legal && next != null) {
            modes.mode(next);
        } else {
            pstate.illegal(true);
        }
    }

    /** The bank that LDM and STM of user registers access: not from Hyp mode, and not from modes that use it. */
    private Aarch32Mode userBank() {
        if (modes.mode().spsr() == null || pstate.el() != 1) {
            throw Syndromes.undefined();
        }
        return Aarch32Mode.USER;
    }

    /** The mode whose stack SRS uses; not from Hyp mode. */
    private Aarch32Mode stackOf(int operation) {
        Aarch32Mode named = Aarch32Mode.of(operation);
        if (named == null || named.el() == 2 || pstate.el() != 1) {
            throw Syndromes.undefined();
        }
        return named;
    }

    private BankedRegister banked(int operation) {
        BankedRegister register = BankedRegister.of(operation);
        if (register == null || !register.isAccessibleFrom(modes.mode())) {
            throw Syndromes.undefined();
        }
        return register;
    }

    private long readBanked(BankedRegister register) {
        SystemRegister storage = register.storage();
        return storage == null ? modes.get(register.mode(), register.number()) : registers.get(storage);
    }

    private void writeBanked(BankedRegister register, long value) {
        SystemRegister storage = register.storage();
        if (storage == null) {
            modes.set(register.mode(), register.number(), value);
        } else {
            registers.set(storage, value);
        }
    }
}
