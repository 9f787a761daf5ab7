package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.RegisterFile;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The mode of an AArch32 PE, the registers that modes have of their own, and the CPSR (DDI 0487, G1.9 and G1.10). */
final class ModeRegisters {
    static final long E = 1L << 9;
    static final long T = 1L << 5;
    static final long Q = 1L << 27;
    static final long GE = 0xfL << 16;

    private static final int MODES = Aarch32Mode.values().length;
    private static final int FIRST_HIGH = 8;
    private static final int SP = 13;
    private static final int LR = 14;

    private final PeState state;
    private final long[] file;
    private final long[] stackPointers = new long[MODES];
    private final long[] links = new long[MODES];
    /** R8 to R12 of FIQ mode, or of all others while in FIQ mode. */
    private final long[] otherHigh = new long[SP - FIRST_HIGH];

    private Aarch32Mode mode = Aarch32Mode.USER;
    private boolean bigEndian;

    ModeRegisters(PeState state) {
        this.state = state;
        this.file = state.file();
    }

    /** The state after a cold reset, in the given mode with asynchronous exceptions masked; general registers are zero. */
    void reset(Aarch32Mode first) {
        Arrays.fill(stackPointers, 0);
        Arrays.fill(links, 0);
        Arrays.fill(otherHigh, 0);
        mode = first;
        bigEndian = false;
        state.level(first.el());
        state.interruptMasks(Pstate.A | Pstate.I | Pstate.F);
    }

    Aarch32Mode mode() {
        return mode;
    }

    /** Changes the mode, and with it the Exception level and the registers in use. */
    void mode(Aarch32Mode next) {
        stackPointers[mode.stackBank().ordinal()] = file[SP];
        links[mode.linkBank().ordinal()] = file[LR];
        if ((mode == Aarch32Mode.FIQ) != (next == Aarch32Mode.FIQ)) {
            for (int n = 0; n < otherHigh.length; n++) {
                long other = otherHigh[n];
                otherHigh[n] = file[FIRST_HIGH + n];
                file[FIRST_HIGH + n] = other;
            }
        }
        mode = next;
        file[SP] = stackPointers[mode.stackBank().ordinal()];
        file[LR] = links[mode.linkBank().ordinal()];
        state.level(mode.el());
    }

    /** R[n] as it is in a mode, n from 0 to 14. */
    long get(Aarch32Mode of, int n) {
        long @Nullable [] bank = bank(of, n);
        return bank == null ? file[n] : bank[index(of, n)];
    }

    /** Writes R[n] as it is in a mode, n from 0 to 14. */
    void set(Aarch32Mode of, int n, long value) {
        long @Nullable [] bank = bank(of, n);
        if (bank == null) {
            file[n] = value;
        } else {
            bank[index(of, n)] = value;
        }
    }

    /** Where the register is; null if it is the one in use. */
    private long @Nullable [] bank(Aarch32Mode of, int n) {
        return switch (n) {
            case SP -> of.stackBank() == mode.stackBank() ? null : stackPointers;
            case LR -> of.linkBank() == mode.linkBank() ? null : links;
            default -> n < FIRST_HIGH || (of == Aarch32Mode.FIQ) == (mode == Aarch32Mode.FIQ) ? null : otherHigh;
        };
    }

    private static int index(Aarch32Mode of, int n) {
        return switch (n) {
            case SP -> of.stackBank().ordinal();
            case LR -> of.linkBank().ordinal();
            default -> n - FIRST_HIGH;
        };
    }

    /** CPSR.E: data accesses are big-endian. */
    boolean bigEndian() {
        return bigEndian;
    }

    void bigEndian(boolean value) {
        bigEndian = value;
    }

    /** The CPSR as an exception stores it to an SPSR. */
    long cpsr() {
        Pstate pstate = state.pstate();
        long it = file[RegisterFile.IT];
        return file[RegisterFile.NZCV]
                | (file[RegisterFile.Q] != 0 ? Q : 0)
                | ((it & 3) << 25)
                | (pstate.illegal() ? Pstate.IL : 0)
                | (file[RegisterFile.GE] << 16)
                | ((it >>> 2) << 10)
                | (bigEndian ? E : 0)
                | pstate.daif()
                | (file[RegisterFile.T] != 0 ? T : 0)
                | mode.number();
    }

    /** Sets the flags N, Z, C, V and Q from bits 31 to 27 of a program status register. */
    void flags(long psr) {
        file[RegisterFile.NZCV] = psr & Pstate.NZCV;
        file[RegisterFile.Q] = (psr & Q) != 0 ? 1 : 0;
    }

    /** Sets the GE flags from bits 19 to 16 of a program status register. */
    void greaterOrEqual(long psr) {
        file[RegisterFile.GE] = (psr & GE) >>> 16;
    }

    /** The IT bits of a program status register. */
    static long itState(long psr) {
        return ((psr >>> 25) & 3) | ((psr >>> 8) & 0xfc);
    }

    /** The mode that a program status register names, if this PE has it; else null. */
    @Nullable
    Aarch32Mode modeOf(long psr) {
        Aarch32Mode named = Aarch32Mode.of(psr);
        return named == Aarch32Mode.HYP && !state.hasEl2() ? null : named;
    }
}
