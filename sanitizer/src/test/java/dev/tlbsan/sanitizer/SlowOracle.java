package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.event.Use;
import dev.tlbsan.arm.mmu.RefusedDescriptor;
import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TranslationFault;
import dev.tlbsan.arm.mmu.TranslationFault.Kind;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges every access by walking the tables of a {@link RandomTrace} itself: if that walk ends in an invalid descriptor
 * that the remembered translation also comes from, its removal is owed; else the access is stale if the walk gives another
 * address, or has none where the other has one, or the reverse. It compares no roots and no descriptors.
 */
final class SlowOracle implements TranslationListener {
    private final RandomTrace trace;
    private @Nullable Verdict last;
    private PlainWalk.Result then = new PlainWalk.Result();
    private PlainWalk.Result now = new PlainWalk.Result();

    enum Verdict {
        SAME,
        SAME_ADDRESS,
        OWED,
        STALE
    }

    SlowOracle(RandomTrace trace) {
        this.trace = trace;
    }

    /** The verdict on the access since the last call. */
    Verdict verdict() {
        Verdict verdict = last;
        if (verdict == null) {
            throw new AssertionError("no use was told");
        }
        last = null;
        return verdict;
    }

    @Override
    public boolean wantsEveryUse() {
        return true;
    }

    @Override
    public void used(Use use) {
        if (use.instruction() != null) {
            return;
        }
        boolean el2 = use.used().tags().regime() == Regime.EL2;
        PlainWalk walk = new PlainWalk(
                trace.memory,
                trace.effective(use.when().pe()),
                el2,
                use.used().access().kind());
        now = walk.of(use.used().address());
        then = remembered(use);
        last = judge(then, now, sources(use));
    }

    /** Both sides of the last access. */
    String story() {
        return "then %s, now %s".formatted(then, now);
    }

    private static Verdict judge(PlainWalk.Result then, PlainWalk.Result now, Set<String> sources) {
        if (then.outcome().equals(now.outcome())) {
            return Verdict.SAME;
        }
        if (!differ(then, now)) {
            return Verdict.SAME_ADDRESS;
        }
        return sources.contains(now.endedAt) ? Verdict.OWED : Verdict.STALE;
    }

    private static boolean differ(PlainWalk.Result then, PlainWalk.Result now) {
        if (then.pa != null && now.pa != null) {
            return !then.pa.equals(now.pa);
        }
        if (then.ipa != null && now.ipa != null) {
            boolean oneFaults =
                    (then.pa != null && now.translationFault()) || (now.pa != null && then.translationFault());
            return oneFaults || !then.ipa.equals(now.ipa);
        }
        return (then.ipa != null && now.translationFault()) || (now.ipa != null && then.translationFault());
    }

    private static PlainWalk.Result remembered(Use use) {
        PlainWalk.Result result = new PlainWalk.Result();
        TlbEntry stage1 = use.used().stage1();
        TlbEntry stage2 = use.used().stage2();
        TranslationFault fault = use.outcome() instanceof TranslationFault refusal ? refusal : null;
        RefusedDescriptor unaccessed = null;
        if (fault != null) {
            String onWalk = fault.onWalk() ? " on walk" : "";
            result.fault = "%s stage %d level %d%s ipa %x"
                    .formatted(fault.kind(), fault.stage(), fault.level(), onWalk, fault.ipa());
            unaccessed = fault.kind() == Kind.ACCESS_FLAG && !fault.onWalk()
                    ? use.used().refused()
                    : null;
        }
        long va = use.used().address();
        long ipa = va;
        if (stage1 != null) {
            ipa = stage1.output() + (va - stage1.input());
        } else if (unaccessed != null && !unaccessed.kind().stage2Only()) {
            ipa = output(unaccessed, va);
        } else if (fault != null && (fault.stage() == 1 || fault.onWalk())) {
            return result;
        }
        result.ipa = ipa;
        if (stage2 != null) {
            result.pa = stage2.output() + (ipa - stage2.input());
        } else if (unaccessed != null && unaccessed.kind().stage2Only()) {
            result.pa = output(unaccessed, ipa);
        } else if (fault == null) {
            result.pa = ipa;
        }
        return result;
    }

    private static long output(RefusedDescriptor leaf, long input) {
        return leaf.output() | (input & (1L << leaf.sizeBits()) - 1);
    }

    /** The descriptors that the remembered translation comes from, each with what it was read for. */
    private static Set<String> sources(Use use) {
        Set<String> sources = new HashSet<>();
        RefusedDescriptor refused = use.used().refused();
        if (refused != null && !refused.kind().stage2Only()) {
            addStage1(
                    sources, use, new Descriptor(refused.level(), refused.address(), refused.parent()), refused.via());
        }
        for (TlbEntry entry = use.used().lastStage1(); entry != null; entry = entry.parent()) {
            addStage1(
                    sources,
                    use,
                    new Descriptor(entry.level(), entry.descriptorAddress(), entry.parent()),
                    entry.via());
        }
        Long ipa = remembered(use).ipa;
        if (ipa != null) {
            String purpose = "stage 2 for 0 of %x".formatted(ipa);
            addStage2(sources, purpose, use.used().stage2());
            addStage2(sources, purpose, refused == null ? null : refused.parent());
        }
        return sources;
    }

    private record Descriptor(
            int level, long address, @Nullable TlbEntry parent) {}

    private static void addStage1(Set<String> sources, Use use, Descriptor descriptor, @Nullable TlbEntry via) {
        int level = descriptor.level();
        sources.add("stage 1 level %d at %x".formatted(level, descriptor.address()));
        TlbEntry table = descriptor.parent();
        long base = table == null ? root(use) : table.output();
        long place = base + 8 * (use.used().address() >>> (39 - 9 * level) & 511);
        addStage2(sources, "stage 2 for %d of %x".formatted(level, place), via);
    }

    /** The first table that the stage 1 walk began with. */
    private static long root(Use use) {
        TlbEntry first = use.used().lastStage1();
        while (first != null && first.parent() != null) {
            first = first.parent();
        }
        return (first == null ? use.when() : first.provenance()).ttbr() & 0xffff_ffff_f000L;
    }

    private static void addStage2(Set<String> sources, String purpose, @Nullable TlbEntry leaf) {
        for (TlbEntry entry = leaf; entry != null; entry = entry.parent()) {
            sources.add("%s level %d at %x".formatted(purpose, entry.level(), entry.descriptorAddress()));
        }
    }
}
