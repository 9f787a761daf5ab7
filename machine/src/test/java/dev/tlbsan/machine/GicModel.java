package dev.tlbsan.machine;

import java.util.Arrays;

/** An interrupt controller with four CPUs, and how software of each of them sees it. */
final class GicModel implements Gic.Output {
    static final int CPUS = 4;

    static final int GICD_CTLR = 0x000;
    static final int GICD_TYPER = 0x004;
    static final int GICD_IGROUPR = 0x080;
    static final int GICD_ISENABLER = 0x100;
    static final int GICD_ICENABLER = 0x180;
    static final int GICD_ISPENDR = 0x200;
    static final int GICD_ICPENDR = 0x280;
    static final int GICD_ISACTIVER = 0x300;
    static final int GICD_ICACTIVER = 0x380;
    static final int GICD_IPRIORITYR = 0x400;
    static final int GICD_ITARGETSR = 0x800;
    static final int GICD_ICFGR = 0xc00;
    static final int GICD_SGIR = 0xf00;
    static final int GICD_CPENDSGIR = 0xf10;
    static final int GICD_SPENDSGIR = 0xf20;

    static final int GICC_CTLR = 0x00;
    static final int GICC_PMR = 0x04;
    static final int GICC_BPR = 0x08;
    static final int GICC_IAR = 0x0c;
    static final int GICC_EOIR = 0x10;
    static final int GICC_RPR = 0x14;
    static final int GICC_HPPIR = 0x18;
    static final int GICC_ABPR = 0x1c;
    static final int GICC_AIAR = 0x20;
    static final int GICC_AEOIR = 0x24;
    static final int GICC_AHPPIR = 0x28;
    static final int GICC_DIR = 0x1000;

    final Gic gic;
    private final Device distributor;
    private final Device cpuInterface;
    private final boolean[] irqs;
    private final boolean[] fiqs;
    private int cpu;

    private GicModel(int cpus) {
        irqs = new boolean[cpus];
        fiqs = new boolean[cpus];
        gic = new Gic(cpus, this);
        distributor = gic.distributor(() -> cpu);
        cpuInterface = gic.cpuInterface(() -> cpu);
    }

    /** A controller after reset. */
    static GicModel reset(int cpus) {
        return new GicModel(cpus);
    }

    /** A controller that forwards both groups to everyone, and signals whatever has not the lowest priority. */
    static GicModel enabled() {
        GicModel model = new GicModel(CPUS);
        model.gicd(GICD_CTLR, 3);
        for (int i = 0; i < CPUS; i++) {
            model.on(i).gicc(GICC_CTLR, 3).gicc(GICC_PMR, 0xff);
        }
        return model.on(0);
    }

    /** Accesses are made by this CPU from now on. */
    GicModel on(int accessingCpu) {
        cpu = accessingCpu;
        return this;
    }

    Device distributor() {
        return distributor;
    }

    Device cpuInterface() {
        return cpuInterface;
    }

    int gicd(int offset) {
        return (int) distributor.read(offset, 4);
    }

    GicModel gicd(int offset, int value) {
        distributor.write(offset, 4, value);
        return this;
    }

    GicModel gicdByte(int offset, int value) {
        distributor.write(offset, 1, value);
        return this;
    }

    int gicc(int offset) {
        return (int) cpuInterface.read(offset, 4);
    }

    GicModel gicc(int offset, int value) {
        cpuInterface.write(offset, 4, value);
        return this;
    }

    /** Enables an SPI for CPU 0 with a priority. */
    GicModel spi(int id, int priority) {
        return gicd(GICD_ISENABLER + id / 32 * 4, 1 << id)
                .gicdByte(GICD_ITARGETSR + id, 1)
                .gicdByte(GICD_IPRIORITYR + id, priority);
    }

    /** Makes it pending by software. */
    GicModel pend(int id) {
        return gicd(GICD_ISPENDR + id / 32 * 4, 1 << id);
    }

    boolean irq(int target) {
        return irqs[target];
    }

    boolean fiq(int target) {
        return fiqs[target];
    }

    String irqs() {
        return Arrays.toString(irqs);
    }

    @Override
    public void signal(int target, boolean irq, boolean fiq) {
        irqs[target] = irq;
        fiqs[target] = fiq;
    }
}
