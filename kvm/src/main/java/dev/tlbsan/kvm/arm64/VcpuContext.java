package dev.tlbsan.kvm.arm64;

import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.Esr;
import dev.tlbsan.kvm.GuestRegisters;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.machine.Aarch64El2;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The registers of a vCPU, or of the host, while the physical CPU runs something else (struct kvm_cpu_context). */
public final class VcpuContext implements GuestRegisters {
    /** EL1 with its own stack pointer, and debug, SError, IRQ and FIQ masked: how a vCPU starts. */
    static final long PSTATE_RESET = 0x3c5;

    /** SCTLR_EL1 as a vCPU starts: MMU and caches off, stack alignment checked. */
    private static final long SCTLR_RESET = 0x00c5_0078;

    private static final int INSTRUCTION_BYTES = 4;
    private static final int GENERAL = 31;
    private static final int STACK_OR_ZERO = 31;
    private static final long MPIDR_RES1 = 1L << 31;

    /** What the world switch saves and restores (__sysreg_save_state). */
    private static final List<SystemRegister> SWITCHED = List.of(
            SystemRegister.VMPIDR_EL2,
            SystemRegister.CSSELR_EL1,
            SystemRegister.SCTLR_EL1,
            SystemRegister.ACTLR_EL1,
            SystemRegister.CPACR_EL1,
            SystemRegister.TTBR0_EL1,
            SystemRegister.TTBR1_EL1,
            SystemRegister.TCR_EL1,
            SystemRegister.ESR_EL1,
            SystemRegister.AFSR0_EL1,
            SystemRegister.AFSR1_EL1,
            SystemRegister.FAR_EL1,
            SystemRegister.MAIR_EL1,
            SystemRegister.VBAR_EL1,
            SystemRegister.CONTEXTIDR_EL1,
            SystemRegister.TPIDR_EL0,
            SystemRegister.TPIDRRO_EL0,
            SystemRegister.TPIDR_EL1,
            SystemRegister.AMAIR_EL1,
            SystemRegister.CNTKCTL_EL1,
            SystemRegister.PAR_EL1,
            SystemRegister.MDSCR_EL1,
            SystemRegister.SP_EL0,
            SystemRegister.SP_EL1,
            SystemRegister.ELR_EL1,
            SystemRegister.SPSR_EL1);

    /** Of the vCPU too, but switched by other rules. */
    private static final List<SystemRegister> KEPT = List.of(SystemRegister.CNTV_CTL_EL0, SystemRegister.CNTV_CVAL_EL0);

    private static final int[] INDEX_OF = new int[SystemRegister.values().length];

    static {
        Arrays.fill(INDEX_OF, -1);
        for (int i = 0; i < SWITCHED.size(); i++) {
            INDEX_OF[SWITCHED.get(i).ordinal()] = i;
        }
        for (int i = 0; i < KEPT.size(); i++) {
            INDEX_OF[KEPT.get(i).ordinal()] = SWITCHED.size() + i;
        }
    }

    private final long[] general = new long[GENERAL];
    private final long[] system = new long[SWITCHED.size() + KEPT.size()];
    private final Map<SystemRegister, Long> debug = new EnumMap<>(SystemRegister.class);
    private long pc;
    private long pstate = PSTATE_RESET;
    private int loadRegister;
    private boolean loadSignExtends;
    private boolean loadIs64Bit;

    /** A vCPU at reset: MMU and caches off, masked, at EL1. */
    public VcpuContext(int vcpuId) {
        set(SystemRegister.VMPIDR_EL2, MPIDR_RES1 | vcpuId);
        set(SystemRegister.SCTLR_EL1, SCTLR_RESET);
    }

    /** The registers of a vCPU on arm64. */
    public static VcpuContext of(Vcpu vcpu) {
        return (VcpuContext) vcpu.context();
    }

    @Override
    public long register(int n) {
        return general[n];
    }

    @Override
    public void register(int n, long value) {
        general[n] = value;
    }

    @Override
    public long pc() {
        return pc;
    }

    @Override
    public void pc(long address) {
        pc = address;
    }

    @Override
    public long pstate() {
        return pstate;
    }

    @Override
    public void pstate(long value) {
        pstate = value;
    }

    @Override
    public long virtualTimerControl() {
        return get(SystemRegister.CNTV_CTL_EL0);
    }

    @Override
    public long virtualTimerCompare() {
        return get(SystemRegister.CNTV_CVAL_EL0);
    }

    @Override
    public void start(long entry, long starterPstate) {
        pc = entry;
    }

    /**
     * A system register that belongs to the vCPU.
     *
     * @throws IllegalArgumentException if it is not among those that a vCPU has
     */
    public long get(SystemRegister register) {
        return system[index(register)];
    }

    public void set(SystemRegister register, long value) {
        system[index(register)] = value;
    }

    /** A breakpoint or watchpoint register; the guest has them, though they stop nothing. */
    long debug(SystemRegister register) {
        return debug.getOrDefault(register, 0L);
    }

    void debug(SystemRegister register, long value) {
        debug.put(register, value);
    }

    @Override
    public void skipInstruction(long syndrome) {
        pc += INSTRUCTION_BYTES;
    }

    @Override
    public long storedValue(long syndrome) {
        int register = Esr.transferRegister(syndrome);
        int bytes = Esr.accessBytes(syndrome);
        long source = register == STACK_OR_ZERO ? 0 : general[register];
        return bytes == Long.BYTES ? source : source & ((1L << (bytes * 8)) - 1);
    }

    @Override
    public void expectLoad(long syndrome) {
        loadRegister = Esr.transferRegister(syndrome);
        loadSignExtends = Esr.signExtends(syndrome);
        loadIs64Bit = Esr.is64Bit(syndrome);
    }

    @Override
    public void completeLoad(int bytes, long value) {
        int unused = 64 - bytes * 8;
        long extended = loadSignExtends ? value << unused >> unused : value << unused >>> unused;
        if (loadRegister != STACK_OR_ZERO) {
            general[loadRegister] = loadIs64Bit ? extended : extended & 0xffff_ffffL;
        }
    }

    void saveSystem(Aarch64El2 el2) {
        for (int i = 0; i < SWITCHED.size(); i++) {
            system[i] = el2.mrs(SWITCHED.get(i));
        }
    }

    void restoreSystem(Aarch64El2 el2) {
        for (int i = 0; i < SWITCHED.size(); i++) {
            el2.msr(SWITCHED.get(i), system[i]);
        }
    }

    void saveGeneral(Aarch64El2 el2) {
        el2.saveGeneral(general);
        pc = el2.mrs(SystemRegister.ELR_EL2);
        pstate = el2.mrs(SystemRegister.SPSR_EL2);
    }

    void restoreGeneral(Aarch64El2 el2) {
        el2.msr(SystemRegister.ELR_EL2, pc);
        el2.msr(SystemRegister.SPSR_EL2, pstate);
        el2.restoreGeneral(general);
    }

    private static int index(SystemRegister register) {
        int index = INDEX_OF[register.ordinal()];
        if (index < 0) {
            throw new IllegalArgumentException(register + " does not belong to a vCPU");
        }
        return index;
    }
}
