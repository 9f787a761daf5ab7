package dev.tlbsan.kvm.arm;

import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.arm.pe.BankedRegister;
import dev.tlbsan.kvm.Esr;
import dev.tlbsan.kvm.GuestRegisters;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.machine.HypMode;
import java.util.Arrays;
import java.util.List;

/** The registers of a vCPU, or of the host, while the physical CPU runs something else (struct kvm_cpu_context). */
public final class VcpuContext implements GuestRegisters {
    /** Supervisor mode with System errors, IRQ and FIQ masked: how a vCPU starts. */
    static final long CPSR_RESET = Psr.MODE_SVC | Psr.A | Psr.I | Psr.F;

    /** SCTLR as a vCPU starts: MMU and caches off. */
    private static final long SCTLR_RESET = 0x00c5_0078;

    private static final long MPIDR_RES1 = 1L << 31;
    private static final long WORD = 0xffff_ffffL;
    private static final int SP = 13;
    /** R0 to R14 of User mode. */
    private static final int GENERAL = 15;

    /** What the world switch saves and restores (arch/arm/kvm/hyp/cp15-sr.c). */
    private static final List<Aarch32Register> SWITCHED = List.of(
            Aarch32Register.VMPIDR,
            Aarch32Register.CSSELR,
            Aarch32Register.SCTLR,
            Aarch32Register.CPACR,
            Aarch32Register.TTBR0,
            Aarch32Register.TTBR1,
            Aarch32Register.TTBCR,
            Aarch32Register.DACR,
            Aarch32Register.DFSR,
            Aarch32Register.IFSR,
            Aarch32Register.ADFSR,
            Aarch32Register.AIFSR,
            Aarch32Register.DFAR,
            Aarch32Register.IFAR,
            Aarch32Register.PAR,
            Aarch32Register.MAIR0,
            Aarch32Register.MAIR1,
            Aarch32Register.AMAIR0,
            Aarch32Register.AMAIR1,
            Aarch32Register.VBAR,
            Aarch32Register.CONTEXTIDR,
            Aarch32Register.TPIDRURW,
            Aarch32Register.TPIDRURO,
            Aarch32Register.TPIDRPRW,
            Aarch32Register.CNTKCTL);

    /** Of the vCPU too, but switched by other rules. */
    private static final List<Aarch32Register> KEPT =
            List.of(Aarch32Register.VPIDR, Aarch32Register.CNTV_CTL, Aarch32Register.CNTV_CVAL);

    private static final int[] INDEX_OF = new int[Aarch32Register.values().length];

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
    private final Banks banks = new Banks();
    private final long[] cp15 = new long[SWITCHED.size() + KEPT.size()];
    private long pc;
    private long cpsr = CPSR_RESET;
    private int loadRegister;
    private boolean loadSignExtends;

    /**
     * A vCPU at reset: MMU and caches off, masked, in Supervisor mode.
     *
     * @param midr the MIDR that it sees
     */
    VcpuContext(int vcpuId, long midr) {
        set(Aarch32Register.VMPIDR, MPIDR_RES1 | vcpuId);
        set(Aarch32Register.VPIDR, midr);
        set(Aarch32Register.SCTLR, SCTLR_RESET);
    }

    /** The registers of a vCPU on arm. */
    public static VcpuContext of(Vcpu vcpu) {
        return (VcpuContext) vcpu.context();
    }

    @Override
    public long register(int n) {
        BankedRegister banked = Banks.of(cpsr, n);
        return banked == null ? general[n] : banks.get(banked);
    }

    @Override
    public void register(int n, long value) {
        BankedRegister banked = Banks.of(cpsr, n);
        if (banked == null) {
            general[n] = value & WORD;
        } else {
            banks.set(banked, value & WORD);
        }
    }

    /** A register that a mode has of its own. */
    public long get(BankedRegister register) {
        return switch (register) {
            case SP_usr -> general[SP];
            case ELR_hyp -> pc;
            default -> banks.get(register);
        };
    }

