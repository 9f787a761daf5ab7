package dev.tlbsan.machine;

import dev.tlbsan.arm.pe.GenericTimer;
import dev.tlbsan.arm.pe.GenericTimer.Timer;
import dev.tlbsan.arm.pe.InterruptLine;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.engine.Engine;
import dev.tlbsan.engine.Exit;
import java.util.ArrayList;
import java.util.List;

/**
 * Guest time, which PE runs in it, and what happens at its moments. Time is the instructions that all PEs have executed,
 * and those that they would have if they had not all been waiting. No run goes beyond a moment at which a timer fires.
 */
final class Timeline {
    private static final long INSTRUCTIONS_A_TICK = 16;
    private static final long NEVER = Long.MAX_VALUE;
    /** What is further away than this many ticks never comes. */
    private static final long HORIZON = 1L << 56;

    private static final List<Timer> TIMERS = List.of(Timer.values());

    private final Gic gic;
    private final List<ProcessingElement> pes = new ArrayList<>();
    private final List<Engine> engines = new ArrayList<>();
    private final List<List<Wire>> outputs = new ArrayList<>();
    private final boolean[] fiqs;
    private long idle;
    private long deadline = NEVER;
    private int running;

    /** Makes the timeline of a board with that many PEs, which are added one by one. */
    Timeline(int cpus) {
        gic = new Gic(cpus, this::signal);
        fiqs = new boolean[cpus];
    }

    private void signal(int cpu, boolean irq, boolean fiq) {
        pes.get(cpu).line(InterruptLine.IRQ, irq);
        if (fiq != fiqs[cpu]) {
            fiqs[cpu] = fiq;
            pes.get(cpu).line(InterruptLine.FIQ, fiq);
        }
    }

    /** Wires a PE to the interrupt controller and the system counter; gives its engine as it is to be used. */
    Engine add(ProcessingElement pe, Engine engine) {
        int index = pes.size();
        pes.add(pe);
        engines.add(engine);
        outputs.add(TIMERS.stream()
                .map(timer -> gic.ppi(index, Gic.interrupt(timer)))
                .toList());
        pe.timers().counter(this::ticks);
        pe.timers().listener(() -> timersChanged(index));
        return new Engine() {
            @Override
            public Exit run(long maxInstructions) {
                return Timeline.this.run(index, maxInstructions);
            }

            @Override
            public void shorten(long instructions) {
                engine.shorten(instructions);
            }
        };
    }

    Gic gic() {
        return gic;
    }

    /** The PE that runs, or did last: the one that makes an access to a device. */
    int running() {
        return running;
    }

    /** Says which PE acts while none of them executes. */
    void running(int index) {
        running = index;
    }

    /** Instructions executed by all PEs. */
    long instructions() {
        long sum = 0;
        for (ProcessingElement pe : pes) {
            sum += pe.instructions();
        }
        return sum;
    }

    /** The system counter. */
    long ticks() {
        return now() / INSTRUCTIONS_A_TICK;
    }

    private long now() {
        return instructions() + idle;
    }

    /** Lets the time pass until the next timer fires; false if there is none that will. */
    boolean passToDeadline() {
        if (deadline == NEVER) {
            return false;
        }
        idle += deadline - now();
        fire();
        return true;
    }

    /** Lets the time pass in which so many instructions could have been executed; timers fire on the way. */
    void pass(long instructions) {
        long end = now() + instructions;
        while (now() < end) {
            idle += Math.min(end, deadline) - now();
            if (now() >= deadline) {
                fire();
            }
        }
    }

    /** The instructions until a tick of the system counter; zero if it has come, the most there are if it never does. */
    long instructionsUntil(long tick) {
        long ticks = ticks();
        if (Long.compareUnsigned(tick, ticks) <= 0) {
            return 0;
        }
        return Long.compareUnsigned(tick - ticks, HORIZON) >= 0 ? NEVER : tick * INSTRUCTIONS_A_TICK - now();
    }

    private Exit run(int index, long maxInstructions) {
        running = index;
        ProcessingElement pe = pes.get(index);
        Engine engine = engines.get(index);
        long end = pe.instructions() + Math.min(maxInstructions, NEVER - pe.instructions());
        Exit exit;
        do {
            exit = engine.run(Math.min(end - pe.instructions(), deadline - now()));
            if (now() >= deadline) {
                fire();
            }
        } while (exit == Exit.BUDGET && pe.instructions() < end);
        return exit;
    }

    private void fire() {
        for (int i = 0; i < pes.size(); i++) {
            driveTimers(i);
        }
        deadline = nextDeadline();
    }

    /** Software has written a timer's register, perhaps within a run: the outputs follow at once. */
    private void timersChanged(int index) {
        driveTimers(index);
        deadline = nextDeadline();
        if (deadline != NEVER) {
            engines.get(running).shorten(deadline - now());
        }
    }

    private void driveTimers(int index) {
        GenericTimer timers = pes.get(index).timers();
        for (int i = 0; i < TIMERS.size(); i++) {
            outputs.get(index).get(i).level(timers.asserted(TIMERS.get(i)));
        }
    }

    private long nextDeadline() {
        long ticks = ticks();
        long soonest = HORIZON;
        for (ProcessingElement pe : pes) {
            long next = pe.timers().nextDeadline();
            if (next != GenericTimer.NEVER && Long.compareUnsigned(next - ticks, soonest) < 0) {
                soonest = next - ticks;
            }
        }
        return soonest == HORIZON ? NEVER : (ticks + soonest) * INSTRUCTIONS_A_TICK;
    }
}
