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
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

    /** What the machine and its guest are. */
    @Param({"ARM64", "ARM"})
    public Arch arch = Arch.ARM64;

    private @Nullable Stage stage;

    /** A machine with a host and one vCPU. */
    private record Stage(Machine machine, HostCpu cpu, HostThread thread, Vcpu vcpu) {
        static Stage of(Arch arch) {
            String elf = Guests.builds(arch.word(), "siblings").getFirst();
            GuestImage image = GuestImage.parse(elf, Guests.elf(elf));
            Machine machine = new Machine(new MachineConfig(1, HOST_MEMORY, TlbMode.RETAIN).withArch(arch));
            Host host = new Host(machine);
            GuestVm guest = new GuestVm(new Kvm(host, KvmConfig.DEFAULT), image, 1, GuestVm.DEFAULT_MEMORY, _ -> {});
            Vcpu vcpu = guest.vm().vcpus().getFirst();
            return new Stage(machine, host.cpu(0), new HostThread(new OneVcpuThread(guest, vcpu)), vcpu);
        }
    }

    /** Makes the machine and loads the vCPU. */
    @Setup
    public void load() {
        stage = Stage.of(arch);
        stage.cpu.switchTo(stage.thread);
    }

    /** One switch into the guest, and back. */
    @Benchmark
    public long enterAndLeave() {
        Stage now = Objects.requireNonNull(stage);
        now.vcpu.tlbVmidStale(invalidationOwed);
        while (now.thread.state() != State.IN_GUEST) {
            now.thread.step(now.cpu, 0);
        }
        now.thread.leaveGuest(now.cpu);
        return now.cpu.instructions();
    }

    /** Frees the machine. */
    @TearDown
    public void close() {
        Objects.requireNonNull(stage).machine.close();
    }
}
