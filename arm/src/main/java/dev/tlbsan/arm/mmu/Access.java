package dev.tlbsan.arm.mmu;

/**
 * What a translation is asked for.
 *
 * @param kind the kind of access
 * @param privileged whether the permissions of EL1 (or EL2) apply, not those of EL0
 */
public record Access(Kind kind, boolean privileged) {
    /** The kinds of access that permissions distinguish. */
    public enum Kind {
        READ,
        WRITE,
        FETCH
    }
}
