package dev.tlbsan.arm.pe;

import org.jspecify.annotations.Nullable;

/**
 * Where a System register of AArch32 is stored, and how it behaves beyond that.
 *
 * @param backing the register whose storage it shares (DDI 0487, D17 and G8, "Architecturally mapped"); null if it is
 *     constant
 * @param part which bits of that
 * @param reset the value after reset, of the part; negative for that of the backing register
 * @param kept the bits that a write keeps; the others are RES0 and read as zero
 * @param set the bits that always read as one
 * @param readableFrom the lowest Exception level that may read it, {@link RegisterTraits#NEVER} if none; negative for
 *     what opc1 says
 * @param writableFrom the lowest Exception level that may write it, likewise
 * @param trap the controls that trap accesses
 */
record Aarch32Traits(
        @Nullable SystemRegister backing,
        Part part,
        long reset,
        long kept,
        long set,
        int readableFrom,
        int writableFrom,
        TrapGroup trap) {
    private static final int BY_OPC1 = -1;
    private static final long AS_BACKING = -1;

    /** Bits of the backing register. */
    enum Part {
        LOW(0, 0xffff_ffffL),
        HIGH(32, 0xffff_ffffL),
        /** All 64; MCR and MRC access the lower 32. */
        ALL(0, -1L);

        private final int shift;
        private final long mask;

        Part(int shift, long mask) {
            this.shift = shift;
            this.mask = mask;
        }

        /** The bits of a value of the backing register. */
        long of(long whole) {
            return (whole >>> shift) & mask;
        }

        /** The value of the backing register with these bits replaced. */
        long replace(long whole, long value) {
            return (whole & ~(mask << shift)) | ((value & mask) << shift);
        }
    }

    /** The lower half of a register. */
    static Aarch32Traits low(SystemRegister backing) {
        return of(backing, Part.LOW);
    }

    /** The upper half of a register. */
    static Aarch32Traits high(SystemRegister backing) {
        return of(backing, Part.HIGH);
    }

    /** A register of 64 bits. */
    static Aarch32Traits all(SystemRegister backing) {
        return of(backing, Part.ALL);
    }

    /** A constant. */
    static Aarch32Traits fixed(long value) {
        return new Aarch32Traits(null, Part.LOW, value, 0, 0, BY_OPC1, RegisterTraits.NEVER, TrapGroup.NONE);
    }

    /** Reads as zero, ignores writes. */
    static Aarch32Traits zero() {
        return new Aarch32Traits(null, Part.LOW, 0, 0, 0, BY_OPC1, BY_OPC1, TrapGroup.NONE);
    }

    private static Aarch32Traits of(SystemRegister backing, Part part) {
        return new Aarch32Traits(backing, part, AS_BACKING, -1, 0, BY_OPC1, BY_OPC1, TrapGroup.NONE);
    }

    /** Read-only, and as the backing register is. */
    Aarch32Traits readOnly() {
        return writableFrom(RegisterTraits.NEVER);
    }

    /** Read-only with a value of its own. */
    Aarch32Traits is(long value) {
        return reset(value).readOnly();
    }

    Aarch32Traits writeOnly() {
        return readableFrom(RegisterTraits.NEVER);
    }

    Aarch32Traits reset(long value) {
        return new Aarch32Traits(backing, part, value, kept, set, readableFrom, writableFrom, trap);
    }

    Aarch32Traits keeps(long mask) {
        return new Aarch32Traits(backing, part, reset, mask, set, readableFrom, writableFrom, trap);
    }

    /** Bits that always read as one, after reset too. */
    Aarch32Traits sets(long mask) {
        return new Aarch32Traits(backing, part, mask, kept, mask, readableFrom, writableFrom, trap);
    }

    /** Readable and writable from an Exception level. */
    Aarch32Traits from(int el) {
        return readableFrom(el).writableFrom(writableFrom == RegisterTraits.NEVER ? writableFrom : el);
    }

    Aarch32Traits readableFrom(int el) {
        return new Aarch32Traits(backing, part, reset, kept, set, el, writableFrom, trap);
    }

    Aarch32Traits writableFrom(int el) {
        return new Aarch32Traits(backing, part, reset, kept, set, readableFrom, el, trap);
    }

    Aarch32Traits trap(TrapGroup group) {
        return new Aarch32Traits(backing, part, reset, kept, set, readableFrom, writableFrom, group);
    }

    /** The same, with the Exception levels that opc1 implies filled in. */
    Aarch32Traits forOpc1(int opc1) {
        int lowest = opc1 == 4 ? 2 : 1;
        return readableFrom(readableFrom == BY_OPC1 ? lowest : readableFrom)
                .writableFrom(writableFrom == BY_OPC1 ? lowest : writableFrom);
    }

    boolean hasReset() {
        return reset != AS_BACKING;
    }
}
