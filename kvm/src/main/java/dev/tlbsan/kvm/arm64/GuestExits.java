package dev.tlbsan.kvm.arm64;

import dev.tlbsan.kvm.Hyp;
import dev.tlbsan.kvm.KvmException;
import dev.tlbsan.kvm.MemorySlot;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.kvm.host.HostCpu;
import java.util.Optional;

/** Serves what guests leave for (arch/arm64/kvm/handle_exit.c and arch/arm/kvm/mmu.c). */
public final class GuestExits {
    private static final int WFX_IS_WFE = 1;

    private GuestExits() {}

    /** Serves an exit; empty if the vCPU can go on, else what the VMM must know. */
    public static Optional<VcpuExit> handle(Vcpu vcpu, HostCpu cpu, Hyp.GuestExit exit) {
        if (!exit.trap()) {
            return Injection.vectorLoop(vcpu).map(VcpuExit.HypervisorError::new);
        }
        return switch (Esr.exceptionClass(exit.esr())) {
            case Esr.EC_WFX -> waitForEvent(vcpu, cpu, exit);
            case Esr.EC_HVC64 -> Psci.handleHvc(vcpu);
            case Esr.EC_SYS64 -> SystemTraps.handle(vcpu, exit.esr());
            case Esr.EC_IABT_LOWER, Esr.EC_DABT_LOWER -> abort(vcpu, cpu, exit);
            default -> {
                Injection.undefined(vcpu.context());
                yield Optional.empty();
            }
        };
    }

    private static Optional<VcpuExit> waitForEvent(Vcpu vcpu, HostCpu cpu, Hyp.GuestExit exit) {
        vcpu.context().skipInstruction();
        if ((exit.esr() & WFX_IS_WFE) != 0) {
            cpu.yieldRequested(true);
            return Optional.empty();
        }
        return vcpu.irqPending() ? Optional.empty() : Optional.of(new VcpuExit.WaitForInterrupt());
    }

    /** kvm_handle_guest_abort. */
    private static Optional<VcpuExit> abort(Vcpu vcpu, HostCpu cpu, Hyp.GuestExit exit) {
        if (!Esr.isTranslationFault(exit.esr())) {
            return failure(
                    vcpu,
                    "stage 2 fault with ESR_EL2 0x" + Long.toHexString(exit.esr()) + " at IPA 0x"
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
            return Injection.abort(vcpu, exit, fetch);
        }
        if ((exit.esr() & Esr.CACHE_MAINTENANCE) != 0) {
            vcpu.context().skipInstruction();
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
        VcpuContext context = vcpu.context();
        int bytes = Esr.accessBytes(esr);
        int register = Esr.transferRegister(esr);
        boolean write = (esr & Esr.WRITE) != 0;
        long value = 0;
        if (write) {
            long source = register == 31 ? 0 : context.x(register);
            value = bytes == 8 ? source : source & ((1L << (bytes * 8)) - 1);
        } else {
            context.expectLoad(register, Esr.signExtends(esr), Esr.is64Bit(esr));
        }
        context.skipInstruction();
        return Optional.of(new VcpuExit.Mmio(exit.ipa(), bytes, write, value));
    }

    private static Optional<VcpuExit> failure(Vcpu vcpu, String what) {
        return Optional.of(new VcpuExit.HypervisorError(vcpu.label() + ": " + what));
    }
}
