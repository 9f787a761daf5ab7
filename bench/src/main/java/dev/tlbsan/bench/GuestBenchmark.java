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
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;
import java.util.List;
import java.util.stream.Stream;

/** A whole guest program in a VM of one vCPU, with the MMU on and two stages of translation. */
public final class GuestBenchmark {
    private static final List<Measured> MEASURED = List.of(
            new Measured("crc32", 1),
            new Measured("fib", 20),
            new Measured("arraysum", 1),
            new Measured("chase", 1000),
            new Measured("sieve", 1000));
    private static final Measured ONLY_ARM64 = new Measured("crc32-instructions", 1);

    private static final long HOST_MEMORY = 256L << 20;
    private static final long STEP = 10_000_000;
    private static final double NANOSECONDS = 1e9;
    private static final double MILLION = 1e6;

    private GuestBenchmark() {}

    private record Measured(String name, long quickArgument) {
        Stream<Program> builds(Arch arch) {
            return Guests.builds(arch.word(), name).stream().map(elf -> new Program(elf, name, arch, quickArgument));
        }
    }

    /**
     * A guest that can be measured.
     *
     * @param elf as which it is built
     * @param name by which its checksums are known
     * @param arch what it is built for
     * @param quickArgument an argument with which it ends soon
     */
    public record Program(String elf, String name, Arch arch, long quickArgument) {
        /** What people call it: for arm, with the instruction set. */
        public String title() {
            return elf.substring(elf.indexOf('/') + 1, elf.lastIndexOf('.'));
        }
    }

    /** The guests that are measured on an architecture; on arm as A32 and as T32. */
    public static List<Program> programs(Arch arch) {
        Stream<Measured> all = MEASURED.stream();
        return (arch == Arch.ARM64 ? Stream.concat(all, Stream.of(ONLY_ARM64)) : all)
                .flatMap(guest -> guest.builds(arch))
                .toList();
    }

    /**
     * One run.
     *
     * @param program what ran
     * @param instructions guest instructions executed
     * @param seconds wall time from the first to the last
     */
    public record Result(Program program, long instructions, double seconds) {
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
    public static Result run(Program program, long argument) {
        GuestImage image = GuestImage.parse(program.elf, Guests.elf(program.elf));
        MachineConfig config = new MachineConfig(1, HOST_MEMORY, TlbMode.RETAIN).withArch(program.arch);
        try (Machine machine = new Machine(config)) {
            Host host = new Host(machine);
            GuestVm vm = new GuestVm(new Kvm(host, KvmConfig.DEFAULT), image, 1, GuestVm.DEFAULT_MEMORY, _ -> {});
            vm.argument(argument);
            long start = System.nanoTime();
            runToEnd(
                    host.cpu(0),
                    new HostThread(new OneVcpuThread(vm, vm.vm().vcpus().getFirst())));
            double seconds = (System.nanoTime() - start) / NANOSECONDS;
            long expected = Guests.checksum(program.name, argument);
            if (vm.checks() != expected) {
                throw new IllegalStateException(program.elf + " with argument " + argument + " came to checksum 0x"
                        + Long.toHexString(vm.checks()) + " instead of 0x" + Long.toHexString(expected) + " "
                        + vm.failures());
            }
            return new Result(program, machine.instructions(), seconds);
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
