package dev.tlbsan.arm.mmu;

/**
 * The access is refused: an MMU fault (DDI 0487, D8.15).
 *
 * @param kind the fault
 * @param level the level of the lookup that gave it, 0 to 3
 * @param stage 1 or 2
 * @param onWalk whether it is a stage 2 fault on a stage 1 table walk (S1PTW)
 * @param ipa the intermediate physical address that a stage 2 fault is about; otherwise zero
 * @param domain the domain of the short descriptor that gave it, {@link #NO_DOMAIN} if there was none
 */
public record TranslationFault(Kind kind, int level, int stage, boolean onWalk, long ipa, int domain)
        implements Translation {
    /** Stands for the domain of a translation that has none. */
    public static final int NO_DOMAIN = -1;

    private static final int LEVEL = 3;

    /** A fault that no domain belongs to. */
    public TranslationFault(Kind kind, int level, int stage, boolean onWalk, long ipa) {
        this(kind, level, stage, onWalk, ipa, NO_DOMAIN);
    }

    /** The kinds of MMU fault, with the base of their fault status code, and FS of the short format of AArch32. */
    public enum Kind {
        /** The short format has no such fault: only a change of format without synchronization can report it there. */
        ADDRESS_SIZE(0b000000, 0b00101, 0b00111),
        TRANSLATION(0b000100, 0b00101, 0b00111),
        ACCESS_FLAG(0b001000, 0b00011, 0b00110),
        PERMISSION(0b001100, 0b01101, 0b01111),
        /** A synchronous External abort on a table walk. */
        EXTERNAL_ON_WALK(0b010100, 0b01100, 0b01110),
        /** AArch32: DACR grants no access to the domain. */
        DOMAIN(0b111100, 0b01001, 0b01011);

        private static final Kind[] ALL = values();

        private final int statusBase;
        private final int sectionStatus;
        private final int pageStatus;

        Kind(int statusBase, int sectionStatus, int pageStatus) {
            this.statusBase = statusBase;
            this.sectionStatus = sectionStatus;
            this.pageStatus = pageStatus;
        }
    }

    /** FS of DFSR, IFSR and PAR in the short format of AArch32: five bits (DDI 0487, G5.11.2). */
    public int shortStatusCode() {
        return shortStatusCode(statusCode());
    }

    /**
     * The five bits of the short format for the {@link #statusCode} of an MMU fault; level 1 is a section, level 2 a page, and
     * levels that the short format lacks count as the nearest.
     */
    public static int shortStatusCode(int statusCode) {
        for (Kind kind : Kind.ALL) {
            if (kind.statusBase == (statusCode & ~LEVEL)) {
                return (statusCode & LEVEL) < 2 ? kind.sectionStatus : kind.pageStatus;
            }
        }
        throw new IllegalArgumentException("0x%x is no status code of an MMU fault".formatted(statusCode));
    }

    /** The DFSC or IFSC of the syndrome: six bits. */
    public int statusCode() {
        return kind.statusBase | level;
    }
}
