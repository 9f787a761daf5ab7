package dev.tlbsan.arm.mmu;

/** PAR of AArch32 in its 32-bit format (DDI 0487, G8.2 PAR). */
final class Par32 {
    private static final long FAULT = 1;
    private static final int FS_SHIFT = 1;
    private static final long SUPERSECTION = 1 << 1;
    private static final int OUTER_SHIFT = 2;
    private static final int INNER_SHIFT = 4;
    private static final long SHAREABLE = 1 << 7;
    private static final long NON_SECURE = 1 << 9;
    private static final long NOT_OUTER_SHAREABLE = 1 << 10;
    private static final int SUPERSECTION_BITS = 24;
    private static final int INNER_SHAREABLE = 3;
    private static final int STRONGLY_ORDERED = 0b001;
    private static final int DEVICE = 0b011;
    /** A nibble of MAIR by its allocation and write-through bits: the values of Outer, Inner having one bit more. */
    private static final int NON_CACHEABLE = 0;

    private static final int WRITE_BACK_ALLOCATE = 1;
    private static final int WRITE_THROUGH = 2;
    private static final int WRITE_BACK = 3;
    private static final int INNER_CACHED = 0b100;

    private Par32() {}

    /** The result of an address translation operation, given the walk and whether it was executed at PL1. */
    static AddressTranslation of(Translation outcome, Walk walk, boolean atPl1) {
        return switch (outcome) {
            case Translation.Mapped mapped -> new AddressTranslation(success(mapped, walk), null);
            case TranslationFault fault ->
                new AddressTranslation(
                        FAULT | fault.shortStatusCode() << FS_SHIFT, ParEl1.taken(fault, atPl1) ? fault : null);
        };
    }

    private static long success(Translation.Mapped mapped, Walk walk) {
        TlbEntry entry = walk.stage1();
        boolean supersection = entry != null && entry.sizeBits() == SUPERSECTION_BITS;
        long address = supersection
                ? (mapped.pa() & 0xff00_0000L) | (mapped.pa() >>> 32 & 0xff) << 16 | SUPERSECTION
                : mapped.pa() & 0xffff_f000L;
        return address | attributes(mapped.attributes()) | NON_SECURE;
    }

    private static long attributes(MemoryAttributes attributes) {
        int attr = attributes.attr();
        long shareable = attributes.shareability() == 0 ? 0 : SHAREABLE;
        if (attributes.device()) {
            return (long) (attr == 0 ? STRONGLY_ORDERED : DEVICE) << INNER_SHIFT | shareable;
        }
        int inner = cacheability(attr);
        long innerBits = inner == NON_CACHEABLE ? 0 : inner | INNER_CACHED;
        return (long) cacheability(attr >>> 4) << OUTER_SHIFT
                | innerBits << INNER_SHIFT
                | shareable
                | (attributes.shareability() == INNER_SHAREABLE ? NOT_OUTER_SHAREABLE : 0);
    }

    private static int cacheability(int nibble) {
        if ((nibble & 0xf) == 4) {
            return NON_CACHEABLE;
        }
        boolean writeThrough = (nibble & 4) == 0;
        boolean allocates = (nibble & 1) != 0;
        int writeBack = allocates ? WRITE_BACK_ALLOCATE : WRITE_BACK;
        return writeThrough ? WRITE_THROUGH : writeBack;
    }
}
