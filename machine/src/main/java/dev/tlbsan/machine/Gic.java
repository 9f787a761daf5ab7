package dev.tlbsan.machine;

import dev.tlbsan.arm.pe.GenericTimer.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * A GICv2 interrupt controller without the Security Extensions (IHI 0048B): interrupt numbers and addresses are those of
 * QEMU's {@code virt} board. It is a model of registers that knows nothing of the machine around it.
 */
public final class Gic {
    /** Where the distributor is on the board, a physical address. */
    public static final long DISTRIBUTOR_BASE = 0x0800_0000L;
    /** Where the CPU interface is, which is another one for each CPU, a physical address. */
    public static final long CPU_INTERFACE_BASE = 0x0801_0000L;
    /** How many interrupts there are: 16 SGIs and 16 PPIs of each CPU, and 256 SPIs. */
    public static final int INTERRUPTS = 288;
    /** The number of the first SPI. */
    public static final int FIRST_SPI = GicState.PRIVATE;
    /** What is acknowledged if there is no interrupt. */
    public static final int SPURIOUS = 1023;

    private static final int DISTRIBUTOR_SIZE = 0x1000;
    private static final int CPU_INTERFACE_SIZE = 0x2000;
    private static final int MAX_CPUS = 8;

    private final Output output;
    private final GicState state;
    private final GicDistributor distributor;
    private final List<GicCpuInterface> interfaces = new ArrayList<>();
    private final boolean[] irqs;
    private final boolean[] fiqs;

    /** Takes the signals to the CPUs. */
    public interface Output {
        /** The signals to a CPU have changed. */
        void signal(int cpu, boolean irq, boolean fiq);
    }

    /**
     * Makes a controller after reset.
     *
     * @param cpus how many CPUs it serves, 1 to 8
     */
    public Gic(int cpus, Output output) {
        if (cpus < 1 || cpus > MAX_CPUS) {
            throw new IllegalArgumentException(cpus + " CPUs at an interrupt controller; accepted: 1 to " + MAX_CPUS);
        }
        this.output = output;
        this.state = new GicState(cpus);
        this.distributor = new GicDistributor(state);
        for (int cpu = 0; cpu < cpus; cpu++) {
            interfaces.add(new GicCpuInterface(state, cpu));
        }
        this.irqs = new boolean[cpus];
        this.fiqs = new boolean[cpus];
    }

    /** The number of the PPI by which a timer interrupts its CPU. */
    public static int interrupt(Timer timer) {
        return switch (timer) {
            case EL1_PHYSICAL -> 30;
            case EL1_VIRTUAL -> 27;
            case EL2_PHYSICAL -> 26;
        };
    }

    /** The input of an SPI, by its interrupt number. */
    public Wire spi(int id) {
        if (id < FIRST_SPI || id >= INTERRUPTS) {
            throw new IllegalArgumentException(
                    "interrupt " + id + " is no SPI; accepted: " + FIRST_SPI + " to " + (INTERRUPTS - 1));
        }
        return asserted -> input(0, id, asserted);
    }

    /** The input of a PPI of one CPU, by its interrupt number. */
    public Wire ppi(int cpu, int id) {
        if (id < GicState.SGIS || id >= FIRST_SPI) {
            throw new IllegalArgumentException(
                    "interrupt " + id + " is no PPI; accepted: " + GicState.SGIS + " to " + (FIRST_SPI - 1));
        }
        return asserted -> input(cpu, id, asserted);
    }

    private void input(int cpu, int id, boolean level) {
        if (state.input(cpu, id, level)) {
            update();
        }
    }

    /** The distributor's registers, as the CPU sees them that makes the access. */
    public Device distributor(IntSupplier accessingCpu) {
        return new Registers(DISTRIBUTOR_SIZE) {
            @Override
            int readWord(int offset) {
                return distributor.read(accessingCpu.getAsInt(), offset);
            }

            @Override
            void writeWord(int offset, int value, int mask) {
                distributor.write(accessingCpu.getAsInt(), offset, value, mask);
            }
        };
    }

    /** The registers of the CPU interface of the CPU that makes the access. */
    public Device cpuInterface(IntSupplier accessingCpu) {
        return new Registers(CPU_INTERFACE_SIZE) {
            @Override
            int readWord(int offset) {
                int value = interfaces.get(accessingCpu.getAsInt()).read(offset);
                update();
                return value;
            }

            @Override
            void writeWord(int offset, int value, int mask) {
                interfaces.get(accessingCpu.getAsInt()).write(offset, value & mask);
            }
        };
    }

    private void update() {
        for (int cpu = 0; cpu < irqs.length; cpu++) {
            GicCpuInterface cpuInterface = interfaces.get(cpu);
            cpuInterface.forward(state.highest(cpu, distributor.groups()));
            boolean irq = cpuInterface.irq();
            boolean fiq = cpuInterface.fiq();
            if (irq != irqs[cpu] || fiq != fiqs[cpu]) {
                irqs[cpu] = irq;
                fiqs[cpu] = fiq;
                output.signal(cpu, irq, fiq);
            }
        }
    }

    /** A window of 32-bit registers; smaller accesses reach a part of one, larger ones two. */
    private abstract class Registers implements Device {
        private final int size;

        Registers(int size) {
            this.size = size;
        }

        abstract int readWord(int offset);

        abstract void writeWord(int offset, int value, int mask);

        @Override
        public long size() {
            return size;
        }

        @Override
        public long read(long offset, int bytes) {
            if (bytes == 8) {
                return read(offset, 4) | (read(offset + 4, 4) << 32);
            }
            long word = Integer.toUnsignedLong(readWord((int) offset & ~3));
            return (word >>> shift(offset)) & (0xffff_ffffL >>> (32 - 8 * bytes));
        }

        @Override
        public void write(long offset, int bytes, long value) {
            if (bytes == 8) {
                write(offset, 4, value);
                write(offset + 4, 4, value >>> 32);
            } else {
                int mask = (int) (0xffff_ffffL >>> (32 - 8 * bytes)) << shift(offset);
                writeWord((int) offset & ~3, (int) value << shift(offset), mask);
                update();
            }
        }

        private static int shift(long offset) {
            return (int) (offset & 3) * 8;
        }
    }
}
