package dev.tlbsan.cli;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.kvm.InvalidationPolicy;
import dev.tlbsan.kvm.Kvm;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.host.Host;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.Scheduler;
import dev.tlbsan.kvm.vmm.GuestVm;
import dev.tlbsan.kvm.vmm.OneVcpuThread;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;
import dev.tlbsan.sanitizer.FindingData;
import dev.tlbsan.sanitizer.FindingReport;
import dev.tlbsan.sanitizer.Sanitizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** Runs one guest in one VM from start to end. */
final class VmRun {
    private static final long HOST_RESERVE = 64L << 20;
    private static final long CHUNK = 20_000_000;
    private static final int MIGRATION = 8;

    private final GuestImage image;
    private final Settings settings;
    private final Progress progress;

    /**
     * What the user chose.
     *
     * @param vcpus how many vCPUs
     * @param cpus how many physical CPUs
     * @param memory guest memory in bytes
     * @param policy when the hypervisor invalidates
     * @param tlb what the TLBs remember
     * @param seed of the host's schedule
     * @param argument for the guest, in x0 or r0
     * @param maxInstructions after how many guest instructions to give up
     */
    public record Settings(
            int vcpus,
            int cpus,
            long memory,
            InvalidationPolicy policy,
            TlbMode tlb,
            long seed,
            long argument,
            long maxInstructions) {}

    /**
     * How it went.
     *
     * @param instructions guest instructions executed
     * @param guestEntries world switches into the guest
     * @param localInvalidations invalidations because of siblings
     * @param checks what the guest checked
     * @param wrong what it found wrong
     * @param staleUses accesses through stale entries
     * @param reports the findings as text
     * @param findings the findings as plain data
     * @param failures why the guest could not run to its end
     */
    public record Result(
            long instructions,
            long guestEntries,
            long localInvalidations,
            long checks,
            long wrong,
            long staleUses,
            List<String> reports,
            List<Map<String, Object>> findings,
            List<String> failures) {
        /** The counts in one line. */
        public String summary() {
            return instructions + " guest instructions, " + guestEntries + " guest entries, " + localInvalidations
                    + " local invalidations; the guest made " + checks + " checks, " + wrong
                    + " wrong; stale uses: " + staleUses;
        }

        /** Everything but the text, by name. */
        public Map<String, Object> asData() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("instructions", instructions);
            data.put("guestEntries", guestEntries);
            data.put("localInvalidations", localInvalidations);
            data.put("checks", checks);
            data.put("wrongReads", wrong);
            data.put("staleUses", staleUses);
            data.put("findings", findings);
            data.put("failures", failures);
            return data;
        }
    }

    public VmRun(GuestImage image, Settings settings, Progress progress) {
        this.image = image;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs the guest until all of its vCPUs are off.
     *
     * @param console takes each byte that the guest prints
     * @throws IllegalArgumentException if the guest does not fit into its memory
     */
    public Result run(IntConsumer console) {
        MachineConfig config =
                new MachineConfig(settings.cpus, settings.memory + HOST_RESERVE, settings.tlb).withArch(image.arch());
        try (Machine machine = new Machine(config)) {
            Sanitizer sanitizer = new Sanitizer(image.symbols()::describe);
            machine.listen(sanitizer);
            Host host = new Host(machine);
            Kvm kvm = new Kvm(host, KvmConfig.DEFAULT.withPolicy(settings.policy));
            GuestVm guest = new GuestVm(kvm, image, settings.vcpus, settings.memory, console);
            guest.argument(settings.argument);
            List<String> failures = new ArrayList<>();
            long executed = schedule(host, guest, failures);
            failures.addAll(guest.failures());
            return new Result(
                    executed,
                    kvm.statistics().guestEntries(),
                    kvm.statistics().localInvalidations(),
                    guest.checks(),
                    guest.wrong(),
                    sanitizer.staleUses(),
                    sanitizer.findings().stream().map(FindingReport::text).toList(),
                    sanitizer.findings().stream().map(FindingData::of).toList(),
                    List.copyOf(failures));
        }
    }

    private long schedule(Host host, GuestVm guest, List<String> failures) {
        Scheduler.Options options =
                Scheduler.Options.seeded(settings.seed).withMigration(settings.cpus > 1 ? MIGRATION : 0);
        Scheduler scheduler = new Scheduler(host, options);
        for (Vcpu vcpu : guest.vm().vcpus()) {
            scheduler.add(new HostThread(new OneVcpuThread(guest, vcpu)), vcpu.id() % settings.cpus);
        }
        while (scheduler.executed() < settings.maxInstructions) {
            progress.show(scheduler.executed() / 1_000_000 + " million guest instructions");
            if (scheduler.run(Math.min(CHUNK, settings.maxInstructions - scheduler.executed()))) {
                return scheduler.executed();
            }
        }
        failures.add(image.name() + " has not ended after " + scheduler.executed()
                + " instructions; see --max-instructions");
        return scheduler.executed();
    }
}
