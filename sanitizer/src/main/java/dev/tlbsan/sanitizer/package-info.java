/** Folds architectural events into findings. */
@NullMarked
package dev.tlbsan.sanitizer;

import org.jspecify.annotations.NullMarked;
