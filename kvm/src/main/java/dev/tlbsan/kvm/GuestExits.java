package dev.tlbsan.kvm;

import dev.tlbsan.kvm.host.HostCpu;
import java.util.Optional;

/** Serves what guests leave for (handle_exit.c of both architectures, and arch/arm/kvm/mmu.c and mmio.c). */
final class GuestExits {
    private static final int WFX_IS_WFE = 1;

    private GuestExits() {}

    /** Serves an exit; empty if the vCPU can go on, else what the VMM must know. */
    static Optional<VcpuExit> handle(Vcpu vcpu, HostCpu cpu, Hyp.GuestExit exit) {
        Architecture architecture = vcpu.vm().kvm().architecture();
        if (!exit.trap()) {
            return architecture.vectorLoop(vcpu).map(VcpuExit.HypervisorError::new);
        }
        return switch (Esr.exceptionClass(exit.esr())) {
            case Esr.EC_WFX -> waitForEvent(vcpu, cpu, exit);
            case Esr.EC_HVC32, Esr.EC_HVC64 -> Psci.handleHvc(vcpu, architecture.is64Bit());
            case Esr.EC_IABT_LOWER, Esr.EC_DABT_LOWER -> abort(vcpu, cpu, exit);
            default -> architecture.handleTrap(vcpu, exit);
        };
    }

    private static Optional<VcpuExit> waitForEvent(Vcpu vcpu, HostCpu cpu, Hyp.GuestExit exit) {
        vcpu.context().skipInstruction(exit.esr());
        if ((exit.esr() & WFX_IS_WFE) != 0) {
            cpu.yieldRequested(true);
            return Optional.empty();
        }
        return vcpu.interruptPending() ? Optional.empty() : Optional.of(new VcpuExit.WaitForInterrupt());
    }

    /** kvm_handle_guest_abort. */
    private static Optional<VcpuExit> abort(Vcpu vcpu, HostCpu cpu, Hyp.GuestExit exit) {
        if (!Esr.isTranslationFault(exit.esr())) {
            return failure(
                    vcpu,
                    "stage 2 fault with syndrome 0x" + Long.toHexString(exit.esr()) + " at IPA 0x"
                            + Long.toHexString(exit.ipa()));
        }
        Optional<MemorySlot> slot = vcpu.vm().slot(exit.ipa());
        return slot.isEmpty() ? outsideMemory(vcpu, exit) : mapPage(vcpu, cpu, slot.get(), exit.ipa());
    }

    /** user_mem_abort: all guest memory may be read, written and executed. */
    private static Optional<VcpuExit> mapPage(Vcpu vcpu, HostCpu cpu, MemorySlot slot, long ipa) {
        try {
            long pa = slot.page(ipa);
            boolean block = slot.isBlock(ipa);
            long start = block ? pa & -Stage2Table.BLOCK_SIZE : pa;
            vcpu.vm().stage2().map(vcpu.vm(), cpu, ipa, start, block);
            return Optional.empty();
        } catch (KvmException e) {
            return failure(vcpu, "no page for IPA 0x" + Long.toHexString(ipa) + ": " + e.getMessage());
        }
    }

    private static Optional<VcpuExit> outsideMemory(Vcpu vcpu, Hyp.GuestExit exit) {
        boolean fetch = Esr.exceptionClass(exit.esr()) == Esr.EC_IABT_LOWER;
        if (fetch || Esr.isOnTableWalk(exit.esr())) {
            return vcpu.vm().kvm().architecture().injectAbort(vcpu, exit, fetch);
        }
        if ((exit.esr() & Esr.CACHE_MAINTENANCE) != 0) {
            vcpu.context().skipInstruction(exit.esr());
            return Optional.empty();
        }
        return mmio(vcpu, exit);
    }

    /** io_mem_abort. */
    private static Optional<VcpuExit> mmio(Vcpu vcpu, Hyp.GuestExit exit) {
        long esr = exit.esr();
        if ((esr & Esr.ISV) == 0) {
            return failure(
                    vcpu,
                    "access to IPA 0x" + Long.toHexString(exit.ipa())
                            + " outside memory by an instruction without syndrome at 0x"
                            + Long.toHexString(vcpu.context().pc()));
        }
        GuestRegisters registers = vcpu.context();
        boolean write = (esr & Esr.WRITE) != 0;
        long value = 0;
        if (write) {
            value = registers.storedValue(esr);
        } else {
            registers.expectLoad(esr);
        }
        registers.skipInstruction(esr);
        return Optional.of(new VcpuExit.Mmio(exit.ipa(), Esr.accessBytes(esr), write, value));
    }

    private static Optional<VcpuExit> failure(Vcpu vcpu, String what) {
        return Optional.of(new VcpuExit.HypervisorError(vcpu.label() + ": " + what));
    }
}
