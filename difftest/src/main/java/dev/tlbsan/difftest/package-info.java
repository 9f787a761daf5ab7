/** Random instruction tests against QEMU. */
@NullMarked
package dev.tlbsan.difftest;

import org.jspecify.annotations.NullMarked;
