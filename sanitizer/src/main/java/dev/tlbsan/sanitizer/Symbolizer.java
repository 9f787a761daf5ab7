package dev.tlbsan.sanitizer;

import org.jspecify.annotations.Nullable;

/** Names code addresses, for reports. */
@FunctionalInterface
public interface Symbolizer {
    /** Knows no names. */
    Symbolizer NONE = va -> null;

    /** The symbol and offset at a virtual address, such as {@code memcpy+0x10}; null if there is none. */
    @Nullable
    String symbol(long va);
}
