package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Finds where a remembered translation and the one by the tables part. */
final class Parting {
    private static final long BASE_MASK = (1L << 48) - 2;
    /** Below the address of a table of short descriptors there are its memory attributes. */
    private static final long SHORT_BASE_MASK = 0xffff_ff80L;

    private final Derivation then;
    private final Derivation now;

    /** The deepest descriptor that two walks share. */
    private record Shared(Step then, Step now) {}

    /** One stage of both walks, and the entries that the use went through there, the deepest first. */
    private record Stage(int number, long input, StageWalk then, StageWalk now, List<TlbEntry> path) {
        Staleness stale(Cause cause, TlbEntry origin) {
            TlbEntry hit = path.isEmpty() ? origin : path.getFirst();
            return new Staleness(cause, hit, origin, input, then, now);
        }
    }

    Parting(Derivation then, Derivation now) {
        this.then = then;
        this.now = now;
    }

    /** Judges walks of which stage 1 disagrees; null if they part in nothing but what is owed. */
    @Nullable
    Staleness inStage1() {
        List<TlbEntry> path = path(then.stage1().steps());
        Stage stage = new Stage(1, then.walk().address(), then.stage1(), now.stage1(), path);
        Shared shared = shared(stage);
        if (shared == null) {
            return byRoot(stage);
        }
        if (shared.then().sameMemory(shared.now())) {
            return byDescriptor(stage, shared);
        }
        return inTables(shared);
    }

    /** Judges walks that agree in stage 1. */
    @Nullable
    Staleness inStage2() {
        List<TlbEntry> path = path(then.stage2().steps());
        return judge(new Stage(2, then.stage1().address(), then.stage2(), now.stage2(), path));
    }

    /** Judges walks that part in stage 2 of the address of a stage 1 descriptor. */
    private @Nullable Staleness inTables(Shared shared) {
        Step step = shared.then();
        List<Step> below = then.stage1().steps().stream()
                .filter(other -> other.level() >= step.level())
                .toList();
        StageWalk stage2 = then.stage2Of(step);
        List<TlbEntry> path = new ArrayList<>(path(below));
        addRemembered(stage2.steps(), path);
        return judge(new Stage(2, step.place(), stage2, now.stage2Of(shared.now()), path));
    }

    private @Nullable Staleness judge(Stage stage) {
        Shared shared = shared(stage);
        return shared == null ? byRoot(stage) : byDescriptor(stage, shared);
    }

    private static @Nullable Shared shared(Stage stage) {
        List<Step> before = stage.then().steps();
        List<Step> after = stage.now().steps();
        for (Step step : before.reversed()) {
            for (Step other : after) {
                if (step.sameMemory(other) || step.samePlace(other)) {
                    return new Shared(step, other);
                }
            }
        }
        boolean sameStart =
                !before.isEmpty() && !after.isEmpty() && before.getFirst().sameStart(after.getFirst());
        return sameStart ? new Shared(before.getFirst(), after.getFirst()) : null;
    }

    private static @Nullable Staleness byDescriptor(Stage stage, Shared shared) {
        Step before = shared.then();
        Step after = shared.now();
        TlbEntry entry = before.entry();
        if (entry == null || !after.valid() || before.leadsWhere(after)) {
            return null;
        }
        Cause cause =
                new Cause.Replaced(stage.number(), before.level(), before.physical(), before.value(), after.value());
        return stage.stale(cause, entry);
    }

    /** A walk that read nothing under the same root was refused by a register, which is no change of tables. */
    private @Nullable Staleness byRoot(Stage stage) {
        ToLongFunction<Provenance> rootOf = stage.number() == 1 ? Provenance::ttbr : Provenance::vttbr;
        Walk fresh = now.walk();
        long rootNow =
                stage.number() == 1 ? fresh.ttbr() : fresh.registers().stage2().vttbr();
        if (stage.then().off() || stage.now().off()) {
            return bySwitch(stage, rootOf, rootNow);
        }
        if (stage.then().steps().isEmpty()) {
            return null;
        }
        TlbEntry first = stage.then().steps().getFirst().entry();
        if (first == null) {
            return null;
        }
        long rootThen = rootOf.applyAsLong(first.provenance());
        if (stage.now().steps().isEmpty() && base(stage, rootThen) == base(stage, rootNow)) {
            return null;
        }
        TlbEntry origin = stage.path().stream()
                .filter(entry -> base(stage, rootOf.applyAsLong(entry.provenance())) != base(stage, rootNow))
                .findFirst()
                .orElse(first);
        return stage.stale(new Cause.OtherRoot(stage.number(), rootThen, rootNow), origin);
    }

    /** One of the walks was made with the stage off. */
    private static @Nullable Staleness bySwitch(Stage stage, ToLongFunction<Provenance> rootOf, long rootNow) {
        if (stage.path().isEmpty() || (stage.then().off() && stage.now().off())) {
            return null;
        }
        TlbEntry origin = stage.path().getFirst();
        Long before = stage.then().off() ? null : (Long) rootOf.applyAsLong(origin.provenance());
        Long after = stage.now().off() ? null : (Long) rootNow;
        return stage.stale(new Cause.OtherRoot(stage.number(), before, after), origin);
    }

    /** The entries older than the use that it went through in some steps, the deepest first. */
    private List<TlbEntry> path(List<Step> steps) {
        List<TlbEntry> path = new ArrayList<>();
        TlbEntry last = then.walk().last();
        if (last != null && wholeTranslation(last) && remembered(last)) {
            path.add(last);
        }
        addRemembered(steps, path);
        return path;
    }

    private void addRemembered(List<Step> steps, List<TlbEntry> path) {
        for (Step step : steps.reversed()) {
            TlbEntry entry = step.entry();
            if (entry != null && remembered(entry)) {
                path.add(entry);
            }
        }
    }

    private static boolean wholeTranslation(TlbEntry entry) {
        return entry.kind() == TlbEntry.Kind.COMBINED || entry.kind() == TlbEntry.Kind.FLAT;
    }

    private boolean remembered(TlbEntry entry) {
        return entry.serial() < then.walk().serial();
    }

    private long base(Stage stage, long root) {
        Walk fresh = now.walk();
        boolean ofShort = stage.number() == 1
                && fresh.registers().shortDescriptors(fresh.tags().regime());
        return root & (ofShort ? SHORT_BASE_MASK : BASE_MASK);
    }
}
