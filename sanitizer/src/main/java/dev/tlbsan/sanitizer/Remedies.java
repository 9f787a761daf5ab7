package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.mmu.Walk;
import dev.tlbsan.sanitizer.MissingMaintenance.Remedy;
import java.util.List;

/** The TLBIs that remove a stale translation from a TLB, and as little else as its cause allows. */
final class Remedies {
    private static final int PAGE_BITS = 12;
    private static final long PAGE_MASK = (1L << 44) - 1;
    private static final long IPA_PAGE_MASK = (1L << 36) - 1;

    private final Staleness staleness;
    private final Walk used;
    private final Vocabulary vocabulary;

    Remedies(Staleness staleness, Walk used) {
        this.staleness = staleness;
        this.used = used;
        this.vocabulary = Vocabulary.of(used);
    }

    /** In the order of their execution, each to be followed by a DSB, the last also by an ISB. */
    List<Remedy> operations() {
        boolean otherRoot = staleness.cause() instanceof Cause.OtherRoot;
        long page = used.address() >>> PAGE_BITS & PAGE_MASK;
        if (used.tags().regime() == Regime.EL2) {
            return List.of(remedy(otherRoot ? TlbiOperation.ALLE2 : TlbiOperation.VAE2, page));
        }
        if (staleness.cause().stage() == 1) {
            return List.of(remedy(otherRoot ? TlbiOperation.VMALLE1 : TlbiOperation.VAE1, page));
        }
        // Armv7 has no operation by intermediate physical address.
        if (otherRoot || vocabulary == Vocabulary.AARCH32) {
            return List.of(remedy(TlbiOperation.VMALLS12E1, 0));
        }
        long ipaPage = staleness.input() >>> PAGE_BITS & IPA_PAGE_MASK;
        return List.of(remedy(TlbiOperation.IPAS2E1, ipaPage), remedy(TlbiOperation.VMALLE1, 0));
    }

    private Remedy remedy(TlbiOperation operation, long page) {
        long operand = vocabulary.operand(operation, used.tags().asid(), page);
        return new Remedy(operation, vocabulary.tlbi(operation), operand);
    }

    String inWords(int pe) {
        StringBuilder words = new StringBuilder();
        for (Remedy remedy : operations()) {
            if (!words.isEmpty()) {
                words.append("; DSB; ");
            }
            words.append(remedy.instruction()).append(what(remedy));
        }
        return words + "; DSB; ISB on PE " + pe + " would have removed the entry";
    }

    private String what(Remedy remedy) {
        String vmid = " for VMID " + used.tags().vmid();
        return switch (remedy.operation().filter()) {
            case ALL -> "";
            case VMID -> vmid;
            case IPA -> " of IPA " + Notation.of(used).physical(staleness.input()) + vmid;
            case VA, ASID, VA_AND_ASID ->
                used.tags().regime() == Regime.EL2
                        ? " of the VA"
                        : " of the VA" + vmid + " and ASID " + used.tags().asid();
        };
    }
}
