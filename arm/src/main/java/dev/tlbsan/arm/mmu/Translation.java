package dev.tlbsan.arm.mmu;

/** The outcome of a translation. */
public sealed interface Translation permits Translation.Mapped, TranslationFault {

    /**
     * The access may go ahead.
     *
     * @param pa the physical address of the byte asked for
     * @param spanBits log2 of the naturally aligned span, in bytes of virtual address, that this outcome holds for; at
     *     least 12
     * @param attributes what kind of memory it is
     * @param settled whether the outcome stays the same until a context change, a TLBI, a completing DSB or a write to a
     *     watched table page: only then may an engine remember it
     */
    record Mapped(long pa, int spanBits, MemoryAttributes attributes, boolean settled) implements Translation {}
}
