package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Invalidation;
import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.Stage2Registers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The latest TLBIs of a machine: how far each got, and which VMID came into effect after it. */
final class MaintenanceHistory {
    /** How many TLBIs are remembered. */
    static final int LIMIT = 4096;

    private final Deque<Maintenance> records = new ArrayDeque<>();
    private final Map<Long, Maintenance> bySerial = new HashMap<>();
    private long lastForgotten = -1;
    /** By PE, the TLBIs since its last context change. */
    private final Map<Integer, Deque<Maintenance>> awaitingContext = new HashMap<>();

    /** One TLBI. */
    static final class Maintenance {
        private final Invalidation invalidation;
        private boolean ordered;
        private long completedOn;
        private @Nullable VmidChange next;

        private Maintenance(Invalidation invalidation) {
            this.invalidation = invalidation;
        }

        Invalidation invalidation() {
            return invalidation;
        }

        /** Whether a DSB that completes it has followed. */
        boolean ordered() {
            return ordered;
        }

        boolean completedOn(int pe) {
            return (completedOn >>> pe & 1) != 0;
        }

        /** The next change of VTTBR_EL2 that came into effect on its PE. */
        @Nullable
        VmidChange next() {
            return next;
        }
    }

    /**
     * Another VTTBR_EL2 has come into effect.
     *
     * @param vmid its VMID field, limited to the size in effect
     * @param when the context synchronisation event
     */
    record VmidChange(int vmid, Provenance when) {}

    void issued(Invalidation invalidation) {
        Maintenance entry = new Maintenance(invalidation);
        records.addLast(entry);
        bySerial.put(invalidation.serial(), entry);
        awaitingContext
                .computeIfAbsent(invalidation.provenance().pe(), _ -> new ArrayDeque<>())
                .addLast(entry);
        if (records.size() > LIMIT) {
            Maintenance oldest = records.removeFirst();
            lastForgotten = oldest.invalidation.serial();
            bySerial.remove(lastForgotten);
            Deque<Maintenance> awaiting =
                    awaitingContext.get(oldest.invalidation.provenance().pe());
            if (awaiting != null && awaiting.peekFirst() == oldest) {
                awaiting.removeFirst();
            }
        }
    }

    void ordered(Invalidation invalidation) {
        Maintenance entry = bySerial.get(invalidation.serial());
        if (entry != null) {
            entry.ordered = true;
        }
    }

    void completed(Invalidation invalidation, int pe) {
        Maintenance entry = bySerial.get(invalidation.serial());
        if (entry != null) {
            entry.completedOn |= 1L << pe;
        }
    }

    void contextChanged(Stage2Registers before, Stage2Registers after, Provenance when) {
        Deque<Maintenance> awaiting = awaitingContext.get(when.pe());
        if (awaiting == null || before.vttbr() == after.vttbr()) {
            return;
        }
        boolean large = (after.vtcr() >>> 19 & 1) != 0;
        int vmid = (int) (after.vttbr() >>> 48) & (large ? 0xffff : 0xff);
        VmidChange change = new VmidChange(vmid, when);
        for (Maintenance entry : awaiting) {
            entry.next = change;
        }
        awaiting.clear();
    }

    /** The TLBIs issued after a position in the order of all fills and TLBIs, the latest first. */
    List<Maintenance> since(long serial) {
        List<Maintenance> since = new ArrayList<>();
        for (Maintenance entry : records.reversed()) {
            if (entry.invalidation.serial() <= serial) {
                break;
            }
            since.add(entry);
        }
        return since;
    }

    /** Whether TLBIs issued after the position are no longer remembered. */
    boolean hasForgotten(long serial) {
        return lastForgotten > serial;
    }
}
