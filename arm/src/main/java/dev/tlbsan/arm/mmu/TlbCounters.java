package dev.tlbsan.arm.mmu;

/**
 * What one processing element's TLB has done. Uses that an engine answers from settled outcomes do not come here.
 *
 * @param hits translations answered without reading a descriptor
 * @param misses translations that read descriptors
 * @param descriptorReads descriptors read for them
 * @param fills entries kept
 * @param invalidationsIssued TLBIs executed here
 * @param invalidationsCompleted TLBIs, of any processing element, that have completed here
 * @param entriesRemoved entries that they removed
 */
public record TlbCounters(
        long hits,
        long misses,
        long descriptorReads,
        long fills,
        long invalidationsIssued,
        long invalidationsCompleted,
        long entriesRemoved) {}
