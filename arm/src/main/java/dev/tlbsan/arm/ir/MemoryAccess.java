package dev.tlbsan.arm.ir;

/**
 * The properties of a memory access that is not plain, and their packing in the immediate of
 * {@link Op#LOAD_SPECIAL}, {@link Op#STORE_SPECIAL} and {@link Op#STORE_EXCLUSIVE}: bits 7:0 the slot of a pair's second
 * register (exclusive pair stores), bits 15:8 the size in bytes, bits from 16 the flags.
 *
 * @param bytes the size of the access, or of each half of a pair: 1, 2, 4 or 8
 * @param flags a combination of the constants below
 * @param secondSlot the slot of the second register of an exclusive pair store, else 0
 */
public record MemoryAccess(int bytes, int flags, int secondSlot) {
    /** Checked with EL0 permissions when at EL1 (LDTR, STTR). */
    public static final int UNPRIVILEGED = 1;
    /** Sets or checks the exclusive monitors. */
    public static final int EXCLUSIVE = 2;
    /** Load-acquire or store-release: always checked for alignment. */
    public static final int ORDERED = 4;
    /** The first access of an exclusive pair: aligned to, and monitored as, twice its size. */
    public static final int PAIR = 8;
    /** Must be aligned to its size whatever SCTLR_ELx.A says. */
    public static final int ALIGNED = 16;

    public MemoryAccess(int bytes, int flags) {
        this(bytes, flags, 0);
    }

    public long encode() {
        return secondSlot | (long) bytes << 8 | (long) flags << 16;
    }

    public static MemoryAccess of(long immediate) {
        return new MemoryAccess((int) immediate >>> 8 & 0xff, (int) (immediate >>> 16), (int) immediate & 0xff);
    }

    /** The bytes whose alignment and monitor count: those of both halves of an exclusive pair. */
    public int size() {
        return has(PAIR) ? 2 * bytes : bytes;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
