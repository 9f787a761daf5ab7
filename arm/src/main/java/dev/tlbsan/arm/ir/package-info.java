/** Micro-operations: the one language that instruction definitions build and engines execute. */
@NullMarked
package dev.tlbsan.arm.ir;

import org.jspecify.annotations.NullMarked;
