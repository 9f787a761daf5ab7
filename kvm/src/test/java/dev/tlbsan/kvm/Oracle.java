package dev.tlbsan.kvm;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.event.Use;
import dev.tlbsan.arm.mmu.Translation.Mapped;

/** Counts the accesses whose translation leads elsewhere than the tables do now. Knows nothing of why. */
public final class Oracle implements TranslationListener {
    private int wrong;
    private String first = "none";

    @Override
    public void used(Use use) {
        if (use.outcome() instanceof Mapped used
                && !(use.freshOutcome() instanceof Mapped fresh && fresh.pa() == used.pa())) {
            if (wrong == 0) {
                first = use.when() + ": " + used + " instead of " + use.freshOutcome();
            }
            wrong++;
        }
    }

    /** How many there were. */
    public int wrong() {
        return wrong;
    }

    /** The first of them, for people. */
    public String first() {
        return first;
    }
}
