package dev.tlbsan.kvm.arm64;

import static dev.tlbsan.arm.pe.SystemRegister.CNTHCTL_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.CNTVOFF_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.CNTV_CTL_EL0;
import static dev.tlbsan.arm.pe.SystemRegister.CNTV_CVAL_EL0;
import static dev.tlbsan.arm.pe.SystemRegister.CPTR_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.ESR_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.FAR_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.HCR_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.HPFAR_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.HSTR_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.MDCR_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.MIDR_EL1;
import static dev.tlbsan.arm.pe.SystemRegister.PAR_EL1;
import static dev.tlbsan.arm.pe.SystemRegister.VPIDR_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.VTCR_EL2;
import static dev.tlbsan.arm.pe.SystemRegister.VTTBR_EL2;

import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.pe.CacheOperation;
import dev.tlbsan.arm.pe.HcrEl2;
import dev.tlbsan.kvm.Ablation;
import dev.tlbsan.kvm.Esr;
import dev.tlbsan.kvm.Hyp;
import dev.tlbsan.kvm.HypControls;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.KvmStatistics;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.Vm;
import dev.tlbsan.machine.Aarch64El2;
import dev.tlbsan.machine.El2;

/** The world switch of arm64 for a host kernel at EL1 (arch/arm64/kvm/hyp/switch.c and tlb.c, without VHE). */
final class WorldSwitch implements Hyp {
    private static final long PAGE_OFFSET = 0xfff;

    private final Aarch64El2 el2;
    private final KvmStatistics statistics;
    private final Ablation ablation;
    private final VcpuContext host = new VcpuContext(0);

    /** Installs the hypervisor on a CPU that has just been reset, and goes down to the host at EL1. */
    WorldSwitch(Aarch64El2 el2, KvmConfig config, KvmStatistics statistics) {
        this.el2 = el2;
        this.statistics = statistics;
        this.ablation = config.ablation();
        el2.attach();
        el2.msr(VTCR_EL2, Hcr.vtcr(config.vmidBits()));
        el2.msr(VPIDR_EL2, el2.mrs(MIDR_EL1));
        el2.msr(CNTVOFF_EL2, 0);
        deactivateTraps();
        deactivateVm();
        el2.returnToHost();
    }

    @Override
    public void enter(Vcpu vcpu) {
        VcpuContext context = VcpuContext.of(vcpu);
        el2.callFromHost();
        host.saveSystem(el2);
        activateTraps(vcpu);
        activateVm(vcpu);
        restoreTimer(context);
        context.restoreSystem(el2);
        context.restoreGeneral(el2);
        el2.owner(vcpu.label());
        el2.returnToGuest();
    }

    @Override
    public GuestExit leave(Vcpu vcpu) {
        VcpuContext context = VcpuContext.of(vcpu);
        el2.owner("host");
        context.saveGeneral(el2);
        GuestExit exit = el2.tookInterrupt() ? GuestExit.NOTHING : faultInformation();
        context.saveSystem(el2);
        saveTimer(context);
        deactivateTraps();
        deactivateVm();
        host.restoreSystem(el2);
        el2.returnToHost();
        return exit;
    }

    @Override
    public void flushLocalVmid(Vm vm) {
        el2.callFromHost();
        el2.msr(VTTBR_EL2, vm.vttbr());
        el2.isb();
        el2.tlbi(TlbiOperation.VMALLE1);
        el2.dsb(El2.NSH);
        el2.isb();
        el2.msr(VTTBR_EL2, 0);
        el2.returnToHost();
        statistics.countLocalInvalidation();
    }

    @Override
    public void flushVmidIpa(Vm vm, long ipa) {
        el2.callFromHost();
        el2.dsb(El2.ISHST);
        el2.msr(VTTBR_EL2, vm.vttbr());
        el2.isb();
        el2.tlbi(TlbiOperation.IPAS2E1IS, ipa >>> 12);
        el2.dsb(El2.ISH);
        el2.tlbi(TlbiOperation.VMALLE1IS);
        el2.dsb(El2.ISH);
        el2.isb();
        el2.msr(VTTBR_EL2, 0);
        el2.returnToHost();
    }

