package dev.tlbsan.kvm.arm;

/** Fields and modes of the program status registers (DDI 0487, G8.2.33). */
final class Psr {
    static final long MODE = 0x1f;
    static final long MODE_FIQ = 0x11;
    static final long MODE_IRQ = 0x12;
    static final long MODE_SVC = 0x13;
    static final long MODE_ABT = 0x17;
    static final long MODE_UND = 0x1b;

    static final long T = 1L << 5;
    static final long F = 1L << 6;
    static final long I = 1L << 7;
    static final long A = 1L << 8;
    static final long E = 1L << 9;
    static final long IT = 0x0600_fc00L;

    private Psr() {}

    static long mode(long psr) {
        return psr & MODE;
    }

    /** The state after an instruction of an IT block (kvm_adjust_itstate): the next one's condition moves up. */
    static long advanceIt(long psr) {
        if ((psr & IT) == 0) {
            return psr;
        }
        long it = (psr >>> 8 & 0xfc) | (psr >>> 25 & 3);
        long next = (it & 7) == 0 ? 0 : (it & 0xe0) | (it << 1 & 0x1f);
        return (psr & ~IT) | (next & 0xfc) << 8 | (next & 3) << 25;
    }
}
