/** A processing element: registers, Exception levels, system registers and their side effects. */
@NullMarked
package dev.tlbsan.arm.pe;

import org.jspecify.annotations.NullMarked;
