package dev.tlbsan.kvm.host;

import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The host's scheduler, driven by a seed: CPUs take turns of random length; a CPU's timer preempts its thread in the
 * guest, and now and then a thread is preempted between two transitions in the kernel. Threads may be moved to the CPU
 * that has nothing to do.
 */
public final class Scheduler {
    /** Guest instructions that a CPU executes before another one may have its turn. */
    private static final int LONGEST_TURN = 200;

    private final Host host;
    private final Options options;
    private final SeededRandom random;
    private final List<Queue> queues = new ArrayList<>();
    private long executed;

    /**
     * How it schedules.
     *
     * @param seed of every choice
     * @param minSlice the fewest guest instructions between two timer ticks
     * @param maxSlice the most
     * @param kernelPreemption one in so many transitions in the kernel is followed by a preemption; 0 for never
     * @param migration one in so many preemptions moves the thread to another CPU; 0 for never
     */
    public record Options(long seed, long minSlice, long maxSlice, int kernelPreemption, int migration) {
        /** Slices of 500 to 3,000 instructions, a preemption after one in 16 transitions, no migration. */
        public static Options seeded(long seed) {
            return new Options(seed, 500, 3_000, 16, 0);
        }

        public Options withMigration(int oneIn) {
            return new Options(seed, minSlice, maxSlice, kernelPreemption, oneIn);
        }
    }

    /** The threads of one CPU; the current one is not in the queue. */
    private static final class Queue {
        private final HostCpu cpu;
        private final ArrayDeque<HostThread> waiting = new ArrayDeque<>();
        private long slice;

        Queue(HostCpu cpu) {
            this.cpu = cpu;
        }

        boolean isIdle() {
            HostThread current = cpu.current();
            return (current == null || !current.isRunnable())
                    && waiting.stream().noneMatch(HostThread::isRunnable);
        }
    }

    public Scheduler(Host host, Options options) {
        this.host = host;
        this.options = options;
        this.random = new SeededRandom(options.seed);
        host.cpus().forEach(cpu -> queues.add(new Queue(cpu)));
    }

    /** Adds a thread to a CPU's queue. */
    public void add(HostThread thread, int cpu) {
        queues.get(cpu).waiting.add(thread);
    }

    /**
     * Runs until no thread is runnable.
     *
     * @param maxInstructions the most guest instructions to execute
     * @return true if every thread came to rest, false if the instructions ran out
     */
    public boolean run(long maxInstructions) {
        long limit = executed + maxInstructions;
        while (executed < limit) {
            List<Queue> busy = queues.stream().filter(q -> !q.isIdle()).toList();
            if (busy.isEmpty()) {
                if (sleep()) {
                    continue;
                }
                host.cpus().forEach(cpu -> cpu.switchTo(null));
                return true;
            }
            turn(busy.get(random.below(busy.size())), limit - executed);
        }
        return false;
    }

    /** Guest instructions executed so far. */
    public long executed() {
        return executed;
    }

    /** Where no thread can run: lets the time pass until the first alarm; false if there is none. */
    private boolean sleep() {
        long wait = instructionsToAlarm();
        if (wait == Long.MAX_VALUE) {
            return false;
        }
        host.machine().passInstructions(wait);
        return true;
    }

    private long instructionsToAlarm() {
        long soonest = Long.MAX_VALUE;
        for (Queue queue : queues) {
            soonest = Math.min(soonest, instructionsToAlarm(queue.cpu.current()));
            for (HostThread thread : queue.waiting) {
                soonest = Math.min(soonest, instructionsToAlarm(thread));
            }
        }
        return soonest;
    }

    private long instructionsToAlarm(@Nullable HostThread thread) {
        OptionalLong alarm = thread == null ? OptionalLong.empty() : thread.alarm();
        return alarm.isEmpty() ? Long.MAX_VALUE : host.machine().instructionsUntil(alarm.getAsLong());
    }

    private void turn(Queue queue, long instructionsLeft) {
        HostThread current = queue.cpu.current();
        if (current == null || !current.isRunnable() || queue.cpu.yieldRequested()) {
            preempt(queue);
            current = queue.cpu.current();
        }
        if (current == null) {
            return;
        }
        if (current.state() == HostThread.State.IN_GUEST) {
            guestTurn(queue, current, instructionsLeft);
        } else {
            current.step(queue.cpu, 0);
            if (options.kernelPreemption > 0 && random.oneIn(options.kernelPreemption)) {
                preempt(queue);
            }
        }
    }

    private void guestTurn(Queue queue, HostThread current, long instructionsLeft) {
        long turn = queues.size() == 1 ? queue.slice : Math.min(queue.slice, random.between(1, LONGEST_TURN));
        long quantum = Math.min(Math.min(turn, instructionsLeft), Math.max(instructionsToAlarm(), 1));
        long before = queue.cpu.instructions();
        current.step(queue.cpu, quantum);
        long done = Math.max(queue.cpu.instructions() - before, 1);
        executed += done;
        queue.slice -= done;
        if (queue.slice <= 0) {
            current.leaveGuest(queue.cpu);
            preempt(queue);
        }
    }

    /** Puts the current thread behind the others, or onto another CPU, and lets the next one run. */
    private void preempt(Queue queue) {
        queue.slice = random.between(options.minSlice, options.maxSlice);
        queue.cpu.yieldRequested(false);
        HostThread current = queue.cpu.current();
        Queue target = migrates() ? queues.get(random.below(queues.size())) : queue;
        HostThread next = nextRunnable(queue);
        if (next == null && target == queue) {
            return;
        }
        queue.cpu.switchTo(next);
        if (current != null) {
            target.waiting.add(current);
        }
    }

    private boolean migrates() {
        return options.migration > 0 && random.oneIn(options.migration);
    }

    private static @Nullable HostThread nextRunnable(Queue queue) {
        for (int i = queue.waiting.size(); i > 0; i--) {
            HostThread thread = queue.waiting.remove();
            if (thread.isRunnable()) {
                return thread;
            }
            queue.waiting.add(thread);
        }
        return null;
    }
}
