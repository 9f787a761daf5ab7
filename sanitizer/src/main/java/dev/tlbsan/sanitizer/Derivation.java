package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.RefusedDescriptor;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TranslationFault;
import dev.tlbsan.arm.mmu.Walk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A translation, stage by stage, as the descriptors that it comes from. */
final class Derivation {
    private final Walk walk;
    private final @Nullable TranslationFault fault;
    private final StageWalk stage1;
    private final StageWalk stage2;

    Derivation(Walk walk) {
        this.walk = walk;
        this.fault = walk.outcome() instanceof TranslationFault refusal ? refusal : null;
        this.stage1 = first();
        this.stage2 = second();
    }

    Walk walk() {
        return walk;
    }

    StageWalk stage1() {
        return stage1;
    }

    /** Stage 2 of the access itself. */
    StageWalk stage2() {
        return stage2;
    }

    /** Stage 2 of the address of a stage 1 descriptor. */
    StageWalk stage2Of(Step step) {
        TlbEntry via = step.via();
        if (via != null) {
            return StageWalk.address(Step.chain(via), step.physical());
        }
        if (step.state() == Step.State.UNREACHABLE && fault != null) {
            return refused(fault, step.place());
        }
        return StageWalk.identity(step.place());
    }

    private StageWalk first() {
        long va = walk.address();
        TlbEntry leaf = walk.stage1();
        if (leaf != null) {
            return StageWalk.address(Step.chain(leaf), leaf.output() + (va - leaf.input()));
        }
        if (fault == null || (fault.stage() == 2 && !fault.onWalk())) {
            return StageWalk.identity(va);
        }
        if (fault.stage() == 1) {
            return refused(fault, va);
        }
        TlbEntry table = walk.lastStage1();
        List<Step> steps = Step.chain(table);
        steps.add(Step.unreachable(table == null ? Step.ANY_LEVEL : table.level() + 1, fault.ipa()));
        boolean translation = fault.kind() == TranslationFault.Kind.TRANSLATION;
        return new StageWalk(steps, translation ? StageWalk.Given.TRANSLATION_FAULT : StageWalk.Given.NOTHING, 0);
    }

    private StageWalk second() {
        if (!stage1.hasAddress()) {
            return StageWalk.UNKNOWN;
        }
        long ipa = stage1.address();
        TlbEntry leaf = walk.stage2();
        if (leaf != null) {
            return StageWalk.address(Step.chain(leaf), leaf.output() + (ipa - leaf.input()));
        }
        if (fault == null) {
            return StageWalk.identity(ipa);
        }
        return fault.stage() == 2 ? refused(fault, ipa) : StageWalk.UNKNOWN;
    }

    /** The stage whose lookup of the address gave the fault. */
    private StageWalk refused(TranslationFault refusal, long input) {
        RefusedDescriptor descriptor = walk.refused();
        List<Step> steps = new ArrayList<>();
        if (descriptor != null) {
            steps.addAll(Step.chain(descriptor.parent()));
            steps.add(Step.of(descriptor));
        }
        if (refusal.kind() == TranslationFault.Kind.TRANSLATION) {
            return new StageWalk(steps, StageWalk.Given.TRANSLATION_FAULT, 0);
        }
        if (descriptor == null || descriptor.kind().table()) {
            return new StageWalk(steps, StageWalk.Given.NOTHING, 0);
        }
        long offset = input & (1L << descriptor.sizeBits()) - 1;
        return StageWalk.address(steps, descriptor.output() + offset);
    }
}
