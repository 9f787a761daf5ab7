package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/**
 * A descriptor that ended a walk by a fault of its own: it is invalid, says that it was not accessed, or gives an address
 * that is too large. No TLB holds it.
 *
 * @param kind what an entry made from it would be; of an invalid descriptor only the stage means something
 * @param fault what it gave
 * @param level the level of the lookup
 * @param address the physical address that it was read from
 * @param value the descriptor
 * @param sizeBits log2 of the bytes of input address that it describes
 * @param output the first output address, or the address of the next table; meaningless if it is invalid
 * @param parent the table descriptor that led to it; null if it stands in the first table
 * @param via the stage 2 entry through which it was read; null without stage 2
 */
public record RefusedDescriptor(
        TlbEntry.Kind kind,
        TranslationFault.Kind fault,
        int level,
        long address,
        long value,
        int sizeBits,
        long output,
        @Nullable TlbEntry parent,
        @Nullable TlbEntry via) {}
