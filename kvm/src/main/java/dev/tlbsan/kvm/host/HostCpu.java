package dev.tlbsan.kvm.host;

import dev.tlbsan.engine.Exit;
import dev.tlbsan.kvm.Hyp;
import dev.tlbsan.kvm.Kvm;
import dev.tlbsan.machine.El2;
import org.jspecify.annotations.Nullable;

/** A physical CPU of the host: its hypervisor code, and the thread that runs on it. */
public final class HostCpu {
    private final int id;
    private final El2 el2;
    private final Hyp hyp;
    private final HostGic gic;
    private @Nullable HostThread current;
    private boolean yieldRequested;

    HostCpu(int id, El2 el2, Kvm kvm) {
        this.id = id;
        this.el2 = el2;
        this.gic = new HostGic(kvm.host().machine(), id);
        this.hyp = kvm.architecture().initialiseHyp(el2, kvm.config(), kvm.statistics());
    }

    /** The number of the CPU, from 0. */
    public int id() {
        return id;
    }

    public Hyp hyp() {
        return hyp;
    }

    /** The thread that runs on this CPU. */
    public @Nullable HostThread current() {
        return current;
    }

    /**
     * context_switch: the current thread is preempted wherever it stands, and another goes on where it was. The preempt
     * notifiers of both run.
     */
    public void switchTo(@Nullable HostThread next) {
        if (next == current) {
            return;
        }
        if (current != null) {
            current.schedOut(this);
        }
        current = next;
        yieldRequested = false;
        if (next != null) {
            next.schedIn(this);
        }
    }

    /** Whether a guest asked to let another thread run. */
    public boolean yieldRequested() {
        return yieldRequested;
    }

    public void yieldRequested(boolean requested) {
        yieldRequested = requested;
    }

    /** Executes guest instructions until the guest leaves or the given number is done; true if it has left. */
    boolean runGuest(long maxInstructions) {
        return el2.run(maxInstructions) == Exit.EL2;
    }

    /** Makes the guest leave before its next instruction by a physical interrupt. */
    void interruptGuest() {
        gic.interruptItself();
        if (!runGuest(1)) {
            throw new IllegalStateException("CPU " + id + " did not take a physical interrupt to EL2");
        }
    }

    /** If this CPU is in a guest: the guest leaves by a physical interrupt, so that the host can work here. */
    public void forceGuestOut() {
        if (current != null) {
            current.leaveGuest(this);
        }
    }

    /** The guest has left by an interrupt: the host takes it. */
    void takeInterrupts() {
        gic.takeInterrupts();
    }

    /** enable_percpu_irq or disable_percpu_irq of the virtual timer's interrupt, which is a guest's. */
    public void virtualTimerInterrupt(boolean enabled) {
        gic.virtualTimerInterrupt(enabled);
    }

    /** A barrier of the host kernel: stores are seen before those that follow, by table walks too. */
    public void dsbIshst() {
        el2.dsb(El2.ISHST);
    }

    /** Instructions that the CPU has executed. */
    public long instructions() {
        return el2.instructions();
    }
}
