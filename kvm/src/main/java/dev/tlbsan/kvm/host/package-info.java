/** The host kernel around the hypervisor: physical CPUs, threads, preemption and memory. */
@NullMarked
package dev.tlbsan.kvm.host;

import org.jspecify.annotations.NullMarked;
