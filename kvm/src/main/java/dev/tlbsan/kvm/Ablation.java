package dev.tlbsan.kvm;

import java.util.List;

/** One line that an experiment leaves out of the seed's mechanism, or of what it rests on. */
public enum Ablation {
    /** The mechanism as it is. */
    NOTHING("-"),
    /** Between writing VTTBR and the invalidation. */
    ISB("isb"),
    TLBI("tlbi"),
    DSB("dsb nsh"),
    /** The owed invalidation is never marked as done. */
    CLEAR_FLAG("clear flag"),
    /** An empty slot of the map owes an invalidation like any other. */
    EMPTY_TEST("!= -1"),
    /** A guest's local TLBIs stay on the CPU that executes them; not a line of the seed's, but it rests on it. */
    FORCED_BROADCAST("HCR.FB");

    private static final List<Ablation> OF_THE_SEED = List.of(NOTHING, ISB, TLBI, DSB, CLEAR_FLAG, EMPTY_TEST);

    private final String line;

    Ablation(String line) {
        this.line = line;
    }

    /** The mechanism, and what it is without each of the lines that the seed's patch adds. */
    public static List<Ablation> ofTheSeed() {
        return OF_THE_SEED;
    }

    /** What is left out, as it reads in the patch. */
    public String line() {
        return line;
    }
}
