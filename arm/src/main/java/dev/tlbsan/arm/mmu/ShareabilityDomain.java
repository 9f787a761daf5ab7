package dev.tlbsan.arm.mmu;

/** How far a barrier reaches; each includes those before it. */
public enum ShareabilityDomain {
    NON_SHAREABLE,
    INNER_SHAREABLE,
    OUTER_SHAREABLE,
    FULL_SYSTEM;

    /** The domain in CRm of a DSB or DMB; the options whose access type is reserved reach the full system. */
    public static ShareabilityDomain ofBarrier(int crm) {
        if ((crm & 3) == 0) {
            return FULL_SYSTEM;
        }
        return switch (crm >>> 2 & 3) {
            case 0 -> OUTER_SHAREABLE;
            case 1 -> NON_SHAREABLE;
            case 2 -> INNER_SHAREABLE;
            default -> FULL_SYSTEM;
        };
    }

    /** Whether CRm of a DSB covers loads and stores, as the completion of a TLBI needs. */
    public static boolean coversLoadsAndStores(int crm) {
        int types = crm & 3;
        return types == 0 || types == 3;
    }
}
