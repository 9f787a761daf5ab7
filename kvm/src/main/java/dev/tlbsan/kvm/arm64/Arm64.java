package dev.tlbsan.kvm.arm64;

import dev.tlbsan.kvm.Architecture;
import dev.tlbsan.kvm.Esr;
import dev.tlbsan.kvm.GuestRegisters;
import dev.tlbsan.kvm.Hyp;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.KvmStatistics;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.machine.Aarch64El2;
import dev.tlbsan.machine.El2;
import java.util.Optional;

/** AArch64 (arch/arm64/kvm). */
public final class Arm64 implements Architecture {
    private static final int VMID_BITS = 16;

    @Override
    public Hyp initialiseHyp(El2 el2, KvmConfig config, KvmStatistics statistics) {
        return new WorldSwitch((Aarch64El2) el2, config, statistics);
    }

    @Override
    public int vmidBits() {
        return VMID_BITS;
    }

    @Override
    public boolean is64Bit() {
        return true;
    }

    @Override
    public GuestRegisters registersAtReset(int vcpuId) {
        return new VcpuContext(vcpuId);
    }

    @Override
    public Optional<VcpuExit> handleTrap(Vcpu vcpu, Hyp.GuestExit exit) {
        if (Esr.exceptionClass(exit.esr()) == Esr.EC_SYS64) {
            SystemTraps.handle(vcpu, exit.esr());
        } else {
            Injection.undefined(VcpuContext.of(vcpu));
        }
        return Optional.empty();
    }

    @Override
    public Optional<VcpuExit> injectAbort(Vcpu vcpu, Hyp.GuestExit exit, boolean fetch) {
        return Injection.abort(vcpu, exit, fetch);
    }

    @Override
    public Optional<String> vectorLoop(Vcpu vcpu) {
        return Injection.vectorLoop(vcpu);
    }
}
