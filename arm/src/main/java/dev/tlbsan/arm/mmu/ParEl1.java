package dev.tlbsan.arm.mmu;

/** PAR_EL1 in its 64-bit format (DDI 0487, D19.2.118). */
final class ParEl1 {
    private static final long FAULT = 1;
    private static final int FST_SHIFT = 1;
    private static final int SHAREABILITY_SHIFT = 7;
    private static final long ON_WALK = 1 << 8;
    private static final long STAGE2 = 1 << 9;
    private static final long NON_SECURE = 1 << 9;
    private static final long RES1 = 1 << 11;
    private static final long ADDRESS_MASK = 0x0000_ffff_ffff_f000L;
    private static final int ATTRIBUTE_SHIFT = 56;

    private ParEl1() {}

    /** The result of an address translation instruction, given whether it was executed at EL1. */
    static AddressTranslation of(Translation outcome, boolean atEl1) {
        return switch (outcome) {
            case Translation.Mapped mapped -> new AddressTranslation(success(mapped), null);
            case TranslationFault fault -> new AddressTranslation(failure(fault), taken(fault, atEl1) ? fault : null);
        };
    }

    /** Whether the fault is taken as an exception instead of being reported. */
    static boolean taken(TranslationFault fault, boolean atEl1) {
        boolean external = fault.kind() == TranslationFault.Kind.EXTERNAL_ON_WALK;
        return external || (atEl1 && fault.stage() == 2);
    }

    private static long success(Translation.Mapped mapped) {
        MemoryAttributes attributes = mapped.attributes();
        return (mapped.pa() & ADDRESS_MASK)
                | (long) attributes.attr() << ATTRIBUTE_SHIFT
                | (long) attributes.shareability() << SHAREABILITY_SHIFT
                | NON_SECURE
                | RES1;
    }

    private static long failure(TranslationFault fault) {
        return FAULT
                | (long) fault.statusCode() << FST_SHIFT
                | (fault.onWalk() ? ON_WALK : 0)
                | (fault.stage() == 2 ? STAGE2 : 0)
                | RES1;
    }
}
