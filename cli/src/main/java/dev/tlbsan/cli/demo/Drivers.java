package dev.tlbsan.cli.demo;

import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.kvm.host.Scheduler;
import dev.tlbsan.kvm.vmm.GuestVm;
import dev.tlbsan.kvm.vmm.OneVcpuThread;
import dev.tlbsan.kvm.vmm.TakingTurns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways in which a host runs the vCPUs of a scenario. The schedules of the seed's holes are driven by hand. */
final class Drivers {
    /** Guest instructions between two preemptions of a schedule that is driven by hand. */
    private static final long SLICE = 2_000;

    /** Enough guest instructions to start, turn the MMU on and use the tested page. */
    private static final long LONG_SLICE = 30_000;

    private static final long MAX_INSTRUCTIONS = 200_000_000;

    private Drivers() {}

    /** A thread for each vCPU; all share CPU 0, and the host preempts them. */
    static boolean preempted(Stage stage) {
        Scheduler scheduler = new Scheduler(stage.host(), Scheduler.Options.seeded(stage.seed()));
        threads(stage).forEach(thread -> scheduler.add(thread, 0));
        return scheduler.run(MAX_INSTRUCTIONS);
    }

    /**
     * Hole A''. As {@link #preempted}, with first slices long enough that both vCPUs have filled the TLB before either is
     * scheduled in for the first time.
     */
    static boolean longSlices(Stage stage) {
        Scheduler scheduler =
                new Scheduler(stage.host(), new Scheduler.Options(stage.seed(), LONG_SLICE, 2 * LONG_SLICE, 0, 0));
        threads(stage).forEach(thread -> scheduler.add(thread, 0));
        return scheduler.run(MAX_INSTRUCTIONS);
    }

    /** A thread for each vCPU, each on a CPU of its own. */
    static boolean pinned(Stage stage) {
        Scheduler scheduler = new Scheduler(stage.host(), Scheduler.Options.seeded(stage.seed()));
        List<HostThread> threads = threads(stage);
        for (int i = 0; i < threads.size(); i++) {
            scheduler.add(threads.get(i), i);
        }
        return scheduler.run(MAX_INSTRUCTIONS);
    }

    /** Hole A: one thread calls KVM_RUN on each vCPU in turn; there is nobody to be preempted by. */
    static boolean takingTurns(Stage stage) {
        Scheduler scheduler = new Scheduler(stage.host(), Scheduler.Options.seeded(stage.seed()));
        stage.guests().forEach(guest -> scheduler.add(new HostThread(new TakingTurns(guest)), 0));
        return scheduler.run(MAX_INSTRUCTIONS);
    }

    /**
     * Hole A'. vCPU 1 is preempted in the guest; vCPU 0 does KVM_RUN from user space and goes back there; vCPU 1 is
     * scheduled in.
     */
    static boolean bookkeeping(Stage stage) {
        List<HostThread> threads = threads(stage);
        HostThread enters = threads.get(0);
        HostThread preempted = threads.get(1);
        HostCpu cpu = stage.host().cpu(0);
        while (isAnyRunnable(threads) && cpu.instructions() < MAX_INSTRUCTIONS) {
            cpu.switchTo(enters);
            runGuest(cpu, SLICE, State.USER);
            cpu.switchTo(preempted);
            runGuest(cpu, SLICE, null);
        }
        cpu.switchTo(null);
        return !isAnyRunnable(threads);
    }

    /**
     * Hole B. vCPU 0 runs on CPU 0. vCPU 1 is scheduled in there, preempted before it enters the guest, runs on CPU 1,
     * and comes back to CPU 0.
     */
    static boolean migration(Stage stage) {
        List<HostThread> threads = threads(stage);
        HostThread stays = threads.get(0);
        HostThread moves = threads.get(1);
        HostCpu home = stage.host().cpu(0);
        HostCpu away = stage.host().cpu(1);
        while (isAnyRunnable(threads) && home.instructions() < MAX_INSTRUCTIONS) {
            home.switchTo(stays);
            runGuest(home, SLICE, null);
            home.switchTo(moves);
            home.switchTo(null);
            away.switchTo(moves);
            runGuest(away, SLICE, null);
            away.switchTo(null);
            home.switchTo(moves);
            runGuest(home, SLICE, null);
        }
        home.switchTo(null);
        return !isAnyRunnable(threads);
    }

    /** Steps the CPU's thread until it has executed so many guest instructions, rests, or reaches a state. */
    private static void runGuest(HostCpu cpu, long instructions, @Nullable State until) {
        HostThread thread = cpu.current();
        long end = cpu.instructions() + instructions;
        while (thread != null && thread.isRunnable() && cpu.instructions() < end) {
            thread.step(cpu, end - cpu.instructions());
            if (thread.state() == until) {
                return;
            }
        }
    }

    private static boolean isAnyRunnable(List<HostThread> threads) {
        return threads.stream().anyMatch(HostThread::isRunnable);
    }

    private static List<HostThread> threads(Stage stage) {
        List<HostThread> threads = new ArrayList<>();
        for (GuestVm guest : stage.guests()) {
            for (Vcpu vcpu : guest.vm().vcpus()) {
                threads.add(new HostThread(new OneVcpuThread(guest, vcpu)));
            }
        }
        return threads;
    }
}
