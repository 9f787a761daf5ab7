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
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * A board with QEMU's {@code virt} memory map: RAM at 0x4000_0000, devices below, among them a GICv2, up to eight PEs in
 * one inner shareable domain. All PEs run on the caller's thread and take turns by a seeded schedule, so a run depends on nothing but its
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

    private static final long UART_BASE = 0x0900_0000L;
    /** The PL011 is wired to the second SPI. */
    private static final int UART_INTERRUPT = Gic.FIRST_SPI + 1;

    private final Arch arch;
    private final Ram ram;
    private final Bus bus;
    private final Cluster cluster;
    private final List<ProcessingElement> pes = new ArrayList<>();
    private final List<Engine> engines = new ArrayList<>();
    private final List<El2> el2s = new ArrayList<>();
    private final Timeline timeline;
    private final Psci psci;

    /**
     * Makes a machine whose first PE is on, at the start of RAM, and whose others are off.
     *
     * @throws IllegalArgumentException if the configuration is out of range
     */
    public Machine(MachineConfig config) {
        arch = config.arch();
        ram = new Ram(config.memory());
        bus = new Bus(RAM_BASE, ram.segment());
        cluster = new Cluster(bus);
        timeline = new Timeline(config.cpus());
        bus.attach(Gic.DISTRIBUTOR_BASE, timeline.gic().distributor(timeline::running));
        bus.attach(Gic.CPU_INTERFACE_BASE, timeline.gic().cpuInterface(timeline::running));
        Engines makers = new Engines(bus);
        for (int i = 0; i < config.cpus(); i++) {
            MmuConfiguration mmu = MmuConfiguration.DEFAULT.withTlb(config.tlb());
            ProcessingElement pe =
                    new ProcessingElement(configuration(config, i).withMmu(mmu), cluster);
            add(pe, makers.interpreter(pe));
        }
        psci = new Psci(pes);
    }

    private static PeConfiguration configuration(MachineConfig config, int index) {
        return switch (config.arch()) {
            case ARM64 -> config.el2() ? PeConfiguration.withEl2(index) : PeConfiguration.withoutEl2(index);
            case ARM -> config.el2() ? PeConfiguration.aarch32WithEl2(index) : PeConfiguration.aarch32WithoutEl2(index);
        };
    }

    private void add(ProcessingElement pe, Engine untimed) {
        Engine engine = timeline.add(pe, untimed);
        pe.firmwareAttached(true);
        pe.reset(RAM_BASE);
        pe.power(pes.isEmpty() ? Power.ON : Power.OFF);
        pes.add(pe);
        engines.add(engine);
        el2s.add(El2.of(pe, engine));
    }

    /** The physical address space, to map devices and to look into. */
    public Bus memory() {
        return bus;
    }

    /**
     * Loads an executable into RAM, where the first PE is about to execute it.
     *
     * @throws IllegalArgumentException if it is for another architecture or does not fit into RAM
     */
    public void load(GuestImage image) {
        image.requireArch(arch);
        for (GuestImage.Segment segment : image.segments()) {
            checkFits(image.name(), segment);
            byte[] data = segment.data();
            for (int i = 0; i < data.length; i++) {
                bus.write(segment.address() + i, 1, data[i]);
            }
        }
        Psci.start(pes.getFirst(), image.entry());
    }

    private void checkFits(String name, GuestImage.Segment segment) {
        long size = bus.ram().byteSize();
        long offset = segment.address() - RAM_BASE;
        if (offset < 0 || offset > size || segment.size() > size - offset) {
            throw new IllegalArgumentException(name + " has a segment of " + segment.size() + " bytes at 0x"
                    + Long.toHexString(segment.address()) + ", outside RAM 0x" + Long.toHexString(RAM_BASE) + " to 0x"
                    + Long.toHexString(RAM_BASE + size));
        }
    }

    /** Maps a PL011 that interrupts by SPI 1. */
    public void attachUart(IntConsumer console) {
        bus.attach(UART_BASE, new Pl011(console, timeline.gic().spi(UART_INTERRUPT)));
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

    /** Descriptors that table walks have read, on all PEs. */
    public long descriptorReads() {
        return pes.stream()
                .mapToLong(pe -> pe.mmu().counters().descriptorReads())
                .sum();
    }

    /** Instructions executed by all PEs. */
    public long instructions() {
        return timeline.instructions();
    }

    /** The system counter, in ticks, as software reads it. */
    public long systemCounter() {
        return timeline.ticks();
    }

    /**
     * The instructions that the PEs may execute together until the system counter reaches a value, unsigned; zero if it
     * has, Long.MAX_VALUE if it never will.
     */
    public long instructionsUntil(long tick) {
        return timeline.instructionsUntil(tick);
    }

    /** Lets time pass, while no PE executes, in which so many instructions could have been; timers fire on the way. */
    public void passInstructions(long instructions) {
        timeline.pass(instructions);
    }

    /** A load from a physical address by Java code that acts as software of a PE. */
    public long read(int pe, long pa, int bytes) {
        timeline.running(pe);
        return bus.read(pa, bytes);
    }

    /** A store to a physical address by Java code that acts as software of a PE. */
    public void write(int pe, long pa, int bytes, long value) {
        timeline.running(pe);
        bus.write(pa, bytes, value);
    }

    /**
     * Runs bare-metal software until it switches the machine off, can never go on, or the instructions run out. Where all
     * PEs wait, time passes until a timer fires.
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
            if (ready.stream().allMatch(Machine::isStuck)) {
                if (timeline.passToDeadline()) {
                    continue;
                }
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

    /** Whether what it executes changes nothing until an interrupt comes. */
    private static boolean isStuck(ProcessingElement pe) {
        return VectorLoop.holds(pe) && !pe.interruptPending();
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
