package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;

/** Chooses the control registers of instruction cases: mostly ordinary ones, else some traps and options. */
final class ControlsGenerator {
    private static final long HCR_RW = 1L << 31;
    private static final long HCR_VM = 1;
    /** FMO, IMO, AMO; then VF, VI, VSE, which they enable. */
    private static final long HCR_ROUTING = 0x38;

    private static final long HCR_VIRTUAL = 0x1c0;
    private static final long HCR_TWI = 1L << 13;
    private static final long HCR_PTW = 1L << 2;
    private static final long HCR_DC = 1L << 12;
    private static final long HCR_TGE = 1L << 27;
    /** TWI, TWE, TID1, TID2, TID3, TSC, TIDCP, TACR, TSW, TPC, TPU, TTLB, TVM, TDZ, TRVM. */
    private static final long HCR_TRAPS = 0x57ff_e000L;
    /** SWIO, PTW, FMO, IMO, AMO, VF, VI, VSE, FB, BSU, CD, ID. */
    private static final long HCR_OPTIONS = 0x3_0000_0ffeL;

    /** A, SA, SA0, UMA, I, DZE, UCT, nTWI, nTWE, WXN, UCI. */
    private static final long SCTLR_EL1_OPTIONS = 0x040d_d202L;

    private static final long SCTLR_ALIGNMENT = 0x2;
    private static final long SCTLR_STACK = 0x18;
    private static final long SCTLR_M = 1;
    private static final long SCTLR_EL2_OPTIONS = 0x0008_1000L;
    private static final long TBI = 3L << 37;
    /** CNTHCTL_EL2.{EL1PCTEN, EL1PCEN}: together, since QEMU takes one for the other at EL0. */
    private static final long PHYSICAL_TIMER = 3;

    private static final long MDCR_TRAPS = 0xf00;

    private final SeededRandom random;

    ControlsGenerator(SeededRandom random) {
        this.random = random;
    }

    Controls next(int level) {
        Controls controls = level == 2 ? el2() : el10(level);
        return random.oneIn(4) ? controls.withTcr(random.next() & TBI) : controls;
    }

    private Controls el2() {
        long sctlr = SCTLR_M | (random.next() & SCTLR_EL2_OPTIONS) | rareChecks();
        return random.below(4) == 0 ? Controls.ORDINARY_EL2.withSctlr(sctlr) : Controls.ORDINARY_EL2;
    }

    private Controls el10(int level) {
        Controls ordinary = Controls.ORDINARY;
        return switch (random.below(8)) {
            case 0 -> ordinary.withHcr(HCR_RW | HCR_VM);
            case 1 -> ordinary.withHcr(HCR_RW | (random.next() & HCR_TRAPS));
            case 2 -> ordinary.withHcr(options());
            case 3 ->
                ordinary.withSctlr(SCTLR_M | (random.next() & SCTLR_EL1_OPTIONS & ~SCTLR_ALIGNMENT) | rareChecks());
            case 4 -> debugAndTimers(ordinary.withHcr(HCR_RW | (random.oneIn(2) ? HCR_VM : 0)));
            case 5 -> random.oneIn(4) ? withoutFirstStage() : ordinary;
            case 6 -> level == 0 && random.oneIn(2) ? allToEl2() : ordinary;
            default -> ordinary;
        };
    }

    /** Stage 1 off: all accesses are to Device memory, or with HCR_EL2.DC to Normal memory. */
    private Controls withoutFirstStage() {
        long dc = random.oneIn(4) ? 0 : HCR_DC;
        return Controls.ORDINARY.withHcr(HCR_RW | HCR_VM | dc).withSctlr(Controls.ORDINARY.sctlr() & ~SCTLR_M);
    }

    /** HCR_EL2.TGE, under which stage 1 is off at EL0; QEMU wants to be told so. */
    private Controls allToEl2() {
        Controls off = withoutFirstStage();
        return off.withHcr(off.hcr() | HCR_TGE);
    }

    /**
     * HCR_EL2 with options and some traps. QEMU looks at PTW without VM too, and lets virtual interrupts that are not
     * routed end a WFI.
     */
    private long options() {
        long value = HCR_RW | (random.next() & (HCR_OPTIONS | HCR_VM)) | (sparse() & HCR_TRAPS);
        long unrouted = value & HCR_VIRTUAL & ~(value & HCR_ROUTING) << 3;
        value &= unrouted == 0 ? -1 : ~HCR_TWI;
        return (value & HCR_VM) == 0 ? value & ~HCR_PTW : value;
    }

    private Controls debugAndTimers(Controls controls) {
        return controls.withDebugAndTimers(
                random.next() & MDCR_TRAPS, random.oneIn(2) ? PHYSICAL_TIMER : 0, random.next() & 0x303);
    }

    private long rareChecks() {
        return (random.oneIn(8) ? SCTLR_ALIGNMENT : 0) | (random.oneIn(4) ? SCTLR_STACK : 0);
    }

    /** Bits of which an eighth are one. */
    private long sparse() {
        long bits = random.next();
        bits &= random.next();
        return bits & random.next();
    }
}
