package dev.tlbsan.arm.mmu;

/**
 * The access is refused: an MMU fault (DDI 0487, D8.15).
 *
 * @param kind the fault
 * @param level the level of the lookup that gave it, 0 to 3
 * @param stage 1 or 2
 * @param onWalk whether it is a stage 2 fault on a stage 1 table walk (S1PTW)
 * @param ipa the intermediate physical address that a stage 2 fault is about; otherwise zero
 */
public record TranslationFault(Kind kind, int level, int stage, boolean onWalk, long ipa) implements Translation {
    /** The kinds of MMU fault, with the base of their fault status code. */
    public enum Kind {
        ADDRESS_SIZE(0b000000),
        TRANSLATION(0b000100),
        ACCESS_FLAG(0b001000),
        PERMISSION(0b001100),
        /** A synchronous External abort on a table walk. */
        EXTERNAL_ON_WALK(0b010100);

        private final int statusBase;

        Kind(int statusBase) {
            this.statusBase = statusBase;
        }
    }

    /** The DFSC or IFSC of the syndrome: six bits. */
    public int statusCode() {
        return kind.statusBase | level;
    }
}
