package dev.tlbsan.kvm.arm;

import dev.tlbsan.kvm.Architecture;
import dev.tlbsan.kvm.Esr;
import dev.tlbsan.kvm.GuestRegisters;
import dev.tlbsan.kvm.Hyp;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.KvmStatistics;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.machine.El2;
import dev.tlbsan.machine.HypMode;
import java.util.Optional;

/** AArch32: Armv7-A with the Virtualization and Large Physical Address Extensions (arch/arm/kvm). */
public final class Arm implements Architecture {
    private static final int VMID_BITS = 8;

    private final long midr;

    /**
     * Makes the architecture of hosts whose CPUs are alike.
     *
     * @param midr their MIDR, which guests see too
     */
    public Arm(long midr) {
        this.midr = midr;
    }

    @Override
    public Hyp initialiseHyp(El2 el2, KvmConfig config, KvmStatistics statistics) {
        return new WorldSwitch((HypMode) el2, config, statistics);
    }

    @Override
    public int vmidBits() {
        return VMID_BITS;
    }

    @Override
    public boolean is64Bit() {
        return false;
    }

    @Override
    public GuestRegisters registersAtReset(int vcpuId) {
        return new VcpuContext(vcpuId, midr);
    }

    @Override
    public Optional<VcpuExit> handleTrap(Vcpu vcpu, Hyp.GuestExit exit) {
        VcpuContext context = VcpuContext.of(vcpu);
        boolean served = switch (Esr.exceptionClass(exit.esr())) {
            case Esr.EC_CP15_32 -> CoprocessorTraps.handleCp15(context, exit.esr());
            case Esr.EC_CP14_32 -> CoprocessorTraps.handleCp14(context, exit.esr());
            case Esr.EC_CP14_64 -> CoprocessorTraps.handleCp14Pair(context, exit.esr());
            default -> false;
        };
        if (served) {
            context.skipInstruction(exit.esr());
        } else {
            Injection.undefined(context);
        }
        return Optional.empty();
    }

    @Override
    public Optional<VcpuExit> injectAbort(Vcpu vcpu, Hyp.GuestExit exit, boolean fetch) {
        return Injection.abort(vcpu, exit, fetch);
    }

    @Override
    public Optional<String> vectorLoop(Vcpu vcpu) {
        return VectorLoop.find(vcpu);
    }
}
