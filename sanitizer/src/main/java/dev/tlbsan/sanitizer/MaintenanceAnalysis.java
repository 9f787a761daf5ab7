package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.event.Use;
import dev.tlbsan.arm.mmu.Invalidation;
import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.sanitizer.MaintenanceHistory.VmidChange;
import dev.tlbsan.sanitizer.MissingMaintenance.Gap;
import java.util.List;
import java.util.Objects;

/** Finds what was missing between the making of an entry and its stale use. */
final class MaintenanceAnalysis {
    private final MaintenanceHistory history;
    private final Staleness staleness;
    private final Use use;
    private final int pe;
    private final TlbEntry survivor;
    private final Vocabulary vocabulary;

    MaintenanceAnalysis(MaintenanceHistory history, Staleness staleness, Use use) {
        this.history = history;
        this.staleness = staleness;
        this.use = use;
        this.pe = use.when().pe();
        this.survivor = survivor();
        this.vocabulary = Vocabulary.of(use.used());
    }

    MissingMaintenance missing(Symbolizer symbolizer) {
        for (Gap gap : List.of(
                Gap.NOT_SYNCHRONIZED, Gap.NOT_ORDERED, Gap.OTHER_VMID, Gap.OTHER_PE, Gap.OTHER_KIND, Gap.OTHER_ASID)) {
            for (MaintenanceHistory.Maintenance tlbi : history.since(survivor.serial())) {
                if (is(gap, tlbi)) {
                    return describe(gap, tlbi, symbolizer);
                }
            }
        }
        return notIssued();
    }

    /**
     * The entry that should have been removed: the origin, unless it was and the one made from it stayed. Both are the
     * same mostly.
     */
    private TlbEntry survivor() {
        TlbEntry origin = staleness.origin();
        boolean originRemoved = history.since(origin.serial()).stream()
                .anyMatch(tlbi -> tlbi.completedOn(pe) && tlbi.invalidation().mustRemove(origin));
        return originRemoved ? staleness.hit() : origin;
    }

    private boolean is(Gap gap, MaintenanceHistory.Maintenance tlbi) {
        Invalidation invalidation = tlbi.invalidation();
        boolean own = invalidation.provenance().pe() == pe;
        boolean reaches = reaches(invalidation);
        boolean removes = invalidation.mustRemove(survivor);
        return switch (gap) {
            case NOT_SYNCHRONIZED -> removes && own && tlbi.ordered() && !tlbi.completedOn(pe);
            case NOT_ORDERED -> removes && reaches && !tlbi.ordered() && !tlbi.completedOn(pe);
            case OTHER_VMID -> reaches && !removes && writtenTooLate(tlbi);
            case OTHER_PE -> removes && !reaches;
            case OTHER_KIND -> reaches && !removes && concerns(invalidation);
            case OTHER_ASID ->
                reaches
                        && !removes
                        && withTags(
                                invalidation,
                                invalidation.vmid(),
                                survivor.tags().asid());
            case NOT_ISSUED -> false;
        };
    }

    /** Whether the TLBI would have removed the entry had the next VTTBR_EL2 been in effect. */
    private boolean writtenTooLate(MaintenanceHistory.Maintenance tlbi) {
        VmidChange next = tlbi.next();
        Invalidation invalidation = tlbi.invalidation();
        return next != null
                && next.vmid() == survivor.tags().vmid()
                && withTags(invalidation, next.vmid(), invalidation.asid());
    }

    private boolean withTags(Invalidation invalidation, int vmid, int asid) {
        return new Invalidation(
                        invalidation.operation(),
                        invalidation.serial(),
                        vmid,
                        asid,
                        invalidation.address(),
                        invalidation.provenance())
                .mustRemove(survivor);
    }

    /** Whether the TLBI is for the tags and the address of the use, whatever kinds of entry it is for. */
    private boolean concerns(Invalidation invalidation) {
        long address = invalidation.address();
        boolean concerned = switch (invalidation.operation().filter()) {
            case ALL, VMID -> true;
            case ASID -> invalidation.asid() == use.used().tags().asid();
            case VA_AND_ASID, VA -> samePage(address, use.used().address());
            case IPA -> staleness.cause().stage() == 2 && samePage(address, staleness.input());
        };
        return concerned && sameSpace(invalidation);
    }

