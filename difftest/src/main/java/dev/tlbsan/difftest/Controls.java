package dev.tlbsan.difftest;

import java.nio.ByteBuffer;

/**
 * The control registers that an instruction case begins with. The payload drops the bits that a case may not have.
 *
 * @param sctlr SCTLR_EL1, or SCTLR_EL2 for a case at EL2
 * @param tcr bits 37 and 38 of TCR_EL1; bit 37 is TCR_EL2.TBI for a case at EL2
 */
record Controls(
        long hcr,
        long sctlr,
        long tcr,
        long cpacr,
        long cptr,
        long mdcr,
        long hstr,
        long cnthctl,
        long cntkctl,
        long mdscr) {
    /** Nothing is trapped. */
    static final Controls ORDINARY = new Controls(0x8000_0000L, 0x0405_d021L, 0, 0x30_0000L, 0, 0, 0, 3, 0x303, 0);

    /** Nothing is trapped at EL2. */
    static final Controls ORDINARY_EL2 = ORDINARY.withSctlr(0x1001);

    private static final long HCR_VM = 1;
    private static final long HCR_DC = 1L << 12;
    private static final long HCR_TGE = 1L << 27;
    private static final long SCTLR_M = 1;

    Controls withHcr(long value) {
        return new Controls(value, sctlr, tcr, cpacr, cptr, mdcr, hstr, cnthctl, cntkctl, mdscr);
    }

    Controls withSctlr(long value) {
        return new Controls(hcr, value, tcr, cpacr, cptr, mdcr, hstr, cnthctl, cntkctl, mdscr);
    }

    Controls withTcr(long value) {
        return new Controls(hcr, sctlr, value, cpacr, cptr, mdcr, hstr, cnthctl, cntkctl, mdscr);
    }

    Controls withMdscr(long value) {
        return new Controls(hcr, sctlr, tcr, cpacr, cptr, mdcr, hstr, cnthctl, cntkctl, value);
    }

    /** The same with other controls of debug and timers. */
    Controls withDebugAndTimers(long newMdcr, long newCnthctl, long newCntkctl) {
        return new Controls(hcr, sctlr, tcr, cpacr, cptr, newMdcr, hstr, newCnthctl, newCntkctl, mdscr);
    }

    /** Whether accesses from an Exception level meet no stage 1 translation. */
    boolean isStage1Off(int level) {
        boolean off = (hcr & (HCR_DC | HCR_TGE)) != 0 || ((hcr & HCR_VM) != 0 && (sctlr & SCTLR_M) == 0);
        return level < 2 && off;
    }

    void write(ByteBuffer out) {
        out.putLong(hcr).putLong(sctlr).putLong(tcr).putLong(cpacr).putLong(cptr);
        out.putLong(mdcr).putLong(hstr).putLong(cnthctl).putLong(cntkctl).putLong(mdscr);
    }

    /** All of them, in hexadecimal. */
    String listing() {
        return "hcr %x  sctlr %x  tcr %x  cpacr %x  cptr %x%n".formatted(hcr, sctlr, tcr, cpacr, cptr)
                + "mdcr %x  hstr %x  cnthctl %x  cntkctl %x  mdscr %x".formatted(mdcr, hstr, cnthctl, cntkctl, mdscr);
    }

    static Controls read(ByteBuffer in) {
        return new Controls(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }
}
