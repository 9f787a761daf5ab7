package dev.tlbsan.kvm.host;

import dev.tlbsan.arm.pe.GenericTimer.Timer;
import dev.tlbsan.machine.Gic;
import dev.tlbsan.machine.Machine;

/** The host's driver of its interrupt controller, on one CPU (drivers/irqchip/irq-gic.c). */
final class HostGic {
    private static final int GICD_CTLR = 0x000;
    private static final int GICD_ISENABLER = 0x100;
    private static final int GICD_ICENABLER = 0x180;
    private static final int GICD_SGIR = 0xf00;
    private static final int GICC_CTLR = 0x00;
    private static final int GICC_PMR = 0x04;
    private static final int GICC_IAR = 0x0c;
    private static final int GICC_EOIR = 0x10;

    private static final int ENABLE = 1;
    private static final int ALL_PRIORITIES = 0xf0;
    private static final int ID = 0x3ff;
    private static final int VIRTUAL_TIMER = 1 << Gic.interrupt(Timer.EL1_VIRTUAL);
    /** The SGI that asks a CPU to look around. */
    private static final int RESCHEDULE = 0;

    private static final int TO_ITSELF = 2 << 24;

    private final Machine machine;
    private final int cpu;
    private boolean virtualTimerEnabled;

    /** gic_cpu_init. */
    HostGic(Machine machine, int cpu) {
        this.machine = machine;
        this.cpu = cpu;
        distributor(GICD_CTLR, ENABLE);
        write(Gic.CPU_INTERFACE_BASE + GICC_PMR, ALL_PRIORITIES);
        write(Gic.CPU_INTERFACE_BASE + GICC_CTLR, ENABLE);
    }

    void virtualTimerInterrupt(boolean enabled) {
        if (enabled != virtualTimerEnabled) {
            virtualTimerEnabled = enabled;
            distributor(enabled ? GICD_ISENABLER : GICD_ICENABLER, VIRTUAL_TIMER);
        }
    }

    /** smp_send_reschedule, as another CPU would. */
    void interruptItself() {
        distributor(GICD_SGIR, TO_ITSELF | RESCHEDULE);
    }

    /** gic_handle_irq. Whatever it was, the host has nothing more to do than to be here. */
    void takeInterrupts() {
        int acknowledged = acknowledge();
        while ((acknowledged & ID) != Gic.SPURIOUS) {
            write(Gic.CPU_INTERFACE_BASE + GICC_EOIR, acknowledged);
            acknowledged = acknowledge();
        }
    }

    private int acknowledge() {
        return (int) machine.read(cpu, Gic.CPU_INTERFACE_BASE + GICC_IAR, 4);
    }

    private void distributor(int register, int value) {
        write(Gic.DISTRIBUTOR_BASE + register, value);
    }

    private void write(long pa, int value) {
        machine.write(cpu, pa, 4, value);
    }
}
