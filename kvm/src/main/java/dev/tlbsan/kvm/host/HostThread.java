package dev.tlbsan.kvm.host;

import dev.tlbsan.kvm.Hyp;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A host thread that runs vCPUs, as a state machine whose transitions are those of KVM_RUN
 * (kvm_arch_vcpu_ioctl_run). {@link HostCpu#switchTo} can preempt it between any two.
 */
public final class HostThread {
    /** Guest instructions between two timer ticks where nothing else says when they come. */
    private static final long TICK = 1 << 16;

    private final Vmm vmm;
    private State state = State.USER;
    private @Nullable Vcpu vcpu;
    private Hyp.@Nullable GuestExit guestExit;
    private @Nullable VcpuExit result;
    private boolean exitRequested;

    /** Where the thread stands. */
    public enum State {
        /** In user space. */
        USER,
        /** In the kernel with a vCPU loaded, before update_vttbr. */
        LOADED,
        /** The VM has a VMID; next is guest entry. */
        READY,
        /** The CPU executes the guest. */
        IN_GUEST,
        /** Back from the guest; the exit is not yet served. */
        EXITED,
        /** The exit is for user space; next is vcpu_put. */
        LEAVING
    }

    public HostThread(Vmm vmm) {
        this.vmm = vmm;
    }

    /** Runs a vCPU on a CPU with nothing else to do until it has something for its VMM. */
    public static VcpuExit runToExit(Vcpu vcpu, HostCpu cpu) {
        OneRun run = new OneRun(vcpu);
        HostThread thread = new HostThread(run);
        HostThread preempted = cpu.current();
        cpu.switchTo(thread);
        while (run.exit == null) {
            boolean tick = thread.state == State.IN_GUEST;
            thread.step(cpu, TICK);
            if (tick) {
                thread.leaveGuest(cpu);
            }
        }
        cpu.switchTo(preempted);
        return run.exit;
    }

    public State state() {
        return state;
    }

    /** The vCPU that is loaded or was last. */
    public @Nullable Vcpu vcpu() {
        return vcpu;
    }

    /** Whether a step would do something: it has a vCPU to run, on which no other thread is in KVM_RUN. */
    public boolean isRunnable() {
        return state != State.USER || nextVcpu().isPresent();
    }

    /** The value of the system counter, unsigned, at which it wakes up though nobody wakes it. */
    OptionalLong alarm() {
        return state == State.USER ? vmm.alarm() : OptionalLong.empty();
    }

    private Optional<Vcpu> nextVcpu() {
        return vmm.next().filter(next -> !next.isRunning());
    }

    /** A signal is pending: KVM_RUN ends before it enters the guest again. */
    public void requestExit() {
        exitRequested = true;
    }

    /**
     * Makes one transition on the CPU whose current thread this is. In the guest, executes instructions.
     *
     * @param maxInstructions the most guest instructions to execute in this step
     */
    public void step(HostCpu cpu, long maxInstructions) {
        switch (state) {
            case USER -> vcpuLoad(cpu);
            case LOADED -> updateVttbr(cpu);
            case READY -> enter(cpu);
            case IN_GUEST -> runGuest(cpu, maxInstructions);
            case EXITED -> handleExit(cpu);
            case LEAVING -> vcpuPut();
        }
    }

    /** If the guest runs: leaves it by a physical interrupt. The host's timer tick and reschedule calls do this. */
    public void leaveGuest(HostCpu cpu) {
        if (state == State.IN_GUEST) {
            cpu.interruptGuest();
            leave(cpu);
        }
    }

    void schedOut(HostCpu cpu) {
        leaveGuest(cpu);
        if (state != State.USER) {
            loaded().schedOut();
        }
    }

    void schedIn(HostCpu cpu) {
        if (state != State.USER) {
            loaded().schedIn(cpu);
        }
    }

    private void vcpuLoad(HostCpu cpu) {
        Optional<Vcpu> next = nextVcpu();
        if (next.isPresent()) {
            vcpu = next.get();
            vcpu.beginRun(cpu);
            state = State.LOADED;
        }
    }

    private void updateVttbr(HostCpu cpu) {
        loaded().vm().updateVmid(cpu);
        if (loaded().poweredOff()) {
            leaveWith(new VcpuExit.PoweredOff());
        } else {
            state = State.READY;
        }
    }

    private void enter(HostCpu cpu) {
        loaded().timer().flush(cpu);
        if (exitRequested || loaded().timer().shouldNotifyUser()) {
            exitRequested = false;
            leaveWith(new VcpuExit.Interrupted());
        } else if (loaded().vm().needsVmid() || loaded().poweredOff()) {
            state = State.LOADED;
        } else {
            loaded().enterGuest(cpu);
            state = State.IN_GUEST;
        }
    }

    private void runGuest(HostCpu cpu, long maxInstructions) {
        if (cpu.runGuest(maxInstructions)) {
            leave(cpu);
        }
    }

    private void leave(HostCpu cpu) {
        Hyp.GuestExit exit = cpu.hyp().leave(loaded());
        if (!exit.trap()) {
            cpu.takeInterrupts();
        }
        loaded().timer().sync();
        guestExit = exit;
        state = State.EXITED;
    }

    private void handleExit(HostCpu cpu) {
        Hyp.GuestExit exit = guestExit;
        if (exit == null) {
            throw new IllegalStateException("no guest exit to serve");
        }
        guestExit = null;
        Optional<VcpuExit> toVmm = loaded().handleExit(cpu, exit);
        if (toVmm.isPresent()) {
            leaveWith(toVmm.get());
        } else {
            state = State.LOADED;
        }
    }

    private void leaveWith(VcpuExit exit) {
        result = exit;
        state = State.LEAVING;
    }

    private void vcpuPut() {
        Vcpu put = loaded();
        put.endRun();
        state = State.USER;
        VcpuExit exit = result;
        result = null;
        if (exit != null) {
            vmm.exited(put, exit);
        }
    }

    private Vcpu loaded() {
        Vcpu present = vcpu;
        if (present == null) {
            throw new IllegalStateException("no vCPU is loaded in state " + state);
        }
        return present;
    }

    /** A VMM that runs one vCPU once. */
    private static final class OneRun implements Vmm {
        private final Vcpu vcpu;
        private @Nullable VcpuExit exit;

        OneRun(Vcpu vcpu) {
            this.vcpu = vcpu;
        }

        @Override
        public Optional<Vcpu> next() {
            return Optional.of(vcpu);
        }

        @Override
        public OptionalLong alarm() {
            return OptionalLong.empty();
        }

        @Override
        public void exited(Vcpu ran, VcpuExit why) {
            exit = why;
        }
    }
}
