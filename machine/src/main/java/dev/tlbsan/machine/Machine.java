package dev.tlbsan.machine;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.mmu.MmuConfiguration;
import dev.tlbsan.arm.pe.Cluster;
import dev.tlbsan.arm.pe.PeConfiguration;
import dev.tlbsan.arm.pe.Power;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.engine.Engine;
import dev.tlbsan.engine.Engines;
import dev.tlbsan.engine.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A board with QEMU's {@code virt} memory map: RAM at 0x4000_0000, devices below, up to eight PEs in one inner shareable
 * domain. All PEs run on the caller's thread and take turns by a seeded schedule, so a run depends on nothing but its
 * inputs and the seed.
 */
public final class Machine implements AutoCloseable {
    /** The most PEs of a machine. */
    public static final int MAX_CPUS = 8;
    /** The physical address of the first byte of RAM. */
    public static final long RAM_BASE = 0x4000_0000L;

    private static final int LONGEST_TURN = 200;
    /** A PE that is alone has nobody to give way to, but is looked after now and then. */
    private static final long TURN_ALONE = 1 << 16;

    private static final long INSTRUCTIONS_A_TICK = 16;

    private final Ram ram;
    private final Bus bus;
    private final Cluster cluster;
    private final List<ProcessingElement> pes = new ArrayList<>();
    private final List<Engine> engines = new ArrayList<>();
    private final List<El2> el2s = new ArrayList<>();
    private final Psci psci;

    /**
     * Makes a machine whose first PE is on, at the start of RAM, and whose others are off.
     *
     * @throws IllegalArgumentException if the configuration is out of range
     */
    public Machine(MachineConfig config) {
        ram = new Ram(config.memory());
        bus = new Bus(RAM_BASE, ram.segment());
        cluster = new Cluster(bus);
        Engines makers = new Engines(bus);
        for (int i = 0; i < config.cpus(); i++) {
            MmuConfiguration mmu = MmuConfiguration.DEFAULT.withTlb(config.tlb());
            PeConfiguration pe = config.el2() ? PeConfiguration.withEl2(i) : PeConfiguration.withoutEl2(i);
            ProcessingElement element = new ProcessingElement(pe.withMmu(mmu), cluster);
            add(element, makers.interpreter(element));
        }
        psci = new Psci(pes);
    }

    private void add(ProcessingElement pe, Engine engine) {
        pe.firmwareAttached(true);
        pe.timers().counter(() -> instructions() / INSTRUCTIONS_A_TICK);
        pe.reset(RAM_BASE);
        pe.power(pes.isEmpty() ? Power.ON : Power.OFF);
        pes.add(pe);
        engines.add(engine);
        el2s.add(new El2(pe, engine));
    }

    /** The physical address space, to map devices and to look into. */
    public Bus memory() {
        return bus;
    }

    public List<ProcessingElement> pes() {
        return List.copyOf(pes);
    }

    /** Each PE for Java code that acts as its EL2. */
    public List<El2> el2s() {
        return List.copyOf(el2s);
    }

    /** Tells a listener of what all TLBs do. */
    public void listen(TranslationListener listener) {
        cluster.domain().addListener(listener);
    }

    /** Table walks that the TLBs could not spare, on all PEs. */
    public long tlbMisses() {
        return pes.stream().mapToLong(pe -> pe.mmu().counters().misses()).sum();
    }

    /** Instructions executed by all PEs. */
    public long instructions() {
        long sum = 0;
        for (ProcessingElement pe : pes) {
            sum += pe.instructions();
        }
        return sum;
    }

    /**
     * Runs bare-metal software until it switches the machine off, can never go on, or the instructions run out.
     *
     * @param maxInstructions the most instructions that all PEs together execute
     * @param seed of the schedule by which PEs take turns
     */
    public Stop run(long maxInstructions, long seed) {
        SeededRandom random = new SeededRandom(seed);
        long end = instructions() + maxInstructions;
        while (instructions() < end) {
            List<ProcessingElement> ready =
                    pes.stream().filter(Machine::isReady).toList();
            if (ready.stream().allMatch(VectorLoop::holds)) {
                return new Stop.Deadlock(deadlockMessage());
            }
            int pe = ready.get(random.below(ready.size())).index();
            long turn = pes.size() == 1 ? TURN_ALONE : random.between(1, LONGEST_TURN);
            Exit exit = engines.get(pe).run(Math.min(end - instructions(), turn));
            if (exit == Exit.FIRMWARE && psci.call(pes.get(pe))) {
                return new Stop.PowerOff();
            }
        }
        return new Stop.Budget();
    }

    /** Whether a PE is on and has something to do: it executes, or an interrupt has come. */
    private static boolean isReady(ProcessingElement pe) {
        return pe.power() == Power.ON || (pe.power() != Power.OFF && pe.interruptPending());
    }

    private String deadlockMessage() {
        return "deadlock: no PE can go on: "
                + pes.stream().map(Machine::describeWait).collect(Collectors.joining(", "));
    }

    private static String describeWait(ProcessingElement pe) {
        String name = "cpu" + pe.index();
        return switch (pe.power()) {
            case ON -> name + " " + VectorLoop.describe(pe);
            case OFF -> name + " is off";
            case WFI, WFE -> name + " waits in " + pe.power() + " at 0x" + Long.toHexString(pe.pc());
        };
    }

    /** Frees the RAM; the machine must not be used any more. */
    @Override
    public void close() {
        ram.close();
    }
}
