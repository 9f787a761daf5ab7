/** The demonstration: the seed's problem and its answers, on real guests. */
@NullMarked
package dev.tlbsan.cli.demo;

import org.jspecify.annotations.NullMarked;
