/** Executes the one definition of each instruction. */
@NullMarked
package dev.tlbsan.engine;

import org.jspecify.annotations.NullMarked;
