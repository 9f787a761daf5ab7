package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.event.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory management unit of one processing element: its TLB, the registers that translation works with, and the TLB
 * maintenance that has not completed. It works in the regime that its {@link Initiator} is in.
 */
public final class Mmu {
    private final MmuConfiguration configuration;
    private final Initiator initiator;
    private final InnerShareableDomain domain;
    private final Supplier<TranslationRegisters> programmed;
    private final TlbStore store;
    private final Walker walker;
    private final Walker freshWalker;
    private final EntryFiller filler;
    private final InvalidationQueue invalidations = new InvalidationQueue();
    private final List<Runnable> softTlbListeners = new ArrayList<>();
    private final boolean maySettle;
    private TranslationRegisters effective = TranslationRegisters.OFF;
    private boolean outdated;
    private @Nullable WalkContext el10;
    private @Nullable WalkContext el2;
    private long hits;
    private long misses;
    private long descriptorReads;
    private long invalidationsIssued;
    private long invalidationsCompleted;
    private long entriesRemoved;

    /**
     * Makes the MMU of a processing element, with all registers zero in effect and an empty TLB.
     *
     * @param programmed what software has programmed the registers to, whether or not it is in effect
     */
    public Mmu(
            MmuConfiguration configuration,
            Initiator initiator,
            InnerShareableDomain domain,
            Supplier<TranslationRegisters> programmed) {
        this.configuration = configuration;
        this.initiator = initiator;
        this.domain = domain;
        this.programmed = programmed;
        this.store = storeFor(configuration.tlb());
        this.maySettle = !(configuration.tlb() instanceof TlbMode.Finite);
        this.filler = new EntryFiller(domain, initiator);
        this.walker = new Walker(domain.memory(), store, filler);
        this.freshWalker = new Walker(domain.memory(), TlbStore.NONE, filler.untold());
        domain.add(this);
    }

    private static TlbStore storeFor(TlbMode mode) {
        return switch (mode) {
            case TlbMode.Retain _ -> new RetainingStore();
            case TlbMode.Coherent _ -> TlbStore.NONE;
            case TlbMode.Finite finite -> new FiniteStore(finite);
        };
    }

    /** Hears whenever settled outcomes of this processing element no longer are. */
    public void addSoftTlbListener(Runnable listener) {
        softTlbListeners.add(listener);
    }

    /** The registers in effect. */
    public TranslationRegisters registers() {
        return effective;
    }

    /** Registers were programmed; their values take effect at the next context synchronisation event. */
    public void registersChanged() {
        outdated = true;
    }

    /**
     * A context synchronisation event: programmed register values take effect, and those of this processing element's
     * TLBIs that a DSB has followed complete on it.
     */
    public void contextSynchronization() {
        if (invalidations.awaitsSynchronization()) {
            for (Invalidation invalidation : invalidations.synchronize()) {
                complete(invalidation);
            }
        }
        if (outdated) {
            outdated = false;
            takeEffect(programmed.get());
        }
    }

    private void takeEffect(TranslationRegisters values) {
        if (values.equals(effective)) {
            return;
        }
        TranslationRegisters before = effective;
        effective = values;
        el10 = null;
        el2 = null;
        unsettle();
        for (TranslationListener listener : domain.listeners()) {
            listener.contextChanged(before, effective, filler.circumstances(context(initiator.regime()), 0));
        }
    }

    /**
     * A DSB.
     *
     * @param scope how far it reaches, HCR_EL2.BSU applied
     * @param loadsAndStores whether it covers both, as the completion of a TLBI needs
     */
    public void dsb(ShareabilityDomain scope, boolean loadsAndStores) {
        if (!loadsAndStores) {
            return;
        }
        for (Invalidation invalidation : invalidations.barrier(scope)) {
            for (TranslationListener listener : domain.listeners()) {
                listener.invalidationOrdered(invalidation);
            }
            completeElsewhere(invalidation);
        }
    }

    private void completeElsewhere(Invalidation invalidation) {
        if (invalidation.operation().broadcast()) {
            for (Mmu mmu : domain.mmus()) {
                if (mmu != this) {
                    mmu.complete(invalidation);
                }
            }
        }
    }

    private void complete(Invalidation invalidation) {
        int removed = store.remove(invalidation);
        invalidationsCompleted++;
        entriesRemoved += removed;
        if (removed > 0) {
            unsettle();
        }
        for (TranslationListener listener : domain.listeners()) {
            listener.invalidationCompleted(invalidation, initiator.index(), removed);
        }
    }

