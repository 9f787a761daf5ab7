/** What the machine tells observers: entries made, entries used, entries removed. */
@NullMarked
package dev.tlbsan.arm.event;

import org.jspecify.annotations.NullMarked;
