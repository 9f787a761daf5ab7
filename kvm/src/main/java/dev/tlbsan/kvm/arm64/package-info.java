/** What the hypervisor does differently on arm64: world switch, stage 2 tables, traps. */
@NullMarked
package dev.tlbsan.kvm.arm64;

import org.jspecify.annotations.NullMarked;
