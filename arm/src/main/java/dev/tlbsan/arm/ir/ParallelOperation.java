package dev.tlbsan.arm.ir;

/**
 * A parallel addition or subtraction of AArch32 (DDI 0487, F2.4.9), and its packing in the immediate of
 * {@link Op#PARALLEL}.
 *
 * @param prefix what is done with the results
 * @param kind what is added and subtracted
 */
public record ParallelOperation(Prefix prefix, Kind kind) {
    /** Modular (setting GE), saturating or halving, on signed or unsigned elements. */
    public enum Prefix {
        S,
        Q,
        SH,
        U,
        UQ,
        UH;

        /** Whether the elements are unsigned. */
        public boolean unsigned() {
            return this == U || this == UQ || this == UH;
        }
    }

    /** The operation on halfwords, with or without exchange, or on bytes. */
    public enum Kind {
        ADD16,
        ASX,
        SAX,
        SUB16,
        ADD8,
        SUB8
    }

    private static final Prefix[] PREFIXES = Prefix.values();
    private static final Kind[] KINDS = Kind.values();

    public long encode() {
        return kind.ordinal() | (prefix.ordinal() << 4);
    }

    public static ParallelOperation of(long immediate) {
        return new ParallelOperation(PREFIXES[(int) immediate >>> 4], KINDS[(int) immediate & 0xf]);
    }
}