    @Override
    public void flushVmid(Vm vm) {
        el2.callFromHost();
        el2.dsb(El2.ISHST);
        el2.msr(VTTBR_EL2, vm.vttbr());
        el2.isb();
        el2.tlbi(TlbiOperation.VMALLS12E1IS);
        el2.dsb(El2.ISH);
        el2.isb();
        el2.msr(VTTBR_EL2, 0);
        el2.returnToHost();
    }

    @Override
    public void flushVmContext() {
        el2.callFromHost();
        el2.dsb(El2.ISHST);
        el2.tlbi(TlbiOperation.ALLE1IS);
        el2.ic(CacheOperation.IC_IALLUIS);
        el2.dsb(El2.ISH);
        el2.returnToHost();
    }

    private void activateTraps(Vcpu vcpu) {
        long flags = HypControls.guestFlags(ablation) | HcrEl2.RW;
        el2.msr(HCR_EL2, flags | vcpu.interruptLines());
        el2.msr(HSTR_EL2, Hcr.TRAP_CP15_15);
        el2.msr(MDCR_EL2, HypControls.DEBUG_TRAPS);
        el2.msr(CPTR_EL2, Hcr.CPTR_GUEST);
    }

    private void deactivateTraps() {
        el2.msr(MDCR_EL2, 0);
        el2.msr(HCR_EL2, Hcr.HOST_FLAGS);
        el2.msr(CPTR_EL2, Hcr.CPTR_HOST);
        el2.msr(HSTR_EL2, 0);
    }

    /** __activate_vm, with the seed's invalidation. */
    private void activateVm(Vcpu vcpu) {
        el2.msr(VTTBR_EL2, vcpu.vm().vttbr());
        if (!vcpu.tlbVmidStale()) {
            return;
        }
        if (ablation != Ablation.ISB) {
            el2.isb();
        }
        if (ablation != Ablation.TLBI) {
            el2.tlbi(TlbiOperation.VMALLE1);
        }
        if (ablation != Ablation.DSB) {
            el2.dsb(El2.NSH);
        }
        if (ablation != Ablation.CLEAR_FLAG) {
            vcpu.tlbVmidStale(false);
        }
        statistics.countLocalInvalidation();
    }

    private void deactivateVm() {
        el2.msr(VTTBR_EL2, 0);
    }

    /** __timer_restore_state: the guest has the virtual timer and the physical counter, not the physical timer. */
    private void restoreTimer(VcpuContext context) {
        el2.msr(CNTHCTL_EL2, HypControls.CNTHCTL_EL1PCTEN);
        el2.msr(CNTV_CVAL_EL0, context.get(CNTV_CVAL_EL0));
        el2.isb();
        el2.msr(CNTV_CTL_EL0, context.get(CNTV_CTL_EL0));
    }

    /** __timer_save_state. */
    private void saveTimer(VcpuContext context) {
        context.set(CNTV_CTL_EL0, el2.mrs(CNTV_CTL_EL0));
        context.set(CNTV_CVAL_EL0, el2.mrs(CNTV_CVAL_EL0));
        el2.msr(CNTV_CTL_EL0, 0);
        el2.msr(CNTHCTL_EL2, HypControls.CNTHCTL_EL1PCTEN | HypControls.CNTHCTL_EL1PCEN);
    }

    /**
     * __populate_fault_info. HPFAR_EL2 is not valid for a permission fault outside a stage 1 walk, so stage 1 is walked
     * again; if that fails now, the guest has changed its tables and shall take the fault again.
     */
    private GuestExit faultInformation() {
        long esr = el2.mrs(ESR_EL2);
        long far = el2.mrs(FAR_EL2);
        if (!Esr.isGuestAbort(esr)) {
            return new GuestExit(true, esr, far, 0);
        }
        if (Esr.isOnTableWalk(esr) || !Esr.isPermissionFault(esr)) {
            return new GuestExit(true, esr, far, el2.mrs(HPFAR_EL2) << 8 | (far & PAGE_OFFSET));
        }
        long par = translateFar(far);
        return (par & Esr.PAR_FAILED) != 0
                ? GuestExit.NOTHING
                : new GuestExit(true, esr, far, (par & Esr.PAR_ADDRESS) | (far & PAGE_OFFSET));
    }

    private long translateFar(long far) {
        long saved = el2.mrs(PAR_EL1);
        el2.at(AtOperation.S1E1R, far);
        el2.isb();
        long par = el2.mrs(PAR_EL1);
        el2.msr(PAR_EL1, saved);
        return par;
    }
}
