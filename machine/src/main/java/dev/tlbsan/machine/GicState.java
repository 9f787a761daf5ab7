package dev.tlbsan.machine;

import java.util.Arrays;

/**
 * The interrupts of a GICv2, and what is known of each (IHI 0048B, 3.2.4). Sets of interrupts are words of 32 bits, the
 * first of which every CPU has for itself: SGIs, then PPIs.
 */
final class GicState {
    /** Interrupts 0 to 15 are SGIs. */
    static final int SGIS = 16;
    /** Interrupts 16 to 31 are PPIs; after them come the SPIs. */
    static final int PRIVATE = 32;
    /** How many words the sets have. */
    static final int WORDS = Gic.INTERRUPTS / 32;

    /** The bits of a priority that are implemented. */
    private static final int PRIORITY = 0xf8;

    private static final int SGI_BITS = 0xffff;

    /** Those that software enabled; SGIs always are. */
    final Set enabled;
    /** Those that are active. */
    final Set active;
    /** Those in Group 1. */
    final Set group1;
    /** Those that are edge-triggered. */
    final Set edge;
    /** Those that are pending whatever their input is: after an edge, or made so by software. */
    final Set latched;

    private final Set inputs;
    private final int cpus;
    private final int[][] priorities;
    private final int[] targets = new int[Gic.INTERRUPTS];
    private final int[][] sources;

    /** A set of interrupts. */
    static final class Set {
        private final int[] own;
        private final int[] shared = new int[WORDS];
        private int inhabited = 1;

        private Set(int cpus) {
            own = new int[cpus];
        }

        int word(int cpu, int word) {
            return word == 0 ? own[cpu] : shared[word];
        }

        void word(int cpu, int word, int value) {
            if (word == 0) {
                own[cpu] = value;
            } else {
                shared[word] = value;
                inhabited = value == 0 ? inhabited & ~(1 << word) : inhabited | (1 << word);
            }
        }

        /** The words that have members, a bit each; the first always counts, as it differs between CPUs. */
        int inhabited() {
            return inhabited;
        }

        boolean has(int cpu, int id) {
            return (word(cpu, id >> 5) & (1 << id)) != 0;
        }

        void put(int cpu, int id, boolean member) {
            int others = word(cpu, id >> 5) & ~(1 << id);
            word(cpu, id >> 5, member ? others | (1 << id) : others);
        }
    }

    GicState(int cpus) {
        this.cpus = cpus;
        enabled = new Set(cpus);
        active = new Set(cpus);
        group1 = new Set(cpus);
        edge = new Set(cpus);
        latched = new Set(cpus);
        inputs = new Set(cpus);
        priorities = new int[cpus][Gic.INTERRUPTS];
        sources = new int[cpus][SGIS];
        Arrays.fill(enabled.own, SGI_BITS);
        Arrays.fill(edge.own, SGI_BITS);
    }

    int cpus() {
        return cpus;
    }

    /** Takes the level of an input; a rising edge is remembered. False if that is the level it has. */
    boolean input(int cpu, int id, boolean level) {
        if (inputs.has(cpu, id) == level) {
            return false;
        }
        if (level && edge.has(cpu, id)) {
            latched.put(cpu, id, true);
        }
        inputs.put(cpu, id, level);
        return true;
    }

    /** The interrupts of a word that are pending. */
    int pending(int cpu, int word) {
        return latched.word(cpu, word) | (inputs.word(cpu, word) & ~edge.word(cpu, word));
    }

    /** The priority, 0 the highest. */
    int priority(int cpu, int id) {
        return priorities[id < PRIVATE ? cpu : 0][id];
    }

    void priority(int cpu, int id, int value) {
        priorities[id < PRIVATE ? cpu : 0][id] = value & PRIORITY;
    }

    /** The CPUs that the interrupt is for, a bit each. Where there is one CPU only, that is not programmable. */
    int targets(int cpu, int id) {
        return cpus == 1 ? 0 : id < PRIVATE ? 1 << cpu : targets[id];
    }

    void retarget(int id, int value) {
        if (id >= PRIVATE) {
            targets[id] = value & ((1 << cpus) - 1);
        }
    }

    /** The CPUs from which an SGI is pending, a bit each. */
    int sources(int cpu, int sgi) {
        return sources[cpu][sgi];
    }

    void sources(int cpu, int sgi, int value) {
        sources[cpu][sgi] = value & ((1 << cpus) - 1);
        latched.put(cpu, sgi, sources[cpu][sgi] != 0);
    }

    /**
     * The pending interrupt of the highest priority that is enabled, not active and for this CPU, of groups of which
     * something is forwarded; the lowest number among equals; {@link Gic#SPURIOUS} if there is none.
     *
     * @param groups the groups that the distributor forwards, a bit each
     */
    int highest(int cpu, int groups) {
        int best = Gic.SPURIOUS;
        int bestPriority = Integer.MAX_VALUE;
        for (int words = latched.inhabited() | inputs.inhabited(); words != 0; words &= words - 1) {
            int word = Integer.numberOfTrailingZeros(words);
            int left = pending(cpu, word) & enabled.word(cpu, word) & ~active.word(cpu, word);
            if (left != 0) {
                left &= inGroups(cpu, word, groups);
            }
            for (; left != 0; left &= left - 1) {
                int id = (word << 5) + Integer.numberOfTrailingZeros(left);
                if (isFor(cpu, id) && priority(cpu, id) < bestPriority) {
                    best = id;
                    bestPriority = priority(cpu, id);
                }
            }
        }
        return best;
    }

    private int inGroups(int cpu, int word, int groups) {
        int members = group1.word(cpu, word);
        return ((groups & 1) != 0 ? ~members : 0) | ((groups & 2) != 0 ? members : 0);
    }

    private boolean isFor(int cpu, int id) {
        return id < PRIVATE || cpus == 1 || (targets[id] & (1 << cpu)) != 0;
    }

    /** Makes a pending interrupt active; for an SGI, gives the CPU that sent it. */
    int activate(int cpu, int id) {
        int source = 0;
        if (id < SGIS) {
            source = Integer.numberOfTrailingZeros(sources[cpu][id]);
            sources(cpu, id, sources[cpu][id] & ~(1 << source));
        } else {
            latched.put(cpu, id, false);
        }
        active.put(cpu, id, true);
        return source;
    }
}
