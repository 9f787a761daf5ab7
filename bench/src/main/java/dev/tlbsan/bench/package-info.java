/** Benchmarks of the machine and of whole programs. */
@NullMarked
package dev.tlbsan.bench;

import org.jspecify.annotations.NullMarked;
