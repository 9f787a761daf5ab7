package dev.tlbsan.arm.a64;

import java.lang.invoke.MethodHandles;
import java.util.List;

/** The encoding groups of A64 that are defined, in the manual's order (DDI 0487, C4.1). */
public final class Groups {
    private Groups() {}

    /** The classes with the definitions. */
    public static List<Class<?>> classes() {
        return List.of(
                PcRelativeAddressing.class,
                AddSubtractImmediate.class,
                LogicalImmediate.class,
                MoveWideImmediate.class,
                Bitfield.class,
                Extract.class,
                Branches.class,
                ExceptionGeneration.class,
                SystemInstructions.class,
                LoadStoreExclusive.class,
                LoadLiteral.class,
                LoadStorePair.class,
                LoadStoreUnscaledImmediate.class,
                LoadStorePostIndexed.class,
                LoadStoreUnprivileged.class,
                LoadStorePreIndexed.class,
                LoadStoreRegisterOffset.class,
                LoadStoreUnsignedImmediate.class,
                DataProcessingTwoSource.class,
                DataProcessingOneSource.class,
                LogicalShiftedRegister.class,
                AddSubtractShiftedRegister.class,
                AddSubtractExtendedRegister.class,
                AddSubtractWithCarry.class,
                ConditionalCompare.class,
                ConditionalSelect.class,
                DataProcessingThreeSource.class);
    }

    /** May access the definitions, which are private to this package. */
    public static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }
}
