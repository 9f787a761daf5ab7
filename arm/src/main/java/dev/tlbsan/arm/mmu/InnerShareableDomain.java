package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The processing elements of a machine, as far as they hear of each other's TLB maintenance. */
public final class InnerShareableDomain {
    private final PhysicalMemory memory;
    private final SettledDescriptors settled;
    private final List<Mmu> mmus = new ArrayList<>();
    private final List<TranslationListener> listeners = new ArrayList<>();
    private boolean everyUse;
    private long serial;

    public InnerShareableDomain(PhysicalMemory memory) {
        this.memory = memory;
        this.settled = new SettledDescriptors(memory.watches(), this::unsettle);
    }

    public PhysicalMemory memory() {
        return memory;
    }

    /** The MMUs in the order in which they were made. */
    public List<Mmu> mmus() {
        return Collections.unmodifiableList(mmus);
    }

    /** Tells a listener of everything that happens to the TLBs of the domain from now on. */
    public void addListener(TranslationListener listener) {
        listeners.add(listener);
        everyUse |= listener.wantsEveryUse();
        unsettle();
    }

    List<TranslationListener> listeners() {
        return listeners;
    }

    /** Whether some listener wants to hear of uses that are in order, too. */
    boolean everyUse() {
        return everyUse;
    }

    void add(Mmu mmu) {
        mmus.add(mmu);
    }

    SettledDescriptors settled() {
        return settled;
    }

    /** The serial number that the next fill or TLBI will have. */
    long nextSerial() {
        return serial;
    }

    long takeSerial() {
        return serial++;
    }

    private void unsettle() {
        for (Mmu mmu : mmus) {
            mmu.unsettle();
        }
    }
}
