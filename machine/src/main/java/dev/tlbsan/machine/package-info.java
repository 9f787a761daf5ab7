/** A board and everything on it. */
@NullMarked
package dev.tlbsan.machine;

import org.jspecify.annotations.NullMarked;
