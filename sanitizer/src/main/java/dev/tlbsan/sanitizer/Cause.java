package dev.tlbsan.sanitizer;

import org.jspecify.annotations.Nullable;

/** Why a remembered translation is not the one that the tables give now: where the two walks part. */
public sealed interface Cause {
    /** The stage in which the walks part: 1 or 2. */
    int stage();

    /**
     * The walks begin at different tables, for the same tags.
     *
     * @param stage 1 or 2
     * @param then the TTBRn_ELx or VTTBR_EL2 that the entry was made under; null if stage 2 was off
     * @param now the value in effect; null if stage 2 is off
     */
    record OtherRoot(
            int stage, @Nullable Long then, @Nullable Long now) implements Cause {}

    /**
     * A descriptor that both walks read has been replaced by another valid one that leads elsewhere.
     *
     * @param stage 1 or 2
     * @param level the level of the lookup
     * @param address the physical address of the descriptor
     * @param before the descriptor that the entry comes from
     * @param after the descriptor that is there now
     */
    record Replaced(int stage, int level, long address, long before, long after) implements Cause {}
}
