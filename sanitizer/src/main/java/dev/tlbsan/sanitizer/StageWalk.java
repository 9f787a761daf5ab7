package dev.tlbsan.sanitizer;

import java.util.List;

/**
 * What one stage makes of an address, and from which descriptors.
 *
 * @param steps the descriptors, the first table's first; none if the stage is off
 * @param given what came out
 * @param address the output address, if one came out
 */
record StageWalk(List<Step> steps, Given given, long address) {
    /** The stage was not asked, or gave a fault that says nothing of an address. */
    static final StageWalk UNKNOWN = new StageWalk(List.of(), Given.NOTHING, 0);

    /** What a stage gives, permissions and access flags set aside. */
    enum Given {
        ADDRESS,
        TRANSLATION_FAULT,
        NOTHING
    }

    static StageWalk address(List<Step> steps, long address) {
        return new StageWalk(steps, Given.ADDRESS, address);
    }

    /** The stage is off: what goes in comes out. */
    static StageWalk identity(long address) {
        return address(List.of(), address);
    }

    boolean hasAddress() {
        return given == Given.ADDRESS;
    }

    /** Whether the stage is off. */
    boolean off() {
        return hasAddress() && steps.isEmpty();
    }

    /** Whether one has an address where the other has a Translation fault. */
    boolean exclusive(StageWalk other) {
        return (hasAddress() && other.given == Given.TRANSLATION_FAULT)
                || (other.hasAddress() && given == Given.TRANSLATION_FAULT);
    }
}
