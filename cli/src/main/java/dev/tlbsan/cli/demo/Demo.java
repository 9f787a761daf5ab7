package dev.tlbsan.cli.demo;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.cli.Progress;
import dev.tlbsan.kvm.Ablation;
import dev.tlbsan.kvm.InvalidationPolicies;
import dev.tlbsan.kvm.InvalidationPolicy;
import dev.tlbsan.kvm.KvmConfig;
import dev.tlbsan.kvm.vmm.GuestVm;
import dev.tlbsan.sanitizer.FindingReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the scenarios and judges what came out. */
public final class Demo {
    private static final String STALE = "stale";
    private static final String CLEAN = "clean";

    private final List<GuestIsa> isas;
    private final TlbMode tlb;
    private final long seed;
    private final Progress progress;
    private final List<Row> rows = new ArrayList<>();
    private @Nullable String firstFinding;

    /**
     * A demonstration.
     *
     * @param isas the instruction sets of the guests
     * @param tlb what the machine's TLBs remember
     * @param seed of the host's schedule
     * @param progress told what is being run
     */
    public Demo(List<GuestIsa> isas, TlbMode tlb, long seed, Progress progress) {
        this.isas = List.copyOf(isas);
        this.tlb = tlb;
        this.seed = seed;
        this.progress = progress;
    }

    /** Runs every scenario under every policy. */
    public void runAll() {
        isas.forEach(this::runAll);
    }

    private void runAll(GuestIsa isa) {
        for (Scenario scenario : Scenario.ALL) {
            for (InvalidationPolicy policy : InvalidationPolicies.all()) {
                KvmConfig config = KvmConfig.DEFAULT.withPolicy(policy);
                boolean stale = scenario.expectsStale(policy.policyName());
                rows.add(run(isa, scenario, config, stale));
            }
        }
    }

    /** Runs the siblings under the seed's policy, with one line of its mechanism left out at a time. */
    public void runAblations() {
        isas.forEach(this::runAblations);
    }

    private void runAblations(GuestIsa isa) {
        Scenario siblings = Scenario.ALL.getFirst();
        for (Ablation ablation : Ablation.ofTheSeed()) {
            InvalidationPolicy policy = ablation == Ablation.EMPTY_TEST
                    ? InvalidationPolicies.SCHED_IN_WITHOUT_EMPTY_TEST
                    : InvalidationPolicies.SCHED_IN;
            KvmConfig config = KvmConfig.DEFAULT.withPolicy(policy).withAblation(ablation);
            boolean stale = ablation == Ablation.ISB || ablation == Ablation.TLBI || ablation == Ablation.DSB;
            rows.add(run(isa, siblings, config, stale));
        }
    }

    private Row run(GuestIsa isa, Scenario scenario, KvmConfig config, boolean mechanismMisses) {
        progress.show(isa.heading() + ": " + scenario.name() + " under "
                + config.policy().policyName());
        boolean expectStale = mechanismMisses && !tlb.equals(TlbMode.COHERENT);
        try (Stage stage = new Stage(isa, scenario, config, tlb, seed)) {
            boolean ended = scenario.driver().run(stage);
            if (firstFinding == null && !stage.sanitizer().findings().isEmpty()) {
                firstFinding = FindingReport.text(stage.sanitizer().findings().getFirst());
            }
            return judge(scenario, config, stage, new Outcome(ended, expectStale));
        }
    }

    /**
     * How a run should be judged.
     *
     * @param ended whether every vCPU came to rest
     * @param expectStale whether a stale entry should have been used
     */
    private record Outcome(boolean ended, boolean expectStale) {}

    private Row judge(Scenario scenario, KvmConfig config, Stage stage, Outcome outcome) {
        long wrong = stage.guests().stream().mapToLong(GuestVm::wrong).sum();
        long stale = stage.sanitizer().staleUses();
        int vcpus = scenario.vms() * scenario.vcpus();
        boolean reported = stage.guests().stream()
                .allMatch(g -> g.reports() == scenario.vcpus()
                        && g.checks() > 0
                        && g.failures().isEmpty());
        boolean matches = outcome.expectStale ? wrong > 0 && stale > 0 : wrong == 0 && stale == 0;
        Long misses = tlb instanceof TlbMode.Finite ? stage.machine().tlbMisses() : null;
        return new Row(
                stage.isa(),
                scenario.name(),
                config.policy().policyName(),
                config.ablation().line(),
                vcpus,
                scenario.cpus(),
                stage.kvm().statistics().guestEntries(),
                stage.kvm().statistics().localInvalidations(),
                stage.machine().descriptorReads(),
                wrong,
                stale,
                misses,
                outcome.expectStale ? STALE : CLEAN,
                outcome.ended && reported && matches);
    }

    /** The instruction sets of the guests. */
    List<GuestIsa> isas() {
        return isas;
    }

    /** What was run so far, in order. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Whether every row came out as expected. */
    public boolean isAsExpected() {
        return rows.stream().allMatch(Row::ok);
    }

    /** The first finding of the sanitizer, in full; null if there was none. */
    public @Nullable String firstFinding() {
        return firstFinding;
    }
}
