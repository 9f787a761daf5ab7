package dev.tlbsan.arm.mmu;

/** Who makes the accesses that an {@link Mmu} translates: what is recorded of it in entries and events. */
public interface Initiator {
    /** The index of the processing element in its machine. */
    int index();

    /** The translation regime of the current Exception level. */
    Regime regime();

    /** The virtual address of the instruction that runs. */
    long pc();

    /** How many instructions the processing element has executed. */
    long instructions();

    /** Whose code runs, for reports: for example {@code vm0/vcpu1}. */
    String owner();
}
