package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.event.Use;
import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.Invalidation;
import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.TranslationRegisters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Folds what happens to the TLBs of a machine into findings. It does the same with events as they happen and with
 * {@linkplain EventLog recorded} ones.
 */
public final class Sanitizer implements TranslationListener {
    /** The exit status of a program that has findings to report. */
    public static final int EXIT_STATUS = 66;

    private final Symbolizer symbolizer;
    private final Consumer<Finding> whenNew;
    private final MaintenanceHistory history = new MaintenanceHistory();
    private final Map<Key, Finding> findings = new LinkedHashMap<>();
    private long staleUses;

    /** What makes two stale uses the same finding. */
    private record Key(
            String rule,
            long pc,
            Access.Kind kind,
            String user,
            String filler,
            Class<? extends Cause> cause,
            int stage) {}

    /** A sanitizer without names for addresses. */
    public Sanitizer() {
        this(Symbolizer.NONE);
    }

    /** A sanitizer that names addresses. */
    public Sanitizer(Symbolizer symbolizer) {
        this(symbolizer, _ -> {});
    }

    /**
     * A sanitizer that tells of each finding once, when it has it.
     *
     * @param symbolizer names addresses
     * @param whenNew hears of findings, their count being one
     */
    public Sanitizer(Symbolizer symbolizer, Consumer<Finding> whenNew) {
        this.symbolizer = symbolizer;
        this.whenNew = whenNew;
    }

    /** How many accesses have used a stale translation. */
    public long staleUses() {
        return staleUses;
    }

    /** The findings so far, each once, in the order in which they first happened. */
    public List<Finding> findings() {
        return List.copyOf(findings.values());
    }

    /** {@link #EXIT_STATUS} if there are findings, else zero. */
    public int exitStatus() {
        return findings.isEmpty() ? 0 : EXIT_STATUS;
    }

    @Override
    public void used(Use use) {
        Staleness staleness = StaleUse.judge(use);
        if (staleness == null) {
            return;
        }
        staleUses++;
        Key key = new Key(
                StaleUse.ID,
                use.when().pc(),
                use.used().access().kind(),
                use.when().owner(),
                staleness.origin().provenance().owner(),
                staleness.cause().getClass(),
                staleness.cause().stage());
        Finding known = findings.get(key);
        if (known != null) {
            findings.put(key, known.again());
            return;
        }
        MissingMaintenance missing = new MaintenanceAnalysis(history, staleness, use).missing(symbolizer);
        Finding finding = new FindingBuilder(use, staleness, symbolizer).build(missing);
        findings.put(key, finding);
        whenNew.accept(finding);
    }

    @Override
    public void invalidationIssued(Invalidation invalidation) {
        history.issued(invalidation);
    }

    @Override
    public void invalidationOrdered(Invalidation invalidation) {
        history.ordered(invalidation);
    }

    @Override
    public void invalidationCompleted(Invalidation invalidation, int pe, int removed) {
        history.completed(invalidation, pe);
    }

    @Override
    public void contextChanged(TranslationRegisters before, TranslationRegisters after, Provenance when) {
        history.contextChanged(before.stage2(), after.stage2(), when);
    }
}
