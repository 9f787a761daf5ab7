package dev.tlbsan.kvm;

import dev.tlbsan.kvm.host.HostCpu;

/**
 * The virtual timer of a vCPU while the host looks after it (virt/kvm/arm/arch_timer.c, for interrupt controllers in user
 * space). While its output is asserted the physical interrupt is masked, since nobody but the guest can make it go away.
 */
public final class VirtualTimer {
    /** What {@link #deadline} returns if the timer will not fire. */
    public static final long NEVER = -1;

    private static final int ENABLE = 1;
    private static final int IMASK = 2;

    private final Vcpu vcpu;
    private boolean output;
    private boolean told;

    VirtualTimer(Vcpu vcpu) {
        this.vcpu = vcpu;
    }

    /** kvm_timer_flush_hwstate: before the guest is entered on a CPU. */
    public void flush(HostCpu cpu) {
        update();
        cpu.virtualTimerInterrupt(!output);
    }

    /** kvm_timer_sync_hwstate: the guest has left. */
    public void sync() {
        update();
    }

    /** kvm_timer_should_notify_user: whether the VMM does not know the state of the output yet. */
    public boolean shouldNotifyUser() {
        return output != told;
    }

    /** kvm_timer_update_run: KVM_RUN ends, and the VMM can see the output. */
    void updateRun() {
        told = output;
    }

    /** The timer's interrupt output when KVM_RUN last ended (KVM_ARM_DEV_EL1_VTIMER). */
    public boolean output() {
        return told;
    }

    /**
     * The value of the system counter, unsigned, at or after which the timer asserts its output, though it may not do so
     * now (kvm_timer_earliest_exp); {@link #NEVER} if it is off or masked.
     */
    public long deadline() {
        GuestRegisters registers = vcpu.context();
        boolean armed = (registers.virtualTimerControl() & (ENABLE | IMASK)) == ENABLE;
        return armed ? registers.virtualTimerCompare() : NEVER;
    }

    /** kvm_timer_should_fire. The virtual counter is the system counter: CNTVOFF is zero. */
    private void update() {
        long deadline = deadline();
        output = deadline != NEVER
                && Long.compareUnsigned(vcpu.vm().kvm().host().machine().systemCounter(), deadline) >= 0;
    }
}
