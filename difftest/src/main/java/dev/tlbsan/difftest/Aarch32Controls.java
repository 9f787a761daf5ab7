package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;

/** Chooses the control registers of AArch32 cases: mostly ordinary ones, else some traps and options. */
final class Aarch32Controls {
    private static final long LONG_DESCRIPTORS = 1L << 31;
    private static final long HCR_VM = 1;
    /** FMO, IMO, AMO. */
    private static final long HCR_ROUTING = 0x38;
    /** TWI, TWE, TID0 to TID3, TSC, TIDCP, TAC, TSW, TPC, TPU, TTLB, TVM; not TRVM, which Armv7 does not have. */
    private static final long HCR_TRAPS = 0x07ff_e000L;

    private static final long HDCR_TRAPS = 0xf00;
    private static final long HSTR_TRAPS = 0xbfef;
    private static final long SCTLR_ALIGNMENT = 2;
    /** M, CP15BEN and TRE. */
    private static final long SCTLR_ORDINARY = 0x1000_0021L;

    private static final Controls ORDINARY = new Controls(0, SCTLR_ORDINARY, LONG_DESCRIPTORS, 0, 0, 0, 0, 3, 0x303, 0);

    private final SeededRandom random;

    Aarch32Controls(SeededRandom random) {
        this.random = random;
    }

    /** A word of which about a quarter of the bits are set. */
    private long sparse() {
        long word = random.next();
        return word & random.next();
    }

    /** HCR with some traps, or options that do not change translation. */
    private Controls traps(Controls controls) {
        long hcr = random.oneIn(2) ? random.next() & HCR_TRAPS : sparse() & (HCR_TRAPS | HCR_ROUTING);
        return controls.withHcr(hcr);
    }

    private Controls timersAndDebug(Controls controls) {
        return controls.withDebugAndTimers(random.next() & HDCR_TRAPS, random.oneIn(2) ? 3 : 0, random.next() & 0x303);
    }

    Controls next(int level) {
        Controls controls = ORDINARY.withTcr(random.oneIn(2) ? LONG_DESCRIPTORS : 0)
                .withSctlr(SCTLR_ORDINARY | (random.oneIn(16) ? SCTLR_ALIGNMENT : 0));
        return switch (random.below(8)) {
            case 0, 1 -> controls.withHcr(HCR_VM);
            case 2 -> traps(controls);
            case 3 -> timersAndDebug(controls);
            case 4 -> withCoprocessorTraps(controls);
            default -> controls;
        };
    }

    /** HSTR for CP15, of which c4 and c14 have none; not HCPTR.TCPAC, which QEMU does not know in Armv7. */
    private Controls withCoprocessorTraps(Controls controls) {
        return new Controls(
                controls.hcr(), controls.sctlr(), controls.tcr(), 0, 0, 0, sparse() & HSTR_TRAPS, 3, 0x303, 0);
    }
}
