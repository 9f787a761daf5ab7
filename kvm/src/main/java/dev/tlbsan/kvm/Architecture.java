package dev.tlbsan.kvm;

import dev.tlbsan.kvm.arm.Arm;
import dev.tlbsan.kvm.arm64.Arm64;
import dev.tlbsan.machine.El2;
import dev.tlbsan.machine.Machine;
import java.util.Optional;

/** What the hypervisor does differently on arm and arm64. */
public interface Architecture {
    /** The architecture of a machine's PEs. */
    static Architecture of(Machine machine) {
        var pe = machine.pes().getFirst().configuration();
        return pe.aarch32() ? new Arm(pe.midr()) : new Arm64();
    }

    /** Installs the hypervisor on a CPU that has just been reset, and goes down to the host at EL1. */
    Hyp initialiseHyp(El2 el2, KvmConfig config, KvmStatistics statistics);

    /** The width of VTTBR.VMID. */
    int vmidBits();

    /** Whether guests have registers of 64 bits to pass arguments in. */
    boolean is64Bit();

    /** The registers of a vCPU at reset. */
    GuestRegisters registersAtReset(int vcpuId);

    /** Serves a trap that is neither WFI or WFE, nor HVC, nor an abort; empty if the vCPU can go on. */
    Optional<VcpuExit> handleTrap(Vcpu vcpu, Hyp.GuestExit exit);

    /**
     * Makes the guest take an External abort at the faulting address. If the guest's vector cannot be fetched either it can
     * never run again, and the VMM is told.
     *
     * @param fetch whether it is the abort of an instruction fetch
     */
    Optional<VcpuExit> injectAbort(Vcpu vcpu, Hyp.GuestExit exit, boolean fetch);

    /**
     * Whether the guest has been interrupted where it can only take one exception after the other: at the vector of an
     * exception that was itself taken from that vector. It has lost where it came from and cannot recover; it would keep
     * its CPU busy for ever.
     *
     * @return what to tell the VMM; empty if the guest is all right
     */
    Optional<String> vectorLoop(Vcpu vcpu);
}
