package dev.tlbsan.kvm.vmm;

import dev.tlbsan.kvm.Kvm;
import dev.tlbsan.kvm.MemorySlot;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.kvm.VirtualTimer;
import dev.tlbsan.kvm.Vm;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntConsumer;

/**
 * One VM of the VMM: guest memory at 0x4000_0000, a GICv2 at 0x0800_0000 and 0x0801_0000, a PL011 at 0x0900_0000, and vendor
 * calls by which guests report.
 */
public final class GuestVm {
    /** Where guest memory begins, an intermediate physical address. */
    public static final long MEMORY_BASE = 0x4000_0000L;
    /** How much there is unless told otherwise, in bytes. */
    public static final long DEFAULT_MEMORY = 64L << 20;

    private static final int REPORT = 0x8600_ff00;
    private static final int YIELD = 0x8600_ff01;

    private final Vm vm;
    private final GuestImage image;
    private final Devices devices;
    private final boolean[] waiting = new boolean[Kvm.MAX_VCPUS];
    private final List<String> failures = new ArrayList<>();
    private long checks;
    private long wrong;
    private int reports;
    private boolean shutDown;

    /**
     * Makes a VM and loads a guest.
     *
     * @param vcpus how many vCPUs, which all start at the guest's entry point
     * @param memory the size of guest memory in bytes
     * @param console takes what the guest prints
     * @throws IllegalArgumentException if the guest is for another architecture or does not fit into its memory
     */
    public GuestVm(Kvm kvm, GuestImage image, int vcpus, long memory, IntConsumer console) {
        image.requireArch(kvm.architecture().is64Bit() ? Arch.ARM64 : Arch.ARM);
        checkFits(image, memory);
        this.image = image;
        this.vm = kvm.createVm(0);
        this.devices = new Devices(vm, vcpus, console);
        vm.addMemory(new MemorySlot.MemoryRegion(MEMORY_BASE, memory, false));
        image.segments().forEach(segment -> vm.writeMemory(segment.address(), segment.data()));
        for (int i = 0; i < vcpus; i++) {
            Vcpu vcpu = vm.createVcpu(i);
            vcpu.context().start(image.entry(), vcpu.context().pstate());
            vcpu.context().register(1, vcpus);
        }
    }

    private static void checkFits(GuestImage image, long memory) {
        for (GuestImage.Segment segment : image.segments()) {
            long offset = segment.address() - MEMORY_BASE;
            if (offset < 0 || offset > memory || segment.size() > memory - offset) {
                throw new IllegalArgumentException(image.name() + " has a segment of " + segment.size()
                        + " bytes at 0x" + Long.toHexString(segment.address())
                        + ", outside guest memory 0x" + Long.toHexString(MEMORY_BASE) + " to 0x"
                        + Long.toHexString(MEMORY_BASE + memory));
            }
        }
    }

    /** Gives every vCPU its first argument, in x0 or r0. */
    public void argument(long value) {
        vm.vcpus().forEach(vcpu -> vcpu.context().register(0, value));
    }

    /** Serves an exit of one of the vCPUs. */
    void serve(Vcpu vcpu, VcpuExit exit) {
        devices.virtualTimer(vcpu);
        waiting[vcpu.id()] = exit instanceof VcpuExit.WaitForInterrupt;
        switch (exit) {
            case VcpuExit.Hypercall call -> hypercall(vcpu, call);
            case VcpuExit.Mmio mmio -> mmio(vcpu, mmio);
            case VcpuExit.Shutdown ignored -> shutDown = true;
            case VcpuExit.HypervisorError error -> {
                failures.add(error.reason());
                vcpu.poweredOff(true);
            }
            case VcpuExit.WaitForInterrupt ignored -> {}
            case VcpuExit.PoweredOff ignored -> {}
            case VcpuExit.Interrupted ignored -> {}
        }
    }

    private void hypercall(Vcpu vcpu, VcpuExit.Hypercall call) {
        if (call.function() == REPORT) {
            reports++;
            checks += call.x1();
            wrong += call.x2();
        } else if (call.function() != YIELD) {
            vcpu.context().register(0, -1);
        }
    }

    private void mmio(Vcpu vcpu, VcpuExit.Mmio mmio) {
        if (mmio.write()) {
            devices.write(vcpu, mmio);
        } else {
            vcpu.completeMmio(devices.read(vcpu, mmio));
        }
    }

    public Vm vm() {
        return vm;
    }

    public GuestImage image() {
        return image;
    }

    /** A vCPU if it has something to run now. */
    Optional<Vcpu> runnable(Vcpu vcpu) {
        return isOff(vcpu) || isAsleep(vcpu) ? Optional.empty() : Optional.of(vcpu);
    }

    private boolean isOff(Vcpu vcpu) {
        return shutDown || vcpu.poweredOff();
    }

    /** Whether a vCPU waits for an interrupt, and neither one is signalled nor has its timer's time come. */
    private boolean isAsleep(Vcpu vcpu) {
        return waiting[vcpu.id()] && !vcpu.interruptPending() && !isDue(alarm(vcpu));
    }

    private boolean isDue(OptionalLong alarm) {
        return alarm.isPresent()
                && Long.compareUnsigned(vm.kvm().host().machine().systemCounter(), alarm.getAsLong()) >= 0;
    }

    /**
     * When the timer of a vCPU that waits will wake it: a value of the system counter, unsigned. What the timer has done
     * already it does not do again.
     */
    OptionalLong alarm(Vcpu vcpu) {
        long deadline = vcpu.timer().deadline();
        boolean wakes = waiting[vcpu.id()] && !isOff(vcpu) && !vcpu.timer().output();
        return wakes && deadline != VirtualTimer.NEVER ? OptionalLong.of(deadline) : OptionalLong.empty();
    }

    /** How many reports the guest has made. */
    public int reports() {
        return reports;
    }

    /** What the guest checked, added over its reports. */
    public long checks() {
        return checks;
    }

    /** What the guest found wrong, added over its reports. */
    public long wrong() {
        return wrong;
    }

    /** Why vCPUs could not go on; empty if all went well. */
    public List<String> failures() {
        List<String> all = new ArrayList<>(failures);
        if (vm.vcpus().stream()
                .allMatch(vcpu -> runnable(vcpu).isEmpty() && alarm(vcpu).isEmpty())) {
            vm.vcpus().stream()
                    .filter(vcpu -> waiting[vcpu.id()] && !isOff(vcpu))
                    .forEach(vcpu -> all.add(vcpu.label() + " waits for an interrupt that nothing can raise, at 0x"
                            + Long.toHexString(vcpu.context().pc())));
        }
        return List.copyOf(all);
    }
}
