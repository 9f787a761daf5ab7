package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.arm.mmu.InnerShareableDomain;
import java.util.ArrayList;
import java.util.List;

/** What the processing elements of one machine share: physical memory, broadcasts, exclusive monitors, events. */
public final class Cluster {
    private final PhysicalMemory memory;
    private final InnerShareableDomain domain;
    private final ExclusiveMonitors monitors;
    private final List<ProcessingElement> elements = new ArrayList<>();

    public Cluster(PhysicalMemory memory) {
        this.memory = memory;
        this.domain = new InnerShareableDomain(memory);
        this.monitors = new ExclusiveMonitors(memory.watches());
    }

    public PhysicalMemory memory() {
        return memory;
    }

    /** The PEs that broadcast TLB maintenance reaches. */
    public InnerShareableDomain domain() {
        return domain;
    }

    /** The PEs, in the order in which they were made. */
    public List<ProcessingElement> elements() {
        return List.copyOf(elements);
    }

    ExclusiveMonitors monitors() {
        return monitors;
    }

    void add(ProcessingElement pe) {
        elements.add(pe);
    }

    /** SEV: an event for every PE. */
    void sendEvent() {
        for (ProcessingElement pe : elements) {
            pe.event();
        }
    }
}
