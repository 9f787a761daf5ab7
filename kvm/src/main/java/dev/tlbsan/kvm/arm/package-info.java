/** What the hypervisor does differently on arm: world switch, registers of a vCPU, traps, exceptions of its making. */
@NullMarked
package dev.tlbsan.kvm.arm;

import org.jspecify.annotations.NullMarked;
