package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/**
 * A translation table that a walk has reached.
 *
 * @param granule its granule
 * @param level its level of lookup
 * @param inputBits how many low bits of the input address it and the tables below it resolve
 * @param address its address; an intermediate physical address if a stage 2 is on that this table is not of
 * @param entry the table descriptor that led here; null for the first table
 */
record Table(
        Granule granule,
        int level,
        int inputBits,
        long address,
        @Nullable TlbEntry entry) {

    /** The table that a table descriptor points to. */
    static Table below(TlbEntry entry) {
        int sizeBits = entry.sizeBits();
        return new Table(granuleOf(sizeBits), entry.level() + 1, sizeBits, entry.output(), entry);
    }

    private static Granule granuleOf(int tableSizeBits) {
        return switch (tableSizeBits) {
            case 42, 29 -> Granule.KB64;
            case 47, 36, 25 -> Granule.KB16;
            case 20 -> Granule.SHORT;
            default -> Granule.KB4;
        };
    }

    /** The address of the descriptor for an input address. */
    long descriptorAddress(long input) {
        int shift = granule.sizeBits(level);
        long index = input >>> shift & (1L << (inputBits - shift)) - 1;
        return address + index * descriptorBytes();
    }

    /** The size of a descriptor in bytes. */
    int descriptorBytes() {
        return granule == Granule.SHORT ? Integer.BYTES : Long.BYTES;
    }

    /** The domain that the table descriptor gives what is below it; {@link TranslationFault#NO_DOMAIN} if none. */
    int domain() {
        return entry == null ? TranslationFault.NO_DOMAIN : entry.domain();
    }

    /** The restrictions of the table descriptors that led here. */
    int hierarchical() {
        return entry == null ? 0 : entry.permissions();
    }
}
