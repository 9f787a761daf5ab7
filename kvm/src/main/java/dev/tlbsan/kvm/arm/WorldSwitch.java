package dev.tlbsan.kvm.arm;

import static dev.tlbsan.arm.pe.Aarch32Register.CNTHCTL;
import static dev.tlbsan.arm.pe.Aarch32Register.CNTVOFF;
import static dev.tlbsan.arm.pe.Aarch32Register.CNTV_CTL;
import static dev.tlbsan.arm.pe.Aarch32Register.CNTV_CVAL;
import static dev.tlbsan.arm.pe.Aarch32Register.HCPTR;
import static dev.tlbsan.arm.pe.Aarch32Register.HCR;
import static dev.tlbsan.arm.pe.Aarch32Register.HDCR;
import static dev.tlbsan.arm.pe.Aarch32Register.HDFAR;
import static dev.tlbsan.arm.pe.Aarch32Register.HIFAR;
import static dev.tlbsan.arm.pe.Aarch32Register.HPFAR;
import static dev.tlbsan.arm.pe.Aarch32Register.HSR;
import static dev.tlbsan.arm.pe.Aarch32Register.HSTR;
import static dev.tlbsan.arm.pe.Aarch32Register.MIDR;
import static dev.tlbsan.arm.pe.Aarch32Register.PAR;
import static dev.tlbsan.arm.pe.Aarch32Register.VPIDR;
import static dev.tlbsan.arm.pe.Aarch32Register.VTCR;
import static dev.tlbsan.arm.pe.Aarch32Register.VTTBR;

import dev.tlbsan.kvm.Ablation;
import dev.tlbsan.kvm.Esr;
import dev.tlbsan.kvm.Hyp;
import dev.tlbsan.kvm.HypControls;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.KvmStatistics;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.Vm;
import dev.tlbsan.machine.El2;
import dev.tlbsan.machine.HypMode;
import dev.tlbsan.machine.HypMode.Operation;

/** The world switch of arm (arch/arm/kvm/hyp/switch.c and tlb.c). */
final class WorldSwitch implements Hyp {
    private static final long PAGE_OFFSET = 0xfff;

    private final HypMode hyp;
    private final KvmStatistics statistics;
    private final Ablation ablation;
    private final VcpuContext host = new VcpuContext(0, 0);

    /** Installs the hypervisor on a CPU that has just been reset, and goes down to the host in Supervisor mode. */
    WorldSwitch(HypMode hyp, KvmConfig config, KvmStatistics statistics) {
        this.hyp = hyp;
        this.statistics = statistics;
        this.ablation = config.ablation();
        hyp.attach();
        hyp.write(VTCR, Hcr.vtcr());
        hyp.write(CNTVOFF, 0);
        deactivateTraps();
        deactivateVm();
        hyp.returnToHost();
    }

    @Override
    public void enter(Vcpu vcpu) {
        VcpuContext context = VcpuContext.of(vcpu);
        hyp.callFromHost();
        host.saveSystem(hyp);
        host.saveBanked(hyp);
        activateTraps(vcpu);
        activateVm(vcpu, context);
        restoreTimer(context);
        context.restoreSystem(hyp);
        context.restoreBanked(hyp);
        context.restoreGeneral(hyp);
        hyp.owner(vcpu.label());
        hyp.returnToGuest();
    }

    @Override
    public GuestExit leave(Vcpu vcpu) {
        VcpuContext context = VcpuContext.of(vcpu);
        hyp.owner("host");
        context.saveGeneral(hyp);
        GuestExit exit = hyp.tookInterrupt() ? GuestExit.NOTHING : faultInformation();
        context.saveBanked(hyp);
        context.saveSystem(hyp);
        saveTimer(context);
        deactivateTraps();
        deactivateVm();
        host.restoreBanked(hyp);
        host.restoreSystem(hyp);
        hyp.returnToHost();
        return exit;
    }

    @Override
    public void flushLocalVmid(Vm vm) {
        hyp.callFromHost();
        hyp.write(VTTBR, vm.vttbr());
        hyp.isb();
        hyp.execute(Operation.TLBIALL);
        hyp.dsb(El2.NSH);
        hyp.isb();
        hyp.write(VTTBR, 0);
        hyp.returnToHost();
        statistics.countLocalInvalidation();
    }

    /** Armv7 has no invalidation by intermediate physical address: the whole VMID goes. */
    @Override
    public void flushVmidIpa(Vm vm, long ipa) {
        flushVmid(vm);
    }

