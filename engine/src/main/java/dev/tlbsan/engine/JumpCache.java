package dev.tlbsan.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the program at a virtual address, for each Exception level, where its translation is settled. */
final class JumpCache {
    private static final int SIZE_BITS = 12;
    private static final int LEVELS = 3;
    private static final int SPARSE = 128;

    private final long[][] addresses = new long[LEVELS][1 << SIZE_BITS];
    private final @Nullable Program[][] programs = new Program[LEVELS][1 << SIZE_BITS];
    private final int[] used = new int[SPARSE];
    private int uses;
    private long[] currentAddresses = addresses[0];
    private @Nullable Program[] currentPrograms = programs[0];

    /** Chooses the Exception level whose programs are found from now on. */
    void level(int el) {
        currentAddresses = addresses[el];
        currentPrograms = programs[el];
    }

    @Nullable
    Program find(long va) {
        int index = index(va);
        return currentAddresses[index] == va ? currentPrograms[index] : null;
    }

    /** Remembers a program whose first instruction is at the virtual address, for the current level. */
    void put(long va, Program program) {
        int index = index(va);
        if (uses < SPARSE) {
            used[uses] = index;
        }
        uses++;
        currentAddresses[index] = va;
        currentPrograms[index] = program;
    }

    /** Forgets everything; cheap if little has been remembered since the last time. */
    void clear() {
        for (@Nullable Program[] level : programs) {
            if (uses > SPARSE) {
                Arrays.fill(level, null);
            } else {
                for (int n = 0; n < uses; n++) {
                    level[used[n]] = null;
                }
            }
        }
        uses = 0;
    }

    private static int index(long va) {
        return (int) (va >>> 2) & ((1 << SIZE_BITS) - 1);
    }
}
