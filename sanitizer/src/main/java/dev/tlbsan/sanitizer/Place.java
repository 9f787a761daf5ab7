package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Where and when something happened.
 *
 * @param provenance the circumstances
 * @param symbol the name of its pc, if known
 */
public record Place(Provenance provenance, @Nullable String symbol) {}