    @Override
    public void flushVmid(Vm vm) {
        hyp.callFromHost();
        hyp.dsb(El2.ISHST);
        hyp.write(VTTBR, vm.vttbr());
        hyp.isb();
        hyp.execute(Operation.TLBIALLIS);
        hyp.dsb(El2.ISH);
        hyp.isb();
        hyp.write(VTTBR, 0);
        hyp.returnToHost();
    }

    @Override
    public void flushVmContext() {
        hyp.callFromHost();
        hyp.execute(Operation.TLBIALLNSNHIS);
        hyp.execute(Operation.ICIALLUIS);
        hyp.dsb(El2.ISH);
        hyp.returnToHost();
    }

    private void activateTraps(Vcpu vcpu) {
        long flags = HypControls.guestFlags(ablation);
        hyp.write(HCR, flags | vcpu.interruptLines());
        hyp.write(HSTR, Hcr.TRAP_CP15_15);
        hyp.write(HCPTR, Hcr.HCPTR_GUEST);
        hyp.write(HDCR, HypControls.DEBUG_TRAPS);
    }

    private void deactivateTraps() {
        hyp.write(HCR, 0);
        hyp.write(HSTR, 0);
        hyp.write(HDCR, 0);
        hyp.write(HCPTR, 0);
    }

    /** __activate_vm, with the seed's invalidation. */
    private void activateVm(Vcpu vcpu, VcpuContext context) {
        hyp.write(VTTBR, vcpu.vm().vttbr());
        if (vcpu.tlbVmidStale()) {
            invalidateLocally(vcpu);
        }
        hyp.write(VPIDR, context.get(VPIDR));
    }

    private void invalidateLocally(Vcpu vcpu) {
        if (ablation != Ablation.ISB) {
            hyp.isb();
        }
        if (ablation != Ablation.TLBI) {
            hyp.execute(Operation.TLBIALL);
        }
        if (ablation != Ablation.DSB) {
            hyp.dsb(El2.NSH);
        }
        if (ablation != Ablation.CLEAR_FLAG) {
            vcpu.tlbVmidStale(false);
        }
        statistics.countLocalInvalidation();
    }

    private void deactivateVm() {
        hyp.write(VTTBR, 0);
        hyp.write(VPIDR, hyp.read(MIDR));
    }

    /** __timer_restore_state: the guest has the virtual timer and the physical counter, not the physical timer. */
    private void restoreTimer(VcpuContext context) {
        hyp.write(CNTHCTL, HypControls.CNTHCTL_EL1PCTEN);
        hyp.write(CNTV_CVAL, context.get(CNTV_CVAL));
        hyp.isb();
        hyp.write(CNTV_CTL, context.get(CNTV_CTL));
    }

    /** __timer_save_state. */
    private void saveTimer(VcpuContext context) {
        context.set(CNTV_CTL, hyp.read(CNTV_CTL));
        context.set(CNTV_CVAL, hyp.read(CNTV_CVAL));
        hyp.write(CNTV_CTL, 0);
        hyp.write(CNTHCTL, HypControls.CNTHCTL_EL1PCTEN | HypControls.CNTHCTL_EL1PCEN);
    }

    /**
     * __populate_fault_info. HPFAR is not valid for a permission fault outside a stage 1 walk, so stage 1 is walked again;
     * if that fails now, the guest has changed its tables and shall take the fault again.
     */
    private GuestExit faultInformation() {
        long hsr = hyp.read(HSR);
        if (!Esr.isGuestAbort(hsr)) {
            return new GuestExit(true, hsr, 0, 0);
        }
        long far = hyp.read(Esr.exceptionClass(hsr) == Esr.EC_IABT_LOWER ? HIFAR : HDFAR);
        if (Esr.isOnTableWalk(hsr) || !Esr.isPermissionFault(hsr)) {
            return new GuestExit(true, hsr, far, hyp.read(HPFAR) << 8 | (far & PAGE_OFFSET));
        }
        long par = translate(far);
        return (par & Esr.PAR_FAILED) != 0
                ? GuestExit.NOTHING
                : new GuestExit(true, hsr, far, (par & Esr.PAR_ADDRESS) | (far & PAGE_OFFSET));
    }

    /** Translates in Hyp mode, where the outcome has the format of long descriptors whatever the guest uses. */
    private long translate(long far) {
        long saved = hyp.read(PAR);
        hyp.execute(Operation.ATS1CPR, far);
        hyp.isb();
        long par = hyp.read(PAR);
        hyp.write(PAR, saved);
        return par;
    }
}
