package dev.tlbsan.cli;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.kvm.InvalidationPolicies;
import dev.tlbsan.kvm.Kvm;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.sanitizer.Sanitizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tlbsan vm}. */
@Command(
        name = "vm",
        mixinStandardHelpOptions = true,
        description = "Runs a guest on the hypervisor, and reports every use of a stale translation.")
final class VmCommand implements Callable<Integer> {
    private static final long LONGEST_MEMORY = 32L << 30;

    @Option(names = "--arch", description = "arm64 or arm; by default what the guest is for.")
    private @Nullable String arch;

    @Option(names = "--vcpus", defaultValue = "1", description = "vCPUs, 1 to 8; all start at the entry point.")
    private int vcpus;

    @Option(names = "--cpus", defaultValue = "1", description = "Physical CPUs, 1 to 8.")
    private int cpus;

    @Option(names = "--memory", defaultValue = "64M", description = "Guest memory; 64M by default.")
    private String memory = "64M";

    @Option(names = "--policy", defaultValue = "vcpu-load", description = "none, sched-in, vcpu-load or always.")
    private String policy = "vcpu-load";

    @Option(names = "--tlb", defaultValue = "retain", description = "retain, coherent or finite:SIZExWAYS.")
    private String tlb = "retain";

    @Option(names = "--seed", defaultValue = "1", description = "Of the host's schedule; 1 by default.")
    private long seed;

    @Option(names = "--argument", defaultValue = "0", description = "Passed in x0 or r0; 0 is the guest's own default.")
    private long argument;

    @Option(
            names = "--max-instructions",
            defaultValue = "1000000000",
            description = "Give up after so many guest instructions; 1,000,000,000 by default.")
    private long maxInstructions;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Parameters(paramLabel = "GUEST.elf", description = "A static ELF executable, AArch64 or Arm.")
    private @Nullable Path guest;

    @Override
    public Integer call() throws IOException {
        VmRun.Result result;
        try (Progress progress = Progress.onTerminal()) {
            GuestImage image = image();
            VmRun run = new VmRun(image, settings(image), progress);
            result = run.run(json ? ignored -> {} : VmCommand::printByte);
        }
        System.out.flush();
        print(result);
        if (result.staleUses() > 0) {
            return Sanitizer.EXIT_STATUS;
        }
        return result.failures().isEmpty() ? 0 : Main.USAGE_ERROR;
    }

    /** A guest that could not run to its end may have been misled: what was found is told all the same. */
    private void print(VmRun.Result result) {
        if (json) {
            System.out.println(Json.text(result.asData()));
        } else {
            result.reports().forEach(report -> System.err.println(report.stripTrailing() + "\n"));
        }
        if (!result.failures().isEmpty()) {
            Main.fail(result.failures().getFirst());
        } else if (!json) {
            System.err.println(result.summary());
        }
    }

    private VmRun.Settings settings(GuestImage image) {
        if (vcpus < 1 || vcpus > Kvm.MAX_VCPUS) {
            throw new IllegalArgumentException(vcpus + " vCPUs; accepted: 1 to " + Kvm.MAX_VCPUS);
        }
        if (cpus < 1 || cpus > Machine.MAX_CPUS) {
            throw new IllegalArgumentException(cpus + " CPUs; accepted: 1 to " + Machine.MAX_CPUS);
        }
        if (maxInstructions < 1) {
            throw new IllegalArgumentException(maxInstructions + " instructions; accepted: 1 or more");
        }
        if (image.arch() == Arch.ARM && argument != (int) argument && argument >>> 32 != 0) {
            throw new IllegalArgumentException("argument " + argument + "; accepted for arm: 32 bits");
        }
        return new VmRun.Settings(
                vcpus,
                cpus,
                Sizes.parse(memory, LONGEST_MEMORY),
                InvalidationPolicies.named(policy),
                TlbMode.parse(tlb),
                seed,
                argument,
                maxInstructions);
    }

    private GuestImage image() throws IOException {
        Path file = guest;
        if (file == null || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException("no guest " + file + "; expected the path of an ELF executable");
        }
        GuestImage image = GuestImage.parse(file.toString(), Files.readAllBytes(file));
        if (arch != null) {
            image.requireArch(Arch.of(arch));
        }
        return image;
    }

    private static void printByte(int value) {
        System.out.write(value);
    }
}
