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

    Remedies(Staleness staleness, Walk used) {
        this.staleness = staleness;
        this.used = used;
    }

    /** In the order of their execution, each to be followed by a DSB, the last also by an ISB. */
    List<Remedy> operations() {
        boolean otherRoot = staleness.cause() instanceof Cause.OtherRoot;
        long page = used.address() >>> PAGE_BITS & PAGE_MASK;
        if (used.tags().regime() == Regime.EL2) {
            return List.of(otherRoot ? all(TlbiOperation.ALLE2) : new Remedy(TlbiOperation.VAE2, page));
        }
        if (staleness.cause().stage() == 1) {
            long operand = (long) used.tags().asid() << 48 | page;
            return List.of(otherRoot ? all(TlbiOperation.VMALLE1) : new Remedy(TlbiOperation.VAE1, operand));
        }
        if (otherRoot) {
            return List.of(all(TlbiOperation.VMALLS12E1));
        }
        long ipaPage = staleness.input() >>> PAGE_BITS & IPA_PAGE_MASK;
        return List.of(new Remedy(TlbiOperation.IPAS2E1, ipaPage), all(TlbiOperation.VMALLE1));
    }

    private static Remedy all(TlbiOperation operation) {
        return new Remedy(operation, 0);
    }

    String inWords(int pe) {
        StringBuilder words = new StringBuilder();
        for (Remedy remedy : operations()) {
            if (!words.isEmpty()) {
                words.append("; DSB; ");
            }
            words.append("TLBI ").append(remedy.operation()).append(what(remedy));
        }
        return words + "; DSB; ISB on PE " + pe + " would have removed the entry";
    }

    private String what(Remedy remedy) {
        String vmid = " for VMID " + used.tags().vmid();
        return switch (remedy.operation().filter()) {
            case ALL -> "";
            case VMID -> vmid;
            case IPA -> " of IPA " + Words.hex(staleness.input()) + vmid;
            case VA, ASID, VA_AND_ASID ->
                used.tags().regime() == Regime.EL2
                        ? " of the VA"
                        : " of the VA" + vmid + " and ASID " + used.tags().asid();
        };
    }
}
