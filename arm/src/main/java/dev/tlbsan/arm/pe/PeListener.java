package dev.tlbsan.arm.pe;

/** Hears what an engine must know that it did not cause itself by executing an instruction. */
public interface PeListener {
    /**
     * Something may have to be done before the next block: an interrupt became takable, or the PE was switched on, off or
     * awake.
     */
    default void attention() {}

    /** Instructions fetched before may have been replaced: an instruction cache invalidation was executed. */
    default void instructionsChanged() {}
}
