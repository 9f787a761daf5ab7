package dev.tlbsan.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the program at a virtual address, for each Exception level and form, where its translation is settled. */
final class JumpCache {
    private static final int SIZE_BITS = 12;
    private static final int FORMS = CodeForm.values().length;
    private static final int CONTEXTS = 3 * FORMS;
    private static final int SPARSE = 128;

    private final @Nullable Context[] contexts = new Context[CONTEXTS];
    private final int[] used = new int[SPARSE];
    private int uses;
    private long[] currentAddresses;
    private @Nullable Program[] currentPrograms;
    private int unitBits;

    JumpCache() {
        var first = new Context();
        contexts[0] = first;
        currentAddresses = first.addresses;
        currentPrograms = first.programs;
    }

    /** What is found at one Exception level in one form. */
    private static final class Context {
        final long[] addresses = new long[1 << SIZE_BITS];
        final @Nullable Program[] programs = new Program[1 << SIZE_BITS];
    }

    /** Chooses the Exception level and the form whose programs are found from now on. */
    void context(int el, CodeForm form) {
        int number = el * FORMS + form.ordinal();
        Context context = contexts[number];
        if (context == null) {
            context = new Context();
            contexts[number] = context;
        }
        currentAddresses = context.addresses;
        currentPrograms = context.programs;
        unitBits = form.alignment() >>> 1;
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
        for (Context context : contexts) {
            if (context != null) {
                clear(context.programs);
            }
        }
        uses = 0;
    }

    private void clear(@Nullable Program[] programs) {
        if (uses > SPARSE) {
            Arrays.fill(programs, null);
        } else {
            for (int n = 0; n < uses; n++) {
                programs[used[n]] = null;
            }
        }
    }

    private int index(long va) {
        return (int) (va >>> unitBits) & ((1 << SIZE_BITS) - 1);
    }
}
