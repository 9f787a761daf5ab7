package dev.tlbsan.arm.mmu;

/**
 * The memory type of a location (DDI 0487, D8.6).
 *
 * @param device whether it is Device memory, where every access must be aligned
 * @param attr the MAIR-style encoding of type and cacheability, 8 bits, stage 1 and 2 combined
 * @param shareability 0 non-shareable, 2 outer, 3 inner, as in the descriptors
 * @param deviceByStage2 whether it is Device memory to stage 2 only, whose fault a misaligned access then is
 */
public record MemoryAttributes(boolean device, int attr, int shareability, boolean deviceByStage2) {}
