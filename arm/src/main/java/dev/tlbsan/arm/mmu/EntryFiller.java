package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.event.TranslationListener;

/** Says when and by whom the entries of one TLB are made. */
final class EntryFiller implements Walker.Filler {
    private final InnerShareableDomain domain;
    private final Initiator initiator;
    private Provenance last = new Provenance(0, 0, -1, "", 0, 0, 0, 0);
    private long fills;

    EntryFiller(InnerShareableDomain domain, Initiator initiator) {
        this.domain = domain;
        this.initiator = initiator;
    }

    @Override
    public long nextSerial() {
        return domain.nextSerial();
    }

    @Override
    public TlbEntry.Fill fill(WalkContext context, long address) {
        return new TlbEntry.Fill(circumstances(context, address), domain.takeSerial());
    }

    @Override
    public void filled(TlbEntry entry) {
        fills++;
        for (TranslationListener listener : domain.listeners()) {
            listener.filled(entry);
        }
    }

    /** A filler for walks whose entries nobody keeps: they take no place in time. */
    Walker.Filler untold() {
        return new Walker.Filler() {
            @Override
            public long nextSerial() {
                return domain.nextSerial();
            }

            @Override
            public TlbEntry.Fill fill(WalkContext context, long address) {
                return new TlbEntry.Fill(circumstances(context, address), domain.nextSerial());
            }

            @Override
            public void filled(TlbEntry entry) {}
        };
    }

    /** The present circumstances; the same object as last time if they are the same. */
    Provenance circumstances(WalkContext context, long address) {
        Tags tags = context.tags();
        Provenance now = new Provenance(
                initiator.index(),
                initiator.pc(),
                initiator.instructions(),
                initiator.owner(),
                tags.vmid(),
                tags.asid(),
                context.ttbr(address),
                context.registers().stage2().vttbr());
        if (!now.equals(last)) {
            last = now;
        }
        return last;
    }

    /** How many entries have been kept. */
    long fills() {
        return fills;
    }
}
