package dev.tlbsan.kvm.vmm;

import dev.tlbsan.arm.pe.GenericTimer.Timer;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.kvm.Vm;
import dev.tlbsan.machine.Device;
import dev.tlbsan.machine.Gic;
import dev.tlbsan.machine.Pl011;
import dev.tlbsan.machine.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The devices of one VM, in the VMM: a GICv2, whose signals are the vCPUs' interrupt lines, and a PL011 wired to it by
 * SPI 1. Elsewhere reads give zero, and writes are ignored.
 */
final class Devices {
    private static final long UART_BASE = 0x0900_0000L;
    private static final int UART_INTERRUPT = Gic.FIRST_SPI + 1;

    private final List<Window> windows = new ArrayList<>();
    private final List<Wire> timers = new ArrayList<>();
    private int accessing;

    /** A device and where it is, an intermediate physical address. */
    private record Window(long base, Device device) {
        boolean contains(long ipa) {
            return ipa >= base && ipa - base < device.size();
        }
    }

    /** Makes the devices of a VM that will have so many vCPUs. */
    Devices(Vm vm, int vcpus, IntConsumer console) {
        Gic gic = new Gic(vcpus, (vcpu, irq, fiq) -> signal(vm.vcpus().get(vcpu), irq, fiq));
        for (int i = 0; i < vcpus; i++) {
            timers.add(gic.ppi(i, Gic.interrupt(Timer.EL1_VIRTUAL)));
        }
        windows.add(new Window(Gic.DISTRIBUTOR_BASE, gic.distributor(() -> accessing)));
        windows.add(new Window(Gic.CPU_INTERFACE_BASE, gic.cpuInterface(() -> accessing)));
        windows.add(new Window(UART_BASE, new Pl011(console, gic.spi(UART_INTERRUPT))));
    }

    private static void signal(Vcpu vcpu, boolean irq, boolean fiq) {
        vcpu.irqLine(irq);
        vcpu.fiqLine(fiq);
    }

    /** KVM_RUN has ended: takes the state of the vCPU's virtual timer. */
    void virtualTimer(Vcpu vcpu) {
        timers.get(vcpu.id()).level(vcpu.timer().output());
    }

    long read(Vcpu vcpu, VcpuExit.Mmio access) {
        accessing = vcpu.id();
        Window window = find(access.ipa());
        return window == null ? 0 : window.device.read(access.ipa() - window.base, access.bytes());
    }

    void write(Vcpu vcpu, VcpuExit.Mmio access) {
        accessing = vcpu.id();
        Window window = find(access.ipa());
        if (window != null) {
            window.device.write(access.ipa() - window.base, access.bytes(), access.value());
        }
    }

    private @Nullable Window find(long ipa) {
        for (Window window : windows) {
            if (window.contains(ipa)) {
                return window;
            }
        }
        return null;
    }
}
