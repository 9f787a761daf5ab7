/** Translation regimes, table walks, TLB entries and their invalidation (DDI 0487, chapter D8). */
@NullMarked
package dev.tlbsan.arm.mmu;

import org.jspecify.annotations.NullMarked;
