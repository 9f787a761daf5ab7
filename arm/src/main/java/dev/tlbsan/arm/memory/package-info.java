/** The physical address space, as processing elements see it. */
@NullMarked
package dev.tlbsan.arm.memory;

import org.jspecify.annotations.NullMarked;
