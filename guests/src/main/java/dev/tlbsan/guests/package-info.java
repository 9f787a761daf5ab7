/** Guest programs. */
@NullMarked
package dev.tlbsan.guests;

import org.jspecify.annotations.NullMarked;
