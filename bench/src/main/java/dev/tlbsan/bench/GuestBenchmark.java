package dev.tlbsan.bench;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.guests.Guests;
import dev.tlbsan.kvm.Kvm;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.host.Host;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.vmm.GuestVm;
import dev.tlbsan.kvm.vmm.OneVcpuThread;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;
import java.util.List;

/** A whole guest program in a VM of one vCPU, with the MMU on and two stages of translation. */
public final class GuestBenchmark {
    /** The guests that are measured. */
    public static final List<Program> PROGRAMS = List.of(
            new Program("crc32", 1),
            new Program("fib", 20),
            new Program("arraysum", 1),
            new Program("chase", 1000),
            new Program("sieve", 1000),
            new Program("crc32-instructions", 1));

    private static final long HOST_MEMORY = 256L << 20;
    private static final long STEP = 10_000_000;
    private static final double NANOSECONDS = 1e9;
    private static final double MILLION = 1e6;

    private GuestBenchmark() {}

    /**
     * A guest that can be measured.
     *
     * @param guest its name
     * @param quickArgument an argument with which it ends soon
     */
    public record Program(String guest, long quickArgument) {}

    /**
     * One run.
     *
     * @param guest the program
     * @param instructions guest instructions executed
     * @param seconds wall time from the first to the last
     */
    public record Result(String guest, long instructions, double seconds) {
        /** Guest instructions a second, in millions. */
        public double millionsPerSecond() {
            return instructions / seconds / MILLION;
        }
    }

    /**
     * Runs a guest to its end.
     *
     * @param argument its argument; 0 is its default, and only those in bench.txt can be checked
     * @throws IllegalStateException if it comes to another checksum than it should
     */
    public static Result run(String guest, long argument) {
        GuestImage image = GuestImage.parse(guest, Guests.elf("arm64/" + guest + ".elf"));
        try (Machine machine = new Machine(new MachineConfig(1, HOST_MEMORY, TlbMode.RETAIN))) {
            Host host = new Host(machine);
            GuestVm vm = new GuestVm(new Kvm(host, KvmConfig.DEFAULT), image, 1, GuestVm.DEFAULT_MEMORY, _ -> {});
            vm.argument(argument);
            long start = System.nanoTime();
            runToEnd(
                    host.cpu(0),
                    new HostThread(new OneVcpuThread(vm, vm.vm().vcpus().getFirst())));
            double seconds = (System.nanoTime() - start) / NANOSECONDS;
            if (vm.checks() != Guests.checksum(guest, argument)) {
                throw new IllegalStateException(guest + " with argument " + argument + " came to checksum 0x"
                        + Long.toHexString(vm.checks()) + " instead of 0x"
                        + Long.toHexString(Guests.checksum(guest, argument)) + " " + vm.failures());
            }
            return new Result(guest, machine.instructions(), seconds);
        }
    }

    private static void runToEnd(HostCpu cpu, HostThread thread) {
        cpu.switchTo(thread);
        while (thread.isRunnable()) {
            thread.step(cpu, STEP);
        }
        cpu.switchTo(null);
    }
}
