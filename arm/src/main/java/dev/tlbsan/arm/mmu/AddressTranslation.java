package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.Nullable;

/**
 * What an address translation instruction does.
 *
 * @param par the value for PAR_EL1
 * @param abort the fault that is taken as a Data Abort instead of being reported in PAR_EL1, if any: an External abort
 *     on the walk, or a stage 2 fault on the walk of an instruction executed at EL1
 */
public record AddressTranslation(long par, @Nullable TranslationFault abort) {}