    /**
     * A TLBI. It takes its VMID from the registers in effect, and does nothing before it completes.
     *
     * @param operation the form that takes effect, HCR_EL2.FB applied
     * @param operand the value of the operand register; ignored by operations that have none
     */
    public void tlbi(TlbiOperation operation, long operand) {
        WalkContext context = context(Regime.EL10);
        Invalidation invalidation = new Invalidation(
                operation,
                domain.takeSerial(),
                context.tags().vmid(),
                operation.asid(operand),
                operation.address(operand),
                filler.circumstances(context(initiator.regime()), 0));
        invalidationsIssued++;
        invalidations.issue(invalidation);
        for (TranslationListener listener : domain.listeners()) {
            listener.invalidationIssued(invalidation);
        }
        if (invalidations.overflows()) {
            Invalidation oldest = invalidations.oldest();
            completeElsewhere(oldest);
            complete(oldest);
        }
    }

    /** Translates an address of the current regime for an access. */
    public Translation translate(long va, Access access) {
        Walk used = walker.translate(context(initiator.regime()), va, access);
        return judge(used, null);
    }

    /** Counts a translation, compares it with what the tables give now, and tells of a difference. */
    private Translation judge(Walk used, @Nullable AtOperation instruction) {
        descriptorReads += used.descriptorReads();
        if (used.descriptorReads() > 0) {
            misses++;
        } else {
            hits++;
        }
        Translation outcome = used.outcome();
        boolean wanted = (maySettle && outcome instanceof Translation.Mapped)
                || !domain.listeners().isEmpty();
        if (!wanted) {
            return outcome;
        }
        Walk fresh = used.remembered() ? freshWalk(used, instruction) : used;
        boolean agrees = outcome.equals(fresh.outcome());
        if ((!agrees || domain.everyUse()) && !domain.listeners().isEmpty()) {
            tell(new Use(used, fresh, instruction, filler.circumstances(used.context(), used.address())));
        }
        boolean settled = agrees && maySettle && !domain.everyUse();
        if (!settled || !(outcome instanceof Translation.Mapped)) {
            return outcome;
        }
        fresh.forEachDescriptor(domain.settled()::add);
        return used.outcome(true);
    }

    private Walk freshWalk(Walk used, @Nullable AtOperation instruction) {
        return instruction != null && !instruction.bothStages()
                ? freshWalker.translateStage1(used.context(), used.address(), used.access())
                : freshWalker.translate(used.context(), used.address(), used.access());
    }

    private void tell(Use use) {
        for (TranslationListener listener : domain.listeners()) {
            listener.used(use);
        }
    }

    /**
     * An address translation instruction. It may use the TLB and fill it.
     *
     * @param va the virtual address
     */
    public AddressTranslation addressTranslate(AtOperation operation, long va) {
        WalkContext context = context(operation.regime());
        Walk walk = operation.bothStages()
                ? walker.translate(context, va, operation.access())
                : walker.translateStage1(context, va, operation.access());
        Translation outcome = judge(walk, operation);
        boolean atEl1 = initiator.regime() == Regime.EL10;
        return effective.aarch32() && !givesLongPar(operation)
                ? Par32.of(outcome, walk, atEl1)
                : ParEl1.of(outcome, atEl1);
    }

    /** Whether an operation of AArch32 gives PAR in its format of 64 bits (DDI 0487, G8.2 PAR). */
    private boolean givesLongPar(AtOperation operation) {
        boolean ofStage2 = operation.bothStages() && effective.stage2().enabled();
        boolean inHyp = !operation.bothStages() && initiator.regime() == Regime.EL2;
        return effective.el1().extendedAddresses() || ofStage2 || inHyp;
    }

    /** What the TLB has done so far. */
    public TlbCounters counters() {
        return new TlbCounters(
                hits,
                misses,
                descriptorReads,
                filler.fills(),
                invalidationsIssued,
                invalidationsCompleted,
                entriesRemoved);
    }

    /** How many entries the TLB holds. */
    public int size() {
        return store.size();
    }

    void unsettle() {
        for (Runnable listener : softTlbListeners) {
            listener.run();
        }
    }

    private WalkContext context(Regime regime) {
        WalkContext known = regime == Regime.EL2 ? el2 : el10;
        if (known != null) {
            return known;
        }
        WalkContext made = new WalkContext(effective, configuration, regime);
        if (regime == Regime.EL2) {
            el2 = made;
        } else {
            el10 = made;
        }
        return made;
    }
}
