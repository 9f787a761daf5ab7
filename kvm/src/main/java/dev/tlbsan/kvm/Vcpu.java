package dev.tlbsan.kvm;

import dev.tlbsan.arm.pe.HcrEl2;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostThread;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A virtual CPU. */
public final class Vcpu {
    private final Vm vm;
    private final int id;
    private GuestRegisters context;
    private final String label;
    private final VirtualTimer timer = new VirtualTimer(this);
    private boolean tlbVmidStale;
    private boolean poweredOff;
    private long interruptLines;
    private boolean running;
    private @Nullable HostCpu cpu;
    private VcpuExit.@Nullable Mmio pendingMmio;

    Vcpu(Vm vm, int id) {
        this.vm = vm;
        this.id = id;
        this.label = "vm" + vm.id() + "/vcpu" + id;
        this.context = vm.kvm().architecture().registersAtReset(id);
    }

    /**
     * KVM_RUN by a thread of its own: runs on the host's CPU 0, in place of the thread that is current there, until the
     * VMM has something to do.
     *
     * @throws KvmException EBUSY if KVM_RUN is in progress on this vCPU, in which case the kernel would make it wait;
     *     ENOENT if the VM was destroyed
     */
    public VcpuExit run() {
        vm.stage2();
        if (running) {
            throw new KvmException(Errno.EBUSY, "KVM_RUN is in progress on " + label);
        }
        return HostThread.runToExit(this, vm.kvm().host().cpu(0));
    }

    /** vcpu_load: KVM_RUN takes the vCPU's mutex and makes it current on a CPU. */
    public void beginRun(HostCpu onCpu) {
        running = true;
        load(onCpu);
    }

    /** vcpu_put: KVM_RUN ends. */
    public void endRun() {
        timer.updateRun();
        put();
        running = false;
    }

    /** Whether KVM_RUN is in progress, be it preempted or not: the vCPU's mutex is held. */
    public boolean isRunning() {
        return running;
    }

    /** kvm_arch_vcpu_load. */
    public void load(HostCpu newCpu) {
        cpu = newCpu;
        vm.kvm().config().policy().vcpuLoad(this, newCpu);
    }

    /** kvm_arch_vcpu_put. */
    public void put() {
        cpu = null;
    }

    /** The preempt notifier's sched_in: kvm_arch_sched_in, then kvm_arch_vcpu_load. */
    public void schedIn(HostCpu newCpu) {
        vm.kvm().config().policy().schedIn(this, newCpu);
        load(newCpu);
    }

    /** The preempt notifier's sched_out. */
    public void schedOut() {
        put();
    }

    /** The world switch into the guest; afterwards the CPU executes guest instructions. */
    public void enterGuest(HostCpu onCpu) {
        vm.kvm().config().policy().guestEntry(this);
        vm.kvm().statistics().countGuestEntry();
        onCpu.hyp().enter(this);
    }

    /** handle_exit: serves what the hypervisor serves itself; the rest is for the VMM. */
    public Optional<VcpuExit> handleExit(HostCpu onCpu, Hyp.GuestExit exit) {
        Optional<VcpuExit> toVmm = GuestExits.handle(this, onCpu, exit);
        pendingMmio = toVmm.orElse(null) instanceof VcpuExit.Mmio mmio ? mmio : null;
        return toVmm;
    }

    /**
     * Gives the value of the load that the last exit was about, to be written to its register.
     *
     * @throws KvmException EINVAL if no load waits for a value
     */
    public void completeMmio(long value) {
        VcpuExit.Mmio mmio = pendingMmio;
        if (mmio == null || mmio.write()) {
            throw new KvmException(Errno.EINVAL, label + " waits for no value");
        }
        pendingMmio = null;
        context.completeLoad(mmio.bytes(), value);
    }

    public Vm vm() {
        return vm;
    }

    public int id() {
        return id;
    }

    /** How findings name it, such as {@code vm0/vcpu1}. */
    public String label() {
        return label;
    }

    /** The guest's registers while it is not in the guest; KVM_GET_ONE_REG and KVM_SET_ONE_REG reach them. */
    public GuestRegisters context() {
        return context;
    }

    /**
     * Whether the local TLB may hold entries of a sibling, so that all entries of this VMID must be invalidated from it
     * before this vCPU runs.
     */
    public boolean tlbVmidStale() {
        return tlbVmidStale;
    }

    public void tlbVmidStale(boolean stale) {
        tlbVmidStale = stale;
    }

    /** Puts every register into its state at reset. */
    public void reset() {
        context = vm.kvm().architecture().registersAtReset(id);
    }

    public boolean poweredOff() {
        return poweredOff;
    }

    public void poweredOff(boolean off) {
        poweredOff = off;
    }

    /** Its virtual timer. */
    public VirtualTimer timer() {
        return timer;
    }

    /** Whether a virtual interrupt is signalled, masked by the guest or not. */
    public boolean interruptPending() {
        return interruptLines != 0;
    }

    /** The virtual interrupts that are signalled, as HCR.VI and HCR.VF tell the guest. */
    public long interruptLines() {
        return interruptLines;
    }

    /** KVM_IRQ_LINE: the level of the virtual IRQ. */
    public void irqLine(boolean level) {
        interruptLine(HcrEl2.VI, level);
    }

    /** KVM_IRQ_LINE: the level of the virtual FIQ. */
    public void fiqLine(boolean level) {
        interruptLine(HcrEl2.VF, level);
    }

    /** vcpu_interrupt_line: a guest that runs leaves, to come back with the new level. */
    private void interruptLine(long line, boolean level) {
        long lines = level ? interruptLines | line : interruptLines & ~line;
        if (lines != interruptLines) {
            interruptLines = lines;
            cpu().ifPresent(HostCpu::forceGuestOut);
        }
    }

    /** The CPU that it is current on. */
    public Optional<HostCpu> cpu() {
        return Optional.ofNullable(cpu);
    }
}
