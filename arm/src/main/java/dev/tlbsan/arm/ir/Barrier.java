package dev.tlbsan.arm.ir;

/**
 * A barrier instruction (DDI 0487, C6.2 DMB, DSB, ISB), and its packing in the immediate of {@link Op#BARRIER}: bits 3:0
 * CRm, bits 5:4 the kind.
 *
 * @param kind which barrier
 * @param crm the option: bits 3:2 the domain (0 outer, 1 non-shareable, 2 inner, 3 full system), bits 1:0 the access
 *     types (1 loads, 2 stores, 3 both; 0 is full system, both)
 */
public record Barrier(Kind kind, int crm) {
    /** The barrier instructions. */
    public enum Kind {
        DSB,
        DMB,
        ISB
    }

    private static final Kind[] KINDS = Kind.values();

    public long encode() {
        return crm | kind.ordinal() << 4;
    }

    public static Barrier of(long immediate) {
        return new Barrier(KINDS[(int) immediate >>> 4], (int) immediate & 0xf);
    }
}