    /** Writes a register that a mode has of its own. */
    public void set(BankedRegister register, long value) {
        switch (register) {
            case SP_usr -> general[SP] = value;
            case ELR_hyp -> pc = value;
            default -> banks.set(register, value);
        }
    }

    @Override
    public long pc() {
        return pc;
    }

    @Override
    public void pc(long address) {
        pc = address & WORD;
    }

    @Override
    public long pstate() {
        return cpsr;
    }

    @Override
    public void pstate(long value) {
        cpsr = value;
    }

    @Override
    public long virtualTimerControl() {
        return get(Aarch32Register.CNTV_CTL);
    }

    @Override
    public long virtualTimerCompare() {
        return get(Aarch32Register.CNTV_CVAL);
    }

    @Override
    public void start(long entry, long starterPstate) {
        boolean thumb = (entry & 1) != 0;
        pc(thumb ? entry - 1 : entry);
        cpsr = (cpsr & ~(Psr.T | Psr.E)) | (thumb ? Psr.T : 0) | (starterPstate & Psr.E);
    }

    /**
     * A System register that belongs to the vCPU.
     *
     * @throws IllegalArgumentException if it is not among those that a vCPU has
     */
    public long get(Aarch32Register register) {
        return cp15[index(register)];
    }

    public void set(Aarch32Register register, long value) {
        cp15[index(register)] = value;
    }

    @Override
    public void skipInstruction(long hsr) {
        boolean narrow = (cpsr & Psr.T) != 0 && (hsr & Esr.IL) == 0;
        pc(pc + (narrow ? 2 : 4));
        cpsr = Psr.advanceIt(cpsr);
    }

    @Override
    public long storedValue(long hsr) {
        return inGuestOrder(register(Esr.transferRegister(hsr)), Esr.accessBytes(hsr));
    }

    @Override
    public void expectLoad(long hsr) {
        loadRegister = Esr.transferRegister(hsr);
        loadSignExtends = Esr.signExtends(hsr);
    }

    @Override
    public void completeLoad(int bytes, long value) {
        int unused = 64 - bytes * 8;
        long ordered = inGuestOrder(value, bytes);
        register(loadRegister, loadSignExtends ? ordered << unused >> unused : ordered);
    }

    /** The lowest bytes of a value, the other way round if the guest accesses data in big-endian order. */
    private long inGuestOrder(long value, int bytes) {
        int unused = 64 - bytes * 8;
        return (cpsr & Psr.E) != 0
                ? Long.reverseBytes(value << unused) << unused >>> unused
                : value << unused >>> unused;
    }

    /** __sysreg_save_state. */
    void saveSystem(HypMode hyp) {
        for (int i = 0; i < SWITCHED.size(); i++) {
            cp15[i] = hyp.read(SWITCHED.get(i));
        }
    }

    /** __sysreg_restore_state. */
    void restoreSystem(HypMode hyp) {
        for (int i = 0; i < SWITCHED.size(); i++) {
            hyp.write(SWITCHED.get(i), cp15[i]);
        }
    }

    /** __banked_save_state. */
    void saveBanked(HypMode hyp) {
        general[SP] = hyp.mrs(BankedRegister.SP_usr);
        pc = hyp.mrs(BankedRegister.ELR_hyp);
        cpsr = hyp.spsr();
        banks.save(hyp);
    }

    /** __banked_restore_state. */
    void restoreBanked(HypMode hyp) {
        hyp.msr(BankedRegister.SP_usr, general[SP]);
        hyp.msr(BankedRegister.ELR_hyp, pc);
        hyp.spsr(cpsr);
        banks.restore(hyp);
    }

    void saveGeneral(HypMode hyp) {
        hyp.saveGeneral(general);
    }

    void restoreGeneral(HypMode hyp) {
        hyp.restoreGeneral(general);
    }

    private static int index(Aarch32Register register) {
        int index = INDEX_OF[register.ordinal()];
        if (index < 0) {
            throw new IllegalArgumentException(register + " does not belong to a vCPU");
        }
        return index;
    }
}
