package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.event.Use;
import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.Translation;
import dev.tlbsan.arm.mmu.TranslationFault;
import dev.tlbsan.arm.mmu.Walk;
import dev.tlbsan.sanitizer.Finding.Accessed;
import dev.tlbsan.sanitizer.Finding.Descriptor;
import dev.tlbsan.sanitizer.Finding.Origin;
import dev.tlbsan.sanitizer.Finding.Outcome;
import dev.tlbsan.sanitizer.Finding.Remembered;
import dev.tlbsan.sanitizer.Finding.WalkLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a stale use as a finding, which refers to nothing of the machine. */
final class FindingBuilder {
    private final Use use;
    private final Staleness staleness;
    private final Symbolizer symbolizer;

    FindingBuilder(Use use, Staleness staleness, Symbolizer symbolizer) {
        this.use = use;
        this.staleness = staleness;
        this.symbolizer = symbolizer;
    }

    Finding build(MissingMaintenance missing) {
        Walk used = use.used();
        return new Finding(
                StaleUse.ID,
                1,
                new Accessed(
                        used.access().kind(),
                        used.address(),
                        used.access().privileged(),
                        used.tags().regime(),
                        used.upper(),
                        vocabulary(),
                        notation(),
                        place(use.when())),
                remembered(),
                outcome(use.outcome()),
                outcome(use.freshOutcome()),
                staleness.cause(),
                missing,
                walk(),
                manual(missing));
    }

    private Vocabulary vocabulary() {
        return Vocabulary.of(use.used());
    }

    private Notation notation() {
        return Notation.of(use.used());
    }

    private Place place(Provenance provenance) {
        return new Place(provenance, symbolizer.symbol(provenance.pc()));
    }

    private Remembered remembered() {
        TlbEntry hit = staleness.hit();
        return new Remembered(
                hit.kind(),
                hit.tags().vmid(),
                hit.tags().asid(),
                hit.global(),
                hit.input(),
                hit.sizeBits(),
                hit.output(),
                place(hit.provenance()),
                origin());
    }

    private @Nullable Origin origin() {
        TlbEntry origin = staleness.origin();
        boolean itself = origin == staleness.hit()
                || origin.provenance().equals(staleness.hit().provenance());
        return itself
                ? null
                : new Origin(
                        origin.kind(),
                        origin.level(),
                        origin.descriptorAddress(),
                        origin.descriptor(),
                        place(origin.provenance()));
    }

    private Outcome outcome(Translation translation) {
        return switch (translation) {
            case Translation.Mapped mapped -> new Outcome(mapped.pa(), null);
            case TranslationFault fault -> new Outcome(null, Words.fault(fault, notation()));
        };
    }

    /** Both stages of the access; and where stage 2 is at fault for a stage 1 table, its walk for that table. */
    private List<WalkLine> walk() {
        Derivation then = new Derivation(use.used());
        Derivation now = new Derivation(use.fresh());
        List<WalkLine> lines = new ArrayList<>();
        addLines(
                lines,
                new WalkLine(1, 0, -1, null, null),
                then.stage1().steps(),
                now.stage1().steps());
        int table = tableAtFault(then);
        WalkLine stage2 = new WalkLine(2, 0, table, null, null);
        if (table >= 0) {
            addLines(lines, stage2, staleness.then().steps(), staleness.now().steps());
        } else {
            addLines(lines, stage2, then.stage2().steps(), now.stage2().steps());
        }
        return List.copyOf(lines);
    }

    private int tableAtFault(Derivation then) {
        boolean ofAccess = staleness.cause().stage() == 1 || staleness.then().equals(then.stage2());
        if (ofAccess) {
            return -1;
        }
        return then.stage1().steps().stream()
                .filter(step -> step.place() == staleness.input())
                .mapToInt(Step::level)
                .max()
                .orElse(-1);
    }

    private static void addLines(List<WalkLine> lines, WalkLine kind, List<Step> then, List<Step> now) {
        for (int level = Step.ANY_LEVEL; level <= 3; level++) {
            Descriptor before = descriptor(then, level);
            Descriptor after = descriptor(now, level);
            if (before != null || after != null) {
                lines.add(new WalkLine(kind.stage(), level, kind.table(), before, after));
            }
        }
    }

    private static @Nullable Descriptor descriptor(List<Step> steps, int level) {
        for (Step step : steps) {
            if (step.level() == level) {
                return step.state() == Step.State.UNREACHABLE
                        ? new Descriptor(null, null, false)
                        : new Descriptor(step.physical(), step.value(), step.valid());
            }
        }
        return null;
    }

    private List<String> manual(MissingMaintenance missing) {
        return List.of(
                vocabulary().rule(staleness.cause() instanceof Cause.OtherRoot),
                vocabulary().maintenance(missing.gap()));
    }
}
