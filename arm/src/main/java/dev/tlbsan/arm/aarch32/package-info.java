/** The A32 and T32 instruction definitions (DDI 0487, F3 to F5). */
@NullMarked
package dev.tlbsan.arm.aarch32;

import org.jspecify.annotations.NullMarked;
