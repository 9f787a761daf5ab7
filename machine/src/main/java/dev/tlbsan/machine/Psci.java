package dev.tlbsan.machine;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.pe.Power;
import dev.tlbsan.arm.pe.ProcessingElement;
import java.util.List;
import java.util.Optional;

/**
 * The firmware's Power State Coordination Interface (DEN 0022): calls by SMC from EL2, or HVC where there is no EL2. In
 * AArch32 arguments and results are 32 bits, in r0 to r3, and the functions with 64-bit arguments do not exist.
 */
final class Psci {
    private static final int VERSION = 0x8400_0000;
    private static final int CPU_OFF = 0x8400_0002;
    private static final int CPU_ON_32 = 0x8400_0003;
    private static final int CPU_ON_64 = 0xc400_0003;
    private static final int AFFINITY_INFO_32 = 0x8400_0004;
    private static final int AFFINITY_INFO_64 = 0xc400_0004;
    private static final int SYSTEM_OFF = 0x8400_0008;
    private static final int SYSTEM_RESET = 0x8400_0009;
    private static final int UNKNOWN = -1;
    private static final int VERSION_1_0 = 0x1_0000;

    private static final long SUCCESS = 0;
    private static final long NOT_SUPPORTED = -1;
    private static final long INVALID_PARAMETERS = -2;
    private static final long ALREADY_ON = -4;
    private static final long AFFINITY = 0xff_00ff_ffffL;
    private static final long LOW_32 = 0xffff_ffffL;
    /** Of a function identifier: its arguments are 64 bits. */
    private static final int SMC64 = 1 << 30;

    private final List<ProcessingElement> pes;

    Psci(List<ProcessingElement> pes) {
        this.pes = pes;
    }

    /** Serves the call in the PE's registers; true if the machine is to stop. */
    boolean call(ProcessingElement pe) {
        long[] x = pe.registers();
        boolean aarch32 = pe.configuration().aarch32();
        switch (aarch32 && (x[0] & SMC64) != 0 ? UNKNOWN : (int) x[0]) {
            case SYSTEM_OFF, SYSTEM_RESET -> {
                return true;
            }
            case CPU_OFF -> pe.power(Power.OFF);
            case VERSION -> x[0] = VERSION_1_0;
            case CPU_ON_32, CPU_ON_64 -> x[0] = cpuOn(x[1], x[2], x[3]);
            case AFFINITY_INFO_32, AFFINITY_INFO_64 ->
                x[0] = find(x[1]).map(p -> p.power() == Power.OFF ? 1L : 0L).orElse(INVALID_PARAMETERS);
            default -> x[0] = NOT_SUPPORTED;
        }
        if (aarch32) {
            x[0] &= LOW_32;
        }
        return false;
    }

    private long cpuOn(long mpidr, long entry, long context) {
        Optional<ProcessingElement> target = find(mpidr);
        if (target.isEmpty()) {
            return INVALID_PARAMETERS;
        }
        if (target.get().power() != Power.OFF) {
            return ALREADY_ON;
        }
        start(target.get(), entry);
        target.get().registers()[0] = context;
        return SUCCESS;
    }

    /** Switches a PE on at an address, bit 0 of which says in AArch32 that the code there is T32. */
    static void start(ProcessingElement pe, long entry) {
        if (pe.configuration().aarch32()) {
            pe.reset(entry & ~1L);
            pe.registers()[RegisterFile.T] = entry & 1;
        } else {
            pe.reset(entry);
        }
    }

    private Optional<ProcessingElement> find(long mpidr) {
        return pes.stream().filter(pe -> pe.index() == (mpidr & AFFINITY)).findFirst();
    }
}
