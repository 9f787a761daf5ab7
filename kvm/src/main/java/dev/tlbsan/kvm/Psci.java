package dev.tlbsan.kvm;

import java.util.List;
import java.util.Optional;

/** HVC: the Power State Coordination Interface (DEN 0022) in the hypervisor, the vendor range in the VMM. */
final class Psci {
    private static final int VERSION = 0x8400_0000;
    private static final int CPU_OFF = 0x8400_0002;
    private static final int CPU_ON_32 = 0x8400_0003;
    private static final int CPU_ON_64 = 0xc400_0003;
    private static final int AFFINITY_INFO_32 = 0x8400_0004;
    private static final int AFFINITY_INFO_64 = 0xc400_0004;
    private static final int MIGRATE_INFO_TYPE = 0x8400_0006;
    private static final int SYSTEM_OFF = 0x8400_0008;
    private static final int SYSTEM_RESET = 0x8400_0009;
    private static final int VERSION_0_2 = 2;

    private static final long SUCCESS = 0;
    private static final long NOT_SUPPORTED = -1;
    private static final long INVALID_PARAMETERS = -2;
    private static final long ALREADY_ON = -4;
    private static final long INTERNAL_FAILURE = -6;
    private static final long AFFINITY_ON = 0;
    private static final long AFFINITY_OFF = 1;
    private static final long NO_TRUSTED_OS = 2;

    private static final int OWNER = 0x3f00_0000;
    private static final int OWNER_VENDOR_HYPERVISOR = 0x0600_0000;
    private static final int ARGUMENTS_64_BIT = 1 << 30;
    private static final long LOW_HALF = 0xffff_ffffL;
    private static final long AFFINITY = 0xff_00ff_ffffL;
    private static final int AFFINITY_LEVELS = 4;

    private Psci() {}

    /**
     * Serves a call.
     *
     * @param is64Bit whether the caller may pass arguments of 64 bits
     */
    static Optional<VcpuExit> handleHvc(Vcpu vcpu, boolean is64Bit) {
        GuestRegisters context = vcpu.context();
        int function = (int) context.register(0);
        if ((function & OWNER) == OWNER_VENDOR_HYPERVISOR) {
            context.register(0, SUCCESS);
            return Optional.of(new VcpuExit.Hypercall(function, context.register(1), context.register(2)));
        }
        boolean wide = (function & ARGUMENTS_64_BIT) != 0;
        if (wide && !is64Bit) {
            context.register(0, NOT_SUPPORTED);
            return Optional.empty();
        }
        long mask = wide ? -1 : LOW_HALF;
        switch (function) {
            case CPU_OFF -> {
                vcpu.poweredOff(true);
                return Optional.of(new VcpuExit.PoweredOff());
            }
            case SYSTEM_OFF, SYSTEM_RESET -> {
                return systemEvent(vcpu, function == SYSTEM_RESET);
            }
            case VERSION -> context.register(0, VERSION_0_2);
            case CPU_ON_32, CPU_ON_64 -> context.register(0, cpuOn(vcpu, mask));
            case AFFINITY_INFO_32, AFFINITY_INFO_64 -> context.register(0, affinityInfo(vcpu, mask));
            case MIGRATE_INFO_TYPE -> context.register(0, NO_TRUSTED_OS);
            default -> context.register(0, NOT_SUPPORTED);
        }
        return Optional.empty();
    }

    /** kvm_prepare_system_event: nobody runs any more; should the VMM run the caller again, the call has failed. */
    private static Optional<VcpuExit> systemEvent(Vcpu vcpu, boolean reset) {
        vcpu.vm().vcpus().forEach(v -> v.poweredOff(true));
        vcpu.context().register(0, INTERNAL_FAILURE);
        return Optional.of(new VcpuExit.Shutdown(reset));
    }

    /** kvm_psci_vcpu_on. */
    private static long cpuOn(Vcpu caller, long mask) {
        GuestRegisters context = caller.context();
        long mpidr = context.register(1) & mask & AFFINITY;
        Optional<Vcpu> target =
                caller.vm().vcpus().stream().filter(v -> v.id() == mpidr).findFirst();
        if (target.isEmpty()) {
            return INVALID_PARAMETERS;
        }
        if (!target.get().poweredOff()) {
            return ALREADY_ON;
        }
        target.get().reset();
        target.get().context().start(context.register(2) & mask, context.pstate());
        target.get().context().register(0, context.register(3) & mask);
        target.get().poweredOff(false);
        return SUCCESS;
    }

    /** kvm_psci_vcpu_affinity_info: whether any vCPU of an affinity instance is on. */
    private static long affinityInfo(Vcpu caller, long mask) {
        long target = caller.context().register(1) & mask & AFFINITY;
        long lowestLevel = caller.context().register(2) & mask;
        if (lowestLevel < 0 || lowestLevel >= AFFINITY_LEVELS) {
            return INVALID_PARAMETERS;
        }
        int ignored = lowestLevel == AFFINITY_LEVELS - 1 ? 32 : (int) lowestLevel * 8;
        List<Vcpu> matching = caller.vm().vcpus().stream()
                .filter(v -> (long) v.id() >>> ignored == target >>> ignored)
                .toList();
        if (matching.isEmpty()) {
            return INVALID_PARAMETERS;
        }
        return matching.stream().allMatch(Vcpu::poweredOff) ? AFFINITY_OFF : AFFINITY_ON;
    }
}
