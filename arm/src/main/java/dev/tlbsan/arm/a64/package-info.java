/** The A64 instruction definitions, one file for each encoding group of the manual (DDI 0487, C4.1). */
@NullMarked
package dev.tlbsan.arm.a64;

import org.jspecify.annotations.NullMarked;
