package dev.tlbsan.bench;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.guests.Guests;
import dev.tlbsan.kvm.Kvm;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.host.Host;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.kvm.vmm.GuestVm;
import dev.tlbsan.kvm.vmm.OneVcpuThread;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Into a guest and out again by an interrupt that is pending already, with KVM_RUN's own steps around it. */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WorldSwitchBenchmark {
    private static final long HOST_MEMORY = 256L << 20;

    /** Whether the seed's invalidation is owed each time. */
    @Param({"false", "true"})
    public boolean invalidationOwed;

    private final GuestImage image = GuestImage.parse("siblings", Guests.elf("arm64/siblings.elf"));
    private final Machine machine = new Machine(new MachineConfig(1, HOST_MEMORY, TlbMode.RETAIN));
    private final Host host = new Host(machine);
    private final GuestVm guest =
            new GuestVm(new Kvm(host, KvmConfig.DEFAULT), image, 1, GuestVm.DEFAULT_MEMORY, _ -> {});
    private final Vcpu vcpu = guest.vm().vcpus().getFirst();
    private final HostThread thread = new HostThread(new OneVcpuThread(guest, vcpu));

    /** Loads the vCPU. */
    @Setup
    public void load() {
        host.cpu(0).switchTo(thread);
    }

    /** One switch into the guest, and back. */
    @Benchmark
    public long enterAndLeave() {
        HostCpu cpu = host.cpu(0);
        vcpu.tlbVmidStale(invalidationOwed);
        while (thread.state() != State.IN_GUEST) {
            thread.step(cpu, 0);
        }
        thread.leaveGuest(cpu);
        return cpu.instructions();
    }

    /** Frees the machine. */
    @TearDown
    public void close() {
        machine.close();
    }
}
