/** The user space side of a VM: loads a guest, runs its vCPUs, serves what they ask for. */
@NullMarked
package dev.tlbsan.kvm.vmm;

import org.jspecify.annotations.NullMarked;
