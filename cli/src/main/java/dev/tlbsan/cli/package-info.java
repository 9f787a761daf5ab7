/** The command line. */
@NullMarked
package dev.tlbsan.cli;

import org.jspecify.annotations.NullMarked;
