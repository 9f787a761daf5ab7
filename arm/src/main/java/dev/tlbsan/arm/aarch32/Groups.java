package dev.tlbsan.arm.aarch32;

import java.lang.invoke.MethodHandles;
import java.util.List;

/** The encoding groups of A32 and T32 that are defined. */
public final class Groups {
    private Groups() {}

    /** The classes with the definitions. */
    public static List<Class<?>> classes() {
        return List.of(Branches.class);
    }

    /** May access the definitions, which are private to this package. */
    public static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }
}
