/** The hypervisor, named after Linux KVM: VMs, vCPUs, memory slots, VMIDs, and when to invalidate. */
@NullMarked
package dev.tlbsan.kvm;

import org.jspecify.annotations.NullMarked;
