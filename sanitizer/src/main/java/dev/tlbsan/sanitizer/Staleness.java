package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.TlbEntry;

/**
 * The verdict that a use was one of a stale translation.
 *
 * @param cause why
 * @param hit the deepest remembered entry that the use went through
 * @param origin the entry that made it stale, which {@code hit} is or was derived from: the one made under the other
 *     root, or that of the replaced descriptor
 * @param input the address, as the stage at fault sees it, whose translation is stale
 * @param then the walk of the stage at fault that the entry comes from
 * @param now the walk of that stage by the tables
 */
record Staleness(Cause cause, TlbEntry hit, TlbEntry origin, long input, StageWalk then, StageWalk now) {}
