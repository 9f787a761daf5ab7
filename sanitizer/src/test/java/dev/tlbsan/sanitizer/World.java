package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.InnerShareableDomain;

/** Two processing elements whose accesses a sanitizer watches. */
final class World {
    final TestMemory memory = new TestMemory();
    final Tables tables = new Tables(memory);
    final InnerShareableDomain domain = new InnerShareableDomain(memory);
    final TestPe pe = new TestPe(0, domain);
    final TestPe other = new TestPe(1, domain);
    final Sanitizer sanitizer = new Sanitizer();

    World() {
        domain.addListener(sanitizer);
    }

    /** The one finding. */
    Finding finding() {
        if (sanitizer.findings().size() != 1) {
            throw new AssertionError("findings: " + sanitizer.findings());
        }
        return sanitizer.findings().getFirst();
    }
}