    private static boolean samePage(long address, long other) {
        return address >>> 12 == other >>> 12;
    }

    private MissingMaintenance notIssued() {
        return withRemedies(Gap.NOT_ISSUED, whatWasIssued());
    }

    private String whatWasIssued() {
        if (history.hasForgotten(survivor.serial())) {
            return "none of the last %d TLBIs was for the entry".formatted(MaintenanceHistory.LIMIT);
        }
        String steps = "reached PE %d between step %d and step %d"
                .formatted(pe, survivor.provenance().instructions(), use.when().instructions());
        long near = history.since(survivor.serial()).stream()
                .map(MaintenanceHistory.Maintenance::invalidation)
                .filter(tlbi -> reaches(tlbi) && sameSpace(tlbi))
                .count();
        String tags = survivor.tags().regime() == Regime.EL2
                ? vocabulary.hypervisor()
                : "VMID " + survivor.tags().vmid();
        return near == 0
                ? "no TLBI for %s %s".formatted(tags, steps)
                : "none of the %d TLBIs for %s that %s was for the entry".formatted(near, tags, steps);
    }

    private boolean reaches(Invalidation invalidation) {
        return invalidation.provenance().pe() == pe || invalidation.operation().broadcast();
    }

    /** Whether the TLBI concerns the regime and the VMID of the entry. */
    private boolean sameSpace(Invalidation invalidation) {
        TlbiOperation.Target target = invalidation.operation().target();
        boolean el2 = target == TlbiOperation.Target.EL2 || target == TlbiOperation.Target.EL2_LAST_LEVEL;
        if (el2 || survivor.tags().regime() == Regime.EL2) {
            return el2 && survivor.tags().regime() == Regime.EL2;
        }
        boolean all = invalidation.operation().filter() == TlbiOperation.Filter.ALL;
        return all || invalidation.vmid() == survivor.tags().vmid();
    }

    private MissingMaintenance describe(Gap gap, MaintenanceHistory.Maintenance tlbi, Symbolizer symbolizer) {
        Invalidation invalidation = tlbi.invalidation();
        String nearest = "%s (%s) "
                .formatted(
                        vocabulary.tlbi(invalidation.operation()),
                        Words.place(
                                new Place(
                                        invalidation.provenance(),
                                        symbolizer.symbol(
                                                invalidation.provenance().pc())),
                                Notation.of(use.used())));
        return switch (gap) {
            case NOT_ORDERED ->
                new MissingMaintenance(
                        gap,
                        nearest + "has not completed: no DSB of its scope has followed it",
                        List.of(),
                        "a DSB and an ISB after it would have completed it");
            case NOT_SYNCHRONIZED ->
                new MissingMaintenance(
                        gap,
                        nearest + "has not completed: a DSB has followed it, but no context synchronisation event",
                        List.of(),
                        "an ISB after the DSB would have completed it");
            default -> withRemedies(gap, nearest + whyNot(gap, tlbi));
        };
    }

    private String whyNot(Gap gap, MaintenanceHistory.Maintenance tlbi) {
        Invalidation invalidation = tlbi.invalidation();
        return switch (gap) {
            case OTHER_VMID -> {
                VmidChange next = Objects.requireNonNull(tlbi.next());
                yield "was for VMID %d: %s with VMID %d took effect only after it, at step %d, for want of an ISB"
                        .formatted(
                                invalidation.vmid(),
                                vocabulary.vmidRegister(),
                                next.vmid(),
                                next.when().instructions());
            }
            case OTHER_PE ->
                "was for PE %d only".formatted(invalidation.provenance().pe());
            case OTHER_ASID ->
                "was for ASID %d, not %d"
                        .formatted(invalidation.asid(), survivor.tags().asid());
            default -> "need not remove a %s entry".formatted(Words.kind(survivor.kind()));
        };
    }

    private MissingMaintenance withRemedies(Gap gap, String explanation) {
        Remedies remedies = new Remedies(staleness, use.used());
        return new MissingMaintenance(gap, explanation, remedies.operations(), remedies.inWords(pe));
    }
}
